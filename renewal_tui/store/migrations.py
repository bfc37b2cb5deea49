"""From an older schema to this program's: steps written by hand, in one transaction, after a copy.

An engine brings its own steps. Peewee's migrator is not used, since the tables it makes anew lose
their triggers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from renewal_tui import errors
from renewal_tui.operator import Actor
from renewal_tui.store.audit import AuditTrail
from renewal_tui.store.connection import Store, refuse_other_version
from renewal_tui.store.engines import BUSY_SECONDS, Engine, Progress, Step, engine_for, unwatched
from renewal_tui.store.names import SCHEMA_VERSION


class Migrated(NamedTuple):
    """From which version to which, and the copy that was made before; None: nothing was to do."""

    from_: int
    to: int
    backup: Path | None


def migrate_store(
    database: Path | str,
    actor: Actor,
    steps: Mapping[int, Step] | None = None,
    busy_seconds: float = BUSY_SECONDS,
    progress: Progress = unwatched,
) -> Migrated:
    """Bring a store to SCHEMA_VERSION, all of the way or not at all.

    What `progress` raises ends it, and the store is as it was. Raises StoreMissing, StoreForeign,
    StoreReadOnly, StoreBusy, StoreFull, StoreDamaged, or SchemaVersion (a newer store, no step from
    its version, or a step that failed).
    """
    engine = engine_for(database, busy_seconds=busy_seconds)
    engine.open()
    try:
        if engine.read_only:
            raise errors.StoreReadOnly(
                f"{engine.name} cannot be written by this user; nothing was changed"
            )
        version = engine.schema_version()
        if version == SCHEMA_VERSION:
            return Migrated(version, version, None)
        with engine.migrating():
            return _migrate(engine, actor, engine.steps if steps is None else steps, progress)
    finally:
        engine.close()


def _migrate(
    engine: Engine, actor: Actor, steps: Mapping[int, Step], progress: Progress
) -> Migrated:
    version = engine.schema_version()  # another may have been first
    if version == SCHEMA_VERSION:
        return Migrated(version, version, None)
    way = _way(engine.name, version, steps)
    backup = engine.keep_copy(f"schema-{version}")
    for start in way:
        _take(engine, start, partial(steps[start], engine.db, progress), backup)
    for dangling in engine.integrity.dangling():
        why = f"a row of {dangling.table} names none of {dangling.names}"
        raise _failed(engine, backup, why)
    engine.settle_schema()
    store = Store(engine)
    trail = AuditTrail(store, actor, store.clock.now())
    trail.add("migrate", "store", {"schema": version}, {"schema": SCHEMA_VERSION})
    trail.flush()
    return Migrated(version, SCHEMA_VERSION, backup)


def _way(name: str, version: int, steps: Mapping[int, Step]) -> range:
    if version > SCHEMA_VERSION:
        refuse_other_version(name, version)
    way = range(version, SCHEMA_VERSION)
    for start in way:
        if start not in steps:
            raise errors.SchemaVersion(
                f"{name} has schema {version}, and there is no way from schema {start} "
                f"to {start + 1}; nothing was changed",
                version,
            )
    return way


def _take(engine: Engine, start: int, step: Callable[[], None], backup: Path) -> None:
    try:
        with engine.troubles():
            step()
    except (errors.StoreFull, errors.StoreBusy, errors.StoreReadOnly, errors.Refused):
        raise
    except Exception as problem:
        why = f"schema {start} to {start + 1}: {problem}"
        raise _failed(engine, backup, why) from problem


def _failed(engine: Engine, backup: Path, why: str) -> errors.SchemaVersion:
    what = f"{engine.name} could not be migrated ({why})"
    return errors.SchemaVersion(f"{what}; it is as it was, and {backup} is a copy of it")
