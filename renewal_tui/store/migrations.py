"""From an older schema to this program's: steps written by hand, in one transaction, after a copy.

A step changes the tables from its version to the next one, by SQL of its own: the models already
say what comes out at the end. It must not commit. Peewee's migrator is not used, since the tables
it makes anew lose their triggers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from peewee import SqliteDatabase

from renewal_tui import errors
from renewal_tui.operator import Actor
from renewal_tui.store import sqlite
from renewal_tui.store.audit import AuditTrail
from renewal_tui.store.connection import Store
from renewal_tui.store.copying import copy_store, refuse_unsound
from renewal_tui.store.files import file_troubles, publish, remove_store, unfinished
from renewal_tui.store.schema import SCHEMA_VERSION

Step = Callable[[SqliteDatabase], None]
"""Changes a store from one schema version to the next, in the caller's transaction."""

STEPS: Mapping[int, Step] = {}
"""The steps by the version that they start from."""


class Migrated(NamedTuple):
    """From which version to which, and the copy that was made before; None: nothing was to do."""

    from_version: int
    to_version: int
    backup: Path | None


def migrate_store(
    path: Path,
    actor: Actor,
    steps: Mapping[int, Step] = STEPS,
    busy_seconds: float = sqlite.BUSY_SECONDS,
) -> Migrated:
    """Bring a store to SCHEMA_VERSION, all of the way or not at all.

    Raises StoreMissing, StoreForeign, StoreReadOnly, StoreBusy, StoreFull, StoreDamaged, or
    SchemaVersion (a newer store, no step from its version, or a step that failed).
    """
    sqlite.look_at_header(path)
    if not os.access(path, os.W_OK):
        raise errors.StoreReadOnly(f"{path} cannot be written by this user; nothing was changed")
    db = sqlite.database(path, read_only=False, busy_seconds=busy_seconds)
    try:
        with sqlite.troubles(path):
            db.connect()
            version = sqlite.version_of(db)
            if version == SCHEMA_VERSION:
                return Migrated(version, version, None)
            # A step may make a table anew that others refer to: looked at before the commit.
            db.execute_sql("PRAGMA foreign_keys = 0")
            with db.atomic():
                return _migrate(db, path, actor, steps)
    finally:
        db.close()


def _migrate(db: SqliteDatabase, path: Path, actor: Actor, steps: Mapping[int, Step]) -> Migrated:
    version = sqlite.version_of(db)  # another may have been first
    if version == SCHEMA_VERSION:
        return Migrated(version, version, None)
    way = _way(path, version, steps)
    backup = _back_up(path, version)
    for start in way:
        _take(db, path, start, steps[start], backup)
    dangling = db.execute_sql("PRAGMA foreign_key_check").fetchone()
    if dangling:
        raise _failed(path, backup, f"a row of {dangling[0]} names none of {dangling[2]}")
    sqlite.make_triggers(db)
    sqlite.set_version(db, SCHEMA_VERSION)
    store = Store(path, db, read_only=False)
    trail = AuditTrail(store, actor, store.clock.now())
    trail.add("migrate", "store", {"schema": version}, {"schema": SCHEMA_VERSION})
    trail.flush()
    return Migrated(version, SCHEMA_VERSION, backup)


def _way(path: Path, version: int, steps: Mapping[int, Step]) -> range:
    if version > SCHEMA_VERSION:
        sqlite.refuse_other_version(path, version)
    way = range(version, SCHEMA_VERSION)
    for start in way:
        if start not in steps:
            raise errors.SchemaVersion(
                f"{path} has schema {version}, and there is no way from schema {start} "
                f"to {start + 1}; nothing was changed"
            )
    return way


def _take(db: SqliteDatabase, path: Path, start: int, step: Step, backup: Path) -> None:
    try:
        with sqlite.troubles(path):
            step(db)
    except (errors.StoreFull, errors.StoreBusy, errors.StoreReadOnly):
        raise
    except Exception as problem:
        raise _failed(path, backup, f"schema {start} to {start + 1}: {problem}") from problem


def _failed(path: Path, backup: Path, why: str) -> errors.SchemaVersion:
    return errors.SchemaVersion(
        f"{path} could not be migrated ({why}); it is as it was, and {backup} is a copy of it"
    )


def _back_up(path: Path, version: int) -> Path:
    """Copy the store as it is under the write lock, under a name that is free."""
    backup = _free_name(path, version)
    part = unfinished(backup)
    try:
        copy_store(path, part, named=backup)
        refuse_unsound(part, path)
        with file_troubles(backup):
            publish(part, backup)
    finally:
        remove_store(part)
    return backup


def _free_name(path: Path, version: int) -> Path:
    found = path.with_name(f"{path.name}.schema-{version}.bak")
    number = 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}.schema-{version}.{number}.bak")
    return found
