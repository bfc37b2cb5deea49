"""Opening and making a store, and the queries, changes and transactions that run through it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from peewee import Query

from renewal_tui import errors
from renewal_tui.clock import Clock, SystemClock, parse_stamp, stamp, zone
from renewal_tui.store.engines import BUSY_SECONDS, Engine, engine_for
from renewal_tui.store.names import SCHEMA_VERSION
from renewal_tui.store.sql import Columns, insert_into


class StoreSettings(NamedTuple):
    """What a store was made with: its time zone, its currency, and whether it is a sandbox."""

    timezone: ZoneInfo
    currency: str
    sandbox: bool


class _Walks(threading.local):
    """The queries of a thread that have rows to give still."""

    open = 0

    def __enter__(self) -> None:
        self.open += 1

    def __exit__(self, *_: object) -> None:
        self.open -= 1


class Store:
    """An open store. Queries are run through it, so that no model is bound to a global database."""

    def __init__(self, engine: Engine) -> None:
        """`engine` is open. Raises SchemaVersion or StoreDamaged, and has closed it then."""
        self.engine = engine
        self.db = engine.db
        self.name = engine.name
        self.read_only = engine.read_only
        self.written = 0
        """Rows that were changed through it so far, or thereabouts: any change makes it more."""
        self._statement = engine.dialect.statement
        self._walks = _Walks()
        try:
            refuse_other_version(self.name, engine.schema_version())
            self.settings = self._read_settings()
        except BaseException:
            if not self.db.in_transaction():
                self.close()
            raise
        self.clock: Clock = SandboxClock(self) if self.settings.sandbox else SystemClock()

    def _read_settings(self) -> StoreSettings:
        values = dict(self.sql("SELECT key, value FROM setting"))
        try:
            return StoreSettings(
                zone(values["timezone"]), values["currency"], values["sandbox"] == "yes"
            )
        except (KeyError, ValueError):
            raise errors.StoreDamaged(
                f"{self.name} is damaged: its settings are not readable; restore a backup"
            ) from None

    def close(self) -> None:
        """Close this thread's connection."""
        self.engine.close()

    def is_held(self) -> bool:
        """Whether this thread has a transaction or a query open: others may have to wait for it."""
        return self._walks.open > 0 or self.db.in_transaction()

    def rows(self, query: Query) -> list[tuple[Any, ...]]:
        """All rows of a query as tuples."""
        with self.engine.troubles(), self.readable():
            return list(query.tuples().execute(self.db))

    @contextmanager
    def readable(self) -> Iterator[None]:
        """A column may hold any value: one that cannot be read is damage, not a bug."""
        try:
            yield
        except ValueError as problem:
            raise errors.StoreDamaged(
                f"{self.name} is damaged: it holds a value that cannot be read ({problem}); "
                "check names its row"
            ) from problem

    def row(self, query: Query) -> tuple[Any, ...] | None:
        """The first row of a query as a tuple, if there is one."""
        found = self.rows(query)
        return found[0] if found else None

    def value(self, query: Query) -> Any:
        """The first column of a query's first row; None when there is no row."""
        found = self.row(query)
        return found[0] if found else None

    def change(self, query: Query) -> int:
        """Run an UPDATE or DELETE: how many rows it changed; or an INSERT: the row's number."""
        with self.engine.troubles():
            self.written += 1
            found = query.execute(self.db)
            return found if isinstance(found, int) else 1  # a key that is no number

    def sql(self, text: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement in SQL, for what the query builder cannot say; if it has any."""
        with self.engine.troubles():
            cursor = self.db.execute_sql(self._statement(text), values)
            return list(cursor.fetchall()) if cursor.description else []

    def walk_sql(self, text: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement in SQL one by one, without holding them all."""
        with self.engine.troubles(), self._walks:
            yield from self.db.execute_sql(self._statement(text), values)

    def named(self, text: str, values: Sequence[object] = ()) -> Iterator[dict[str, Any]]:
        """The same, each row by the names of the statement's columns."""
        with self.engine.troubles(), self._walks:
            cursor = self.db.execute_sql(self._statement(text), values)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    def many(self, text: str, rows: Iterable[Sequence[object]]) -> int:
        """Run one statement for many rows on this thread's connection; the rows changed."""
        with self.engine.troubles():
            cursor = self.db.cursor()
            cursor.executemany(self._statement(text), rows)
            self.written += max(cursor.rowcount, 0)
            return int(cursor.rowcount)

    def insert(self, table: str, rows: Sequence[Columns]) -> None:
        """Write new rows of a table."""
        if rows:
            text = insert_into(table, ", ".join(rows[0]))
            self.many(text, map(tuple, map(dict.values, rows)))

    def update(self, table: str, changes: Iterable[tuple[int, Columns]]) -> None:
        """Write some columns of rows, each under its number."""
        alike: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
        for row, columns in changes:
            alike.setdefault(tuple(columns), []).append((*columns.values(), row))
        for names, rows in alike.items():
            told = ", ".join(f"{name} = %s" for name in names)
            self.many(f"UPDATE {table} SET {told} WHERE id = %s", rows)  # noqa: S608

    def highest(self, table: str) -> int:
        """The highest number of a row; the next one is surely free only inside the write lock."""
        return int(self.sql(f"SELECT MAX(id) FROM {table}")[0][0] or 0)  # noqa: S608

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Take the write lock, then commit everything or nothing.

        Raises StoreBusy when another process holds it for longer than the limit, StoreReadOnly
        when this store may only be read.
        """
        if self.read_only:
            raise errors.StoreReadOnly(f"{self.name} was opened read-only; nothing was changed")
        if self.db.in_transaction():
            with self.engine.troubles(), self.db.atomic():
                yield
            return
        with self.engine.writing():
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one state of the store through several queries, without keeping writers out."""
        if self.db.in_transaction():
            yield
            return
        with self.engine.reading():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[Store]:
        """The store as it is at one moment, for long looks: nobody who writes waits for them.

        Raises StoreBusy, StoreDamaged, or StoreFull when there is no room for a temporary copy.
        """
        with self.engine.snapshot() as engine:
            yield Store(engine)

    def setting(self, key: str) -> str | None:
        """A setting by its key; asked for at each key press, so without building a query."""
        found = self.sql("SELECT value FROM setting WHERE key = %s", (key,))
        return str(found[0][0]) if found else None

    def set_setting(self, key: str, value: str) -> None:
        """Change a setting, in the caller's transaction."""
        if not self.many("UPDATE setting SET value = %s WHERE key = %s", [(value, key)]):
            self.insert("setting", [{"key": key, "value": value}])


class SandboxClock:
    """A sandbox store's own clock, which only moves when told (section 3)."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def now(self) -> datetime:
        """The sandbox's time, in UTC."""
        text = self._store.setting("sandbox_now") or ""
        try:
            return parse_stamp(text)
        except ValueError:
            raise errors.StoreDamaged(
                f'{self._store.name} is damaged: its clock reads "{text}"; restore a backup'
            ) from None


def open_store(
    database: Path | str, *, read_only: bool = False, busy_seconds: float = BUSY_SECONDS
) -> Store:
    """Open an existing store; never makes one.

    A store that this user may only read is opened read-only. Raises StoreMissing, StoreForeign,
    SchemaVersion, StoreDamaged, StoreBusy or StoreReadOnly.
    """
    engine = engine_for(database, busy_seconds=busy_seconds)
    engine.open(read_only=read_only)
    return Store(engine)


def create_store(
    database: Path | str, *, timezone: str, currency: str, sandbox_now: datetime | None = None
) -> Store:
    """Make a new store, readable by its owner only (or its setgid folder's group).

    Raises Refused when something is there already, ValueError for an unknown time zone.
    """
    zone(timezone)
    sandbox = "yes" if sandbox_now else "no"
    settings = {"timezone": timezone, "currency": currency, "sandbox": sandbox}
    if sandbox_now:
        # Where its clock started is kept, so that a move without a record can be seen.
        settings |= dict.fromkeys(("sandbox_now", "sandbox_start"), stamp(sandbox_now))
    engine = engine_for(database)
    with engine.creating():
        added = engine.dialect.statement(insert_into("setting", "key, value"))
        engine.db.cursor().executemany(added, settings.items())
    return Store(engine)


def refuse_other_version(name: str, version: int) -> None:
    """Raise SchemaVersion for a store of a newer or an older program (section 3)."""
    if version > SCHEMA_VERSION:
        what = f"{name} has schema {version}, newer than this program's {SCHEMA_VERSION}"
        raise errors.SchemaVersion(f"{what}: use the newer renewal-tui", version)
    if version < SCHEMA_VERSION:
        what = f"{name} has schema {version}, older than this program's {SCHEMA_VERSION}"
        raise errors.SchemaVersion(what, version, older=name)
