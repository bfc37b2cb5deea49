"""Opening and making a store: one file, one connection a thread, immediate transactions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from peewee import Query, SqliteDatabase

from renewal_tui import errors
from renewal_tui.clock import Clock, SystemClock, parse_stamp, stamp, zone
from renewal_tui.store import derived, sqlite
from renewal_tui.store.files import file_troubles, identity_of, new_file, remove_store
from renewal_tui.store.schema import Setting
from renewal_tui.store.turns import Turns

STEPS_BETWEEN_LOOKS = 10_000
"""Steps of SQLite's machine between two looks whether a query is to stop: about a millisecond."""


class StoreSettings(NamedTuple):
    """What a store was made with: its time zone, its currency, and whether it is a sandbox."""

    timezone: ZoneInfo
    currency: str
    sandbox: bool


class Store:
    """An open store. Queries are run through it, so that no model is bound to a global database."""

    def __init__(self, path: Path, db: SqliteDatabase, *, read_only: bool) -> None:
        self.path = path
        self.db = db
        self.read_only = read_only
        self.turns = Turns()
        self._file = identity_of(path)
        try:
            with sqlite.troubles(path):
                db.connect(reuse_if_open=True)
                sqlite.refuse_other_version(path, sqlite.version_of(db))
                self.settings = self._read_settings()
        except BaseException:
            if not db.in_transaction():
                self.close()
            raise
        self.clock: Clock = SandboxClock(self) if self.settings.sandbox else SystemClock()

    def _read_settings(self) -> StoreSettings:
        values = dict(self.rows(Setting.select(Setting.key, Setting.value)))
        try:
            return StoreSettings(
                zone(values["timezone"]), values["currency"], values["sandbox"] == "yes"
            )
        except (KeyError, ValueError):
            raise errors.StoreDamaged(
                f"{self.path} is damaged: its settings are not readable; restore a backup"
            ) from None

    def close(self) -> None:
        """Close this thread's connection."""
        if not self.db.is_closed():
            self.db.close()

    def rows(self, query: Query) -> list[tuple[Any, ...]]:
        """All rows of a query as tuples."""
        with sqlite.troubles(self.path), self.readable():
            self.db.connect(reuse_if_open=True)
            return list(query.tuples().execute(self.db))

    def walk(self, query: Query) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, without holding them all."""
        with sqlite.troubles(self.path), self.readable():
            self.db.connect(reuse_if_open=True)
            yield from query.tuples().iterator(self.db)

    @contextmanager
    def readable(self) -> Iterator[None]:
        """SQLite stores any value in any column: one that cannot be read is damage, not a bug."""
        try:
            yield
        except ValueError as problem:
            raise errors.StoreDamaged(
                f"{self.path} is damaged: it holds a value that cannot be read ({problem}); "
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
        """Run an INSERT, UPDATE or DELETE; the number of rows changed (an insert's id)."""
        with sqlite.troubles(self.path):
            return int(query.execute(self.db))

    def sql(self, text: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement in SQL, for what the query builder cannot say."""
        with sqlite.troubles(self.path):
            self.db.connect(reuse_if_open=True)
            return list(self.db.execute_sql(text, values).fetchall())

    def walk_sql(self, text: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement in SQL one by one, without holding them all."""
        with sqlite.troubles(self.path):
            self.db.connect(reuse_if_open=True)
            yield from self.db.execute_sql(text, values)

    def many(self, text: str, rows: Iterable[Sequence[object]]) -> int:
        """Run one statement for many rows on this thread's connection; the rows changed."""
        with sqlite.troubles(self.path):
            cursor = self.db.connection().executemany(text, rows)
            return int(cursor.rowcount)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Take the write lock, then commit everything or nothing.

        Raises StoreBusy when another process holds it for longer than the limit, StoreReadOnly
        when this store may only be read.
        """
        if self.read_only:
            raise errors.StoreReadOnly(f"{self.path} was opened read-only; nothing was changed")
        with sqlite.troubles(self.path):
            self.db.connect(reuse_if_open=True)
            if self.db.in_transaction():
                with self.db.atomic():
                    yield
                return
            self.turns.give_way()
            with self._nothing_left_open(), ExitStack() as stack:
                atomic = self.db.atomic()
                # The turn begins once the lock is there, and ends after the commit.
                atomic.__enter__()
                stack.enter_context(self.turns.taken())
                stack.push(atomic)
                yield
                derived.catch_up(self.db)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one state of the store through several queries, without keeping writers out."""
        with sqlite.troubles(self.path):
            self.db.connect(reuse_if_open=True)
            if self.db.in_transaction():
                yield
                return
            with self._nothing_left_open(), self.db.atomic("DEFERRED"):
                yield

    @contextmanager
    def _nothing_left_open(self) -> Iterator[None]:
        """Roll back what an error just after BEGIN left open, which nobody else would end."""
        try:
            yield
        finally:
            if not self.db.is_closed() and not self.db.in_transaction():
                connection = self.db.connection()
                if connection.in_transaction:
                    connection.rollback()

    @contextmanager
    def stoppable(self, stopped: Callable[[], bool]) -> Iterator[None]:
        """Give up this thread's queries in their midst once `stopped` says so.

        They raise StoreStopped then. It is asked again and again, and so must be quick.
        """
        with sqlite.troubles(self.path):
            self.db.connect(reuse_if_open=True)
            connection = self.db.connection()
        connection.set_progress_handler(stopped, STEPS_BETWEEN_LOOKS)
        try:
            yield
        finally:
            connection.set_progress_handler(None, 0)

    def patience(self, seconds: float) -> None:
        """How long this thread's connection waits for another process that writes."""
        self.sql(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def keep_little(self) -> None:
        """Let this thread's connection remember little: it reads pages, and stays open all day."""
        self.sql("PRAGMA cache_size = -16384")

    def refuse_other_file(self) -> None:
        """Refuse to go on when the path does not lead to the file that was opened any more.

        This connection would show the old one, a new one change the other. Raises StoreGone.
        """
        if identity_of(self.path) != self._file:
            raise errors.StoreGone(
                f"{self.path} was removed or replaced by another file while it was open: start anew"
            )

    def changes_seen(self) -> int:
        """A number that changes when another connection has changed the store."""
        return int(self.sql("PRAGMA data_version")[0][0])

    def setting(self, key: str) -> str | None:
        """A setting by its key; asked for at each key press, so without building a query."""
        found = self.sql("SELECT value FROM setting WHERE key = ?", (key,))
        return str(found[0][0]) if found else None

    def set_setting(self, key: str, value: str) -> None:
        """Change a setting, in the caller's transaction."""
        if not self.change(Setting.update(value=value).where(Setting.key == key)):
            self.change(Setting.insert(key=key, value=value))


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
                f'{self._store.path} is damaged: its clock reads "{text}"; restore a backup'
            ) from None


def open_store(
    path: Path, *, read_only: bool = False, busy_seconds: float = sqlite.BUSY_SECONDS
) -> Store:
    """Open an existing store; never makes one.

    A store that this user may only read is opened read-only. Raises StoreMissing, StoreForeign,
    SchemaVersion, StoreDamaged, StoreBusy or StoreReadOnly.
    """
    sqlite.look_at_header(path)
    writable = os.access(path, os.W_OK)
    if not read_only or not writable:
        return _open(path, read_only=not writable, busy_seconds=busy_seconds)
    try:
        return _open(path, read_only=True, busy_seconds=busy_seconds)
    except errors.StoreReadOnly:
        # An interrupted writer left a journal, which only a writer can roll back.
        _open(path, read_only=False, busy_seconds=busy_seconds).close()
        return _open(path, read_only=True, busy_seconds=busy_seconds)


def _open(path: Path, *, read_only: bool, busy_seconds: float) -> Store:
    db = sqlite.database(path, read_only=read_only, busy_seconds=busy_seconds)
    return Store(path, db, read_only=read_only)


def create_store(
    path: Path, *, timezone: str, currency: str, sandbox_now: datetime | None = None
) -> Store:
    """Make a new store, readable by its owner only (or its setgid folder's group).

    Raises Refused when something is at the path already, ValueError for an unknown time zone.
    """
    zone(timezone)
    _touch(path)
    db = sqlite.database(path, read_only=False, busy_seconds=sqlite.BUSY_SECONDS)
    try:
        with sqlite.troubles(path):
            db.connect()
            sqlite.settle_journal(db)
            with db.atomic():
                sqlite.create_tables(db)
                Setting.insert_many(
                    _first_settings(timezone, currency, sandbox_now),
                    fields=[Setting.key, Setting.value],
                ).execute(db)
    except BaseException:
        db.close()
        remove_store(path)
        raise
    return Store(path, db, read_only=False)


def _first_settings(
    timezone: str, currency: str, sandbox_now: datetime | None
) -> list[tuple[str, str]]:
    settings = [("timezone", timezone), ("currency", currency)]
    settings.append(("sandbox", "yes" if sandbox_now else "no"))
    if sandbox_now:
        settings.append(("sandbox_now", stamp(sandbox_now)))
    return settings


def _touch(path: Path) -> None:
    """Create the file with its final mode before anything is written to it."""
    if path.exists():
        raise errors.Refused(f"{path} exists already; nothing was changed")
    with file_troubles(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new_file(path)
