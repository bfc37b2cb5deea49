"""A store in one SQLite file, as the protocol has it."""

# ruff: noqa: PLC0415 - what a command rarely needs is imported then: a list takes half as long

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from peewee import SqliteDatabase

from renewal_tui import errors
from renewal_tui.store.engines.protocol import Integrity, Progress, Q, Step, unwatched
from renewal_tui.store.engines.sqlite import opening
from renewal_tui.store.engines.sqlite.dialect import SqliteDialect
from renewal_tui.store.engines.sqlite.failures import DATABASE_ERRORS, let_go, ours
from renewal_tui.store.engines.sqlite.fairness import Fairness
from renewal_tui.store.engines.sqlite.opening import Connections
from renewal_tui.store.engines.sqlite.search import SqliteSearch
from renewal_tui.store.files import identity_of
from renewal_tui.store.names import APPLICATION_ID, SCHEMA_VERSION

STEPS_BETWEEN_LOOKS = 10_000
"""Steps of SQLite's machine between two looks whether a query is to stop: about a millisecond."""


class SqliteEngine:
    """One file, one connection a thread, immediate transactions; the protocol's `Engine`."""

    dialect = SqliteDialect()

    def __init__(self, path: Path, *, busy_seconds: float) -> None:
        self.path = path
        self.name = str(path)
        self.read_only = False
        self._connections = Connections()
        self.db: SqliteDatabase = self._connections
        self.search = SqliteSearch(self.db)
        self._busy_seconds = busy_seconds
        self._fairness = Fairness()
        self._file: tuple[int, int] | None = None

    @property
    def integrity(self) -> Integrity:
        """What SQLite says of the file's soundness."""
        from renewal_tui.store.engines.sqlite.integrity import SqliteIntegrity

        return SqliteIntegrity(self.db, self.search)

    @property
    def held_seconds(self) -> float:
        """How long the last transaction that wrote kept other writers waiting."""
        return self._fairness.held_seconds

    def holding_seconds(self) -> float:
        """How long the transaction under way has kept other writers waiting so far."""
        return self._fairness.holding_seconds()

    # -- opening and making --------------------------------------------------------------------

    def open(self, *, read_only: bool = False) -> None:
        """Connect to a store's file; one that this user may only read is opened read-only."""
        opening.look_at_header(self.path)
        writable = os.access(self.path, os.W_OK)
        try:
            self._open(read_only=read_only or not writable)
        except errors.StoreReadOnly:
            if not (read_only and writable):
                raise
            # An interrupted writer left a journal, which only a writer can roll back.
            self._open(read_only=False)
            self.close()
            self._open(read_only=True)

    def _open(self, *, read_only: bool) -> None:
        self._lead_to_file(read_only=read_only)
        try:
            self.schema_version()
        except BaseException:
            self.close()
            raise

    def _lead_to_file(self, *, read_only: bool = False) -> None:
        self.read_only = read_only
        self._file = identity_of(self.path)
        self._connections.lead_to(self.path, read_only=read_only, busy_seconds=self._busy_seconds)

    def close(self) -> None:
        """Close this thread's connection."""
        if not self.db.is_closed():
            self.db.close()

    @contextmanager
    def creating(self) -> Iterator[None]:
        """Make the file, readable by its owner only (or its setgid folder's group)."""
        opening.touch(self.path)
        self._lead_to_file()
        try:
            with self.troubles():
                opening.settle_journal(self.db)
                with self.db.atomic():
                    self._create_tables()
                    yield
        except BaseException:
            self.close()
            self.remove()
            raise

    def _create_tables(self) -> None:
        from renewal_tui.store.schema import TABLES

        with self.db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
            self.db.create_tables(TABLES, safe=False)
        self.search.create()
        self.db.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        self.settle_schema()

    def remove(self) -> None:
        """Remove the file, with what SQLite kept beside it."""
        opening.remove(self.path)

    def replace_with(self, part: Path) -> None:
        """Give another file this one's name; nobody may be writing to this one."""
        opening.replace(part, self.path)

    def refuse_replaced(self) -> None:
        """Refuse to go on when the path does not lead to the file that was opened any more.

        This connection would show the old one, a new one change the other.
        """
        if identity_of(self.path) != self._file:
            raise errors.StoreGone(
                f"{self.path} was removed or replaced by another file while it was open: start anew"
            )

    def warnings(self) -> list[str]:
        """Who may use the file, and what it is kept on and by."""
        from renewal_tui.store.engines.sqlite import surroundings

        return surroundings.warnings(self.path)

    # -- schema --------------------------------------------------------------------------------

    def schema_version(self) -> int:
        """The schema version that the file carries."""
        with self.troubles():
            return int(self.db.execute_sql("PRAGMA user_version").fetchone()[0])

    @property
    def steps(self) -> Mapping[int, Step]:
        """The steps between the schema's versions."""
        from renewal_tui.store.engines.sqlite.steps import STEPS

        return STEPS

    @contextmanager
    def migrating(self) -> Iterator[None]:
        """A step may make a table anew that others refer to."""
        with self.troubles():
            self.db.execute_sql("PRAGMA foreign_keys = 0")
            with self.db.atomic():
                yield

    def settle_schema(self) -> None:
        """Make the triggers that are not there as they should be, and write the version."""
        from renewal_tui.store.engines.sqlite import triggers

        triggers.make(self.db, with_search=self.search.is_there())
        self.db.execute_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")

    # -- transactions --------------------------------------------------------------------------

    @contextmanager
    def troubles(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        try:
            yield
        except DATABASE_ERRORS as problem:
            told = ours(problem, self.name, self._lacks_something)
            if told is problem:
                raise
            raise told from problem

    def _lacks_something(self) -> bool:
        from renewal_tui.store.engines.sqlite.integrity import lacks_something

        return lacks_something(self.db)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """BEGIN IMMEDIATE: from there to the commit no row changes but by this transaction."""
        with self.troubles():
            self._fairness.give_way()
            with self._nothing_left_open(), ExitStack() as stack:
                atomic = self.db.atomic()
                # The turn begins once the lock is there, and ends after the commit.
                atomic.__enter__()
                stack.enter_context(self._fairness.taken())
                stack.push(atomic)
                yield
                self.search.catch_up()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A deferred transaction."""
        with self.troubles(), self._nothing_left_open(), self.db.atomic("DEFERRED"):
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

    def locked(self, query: Q) -> Q:
        """The query as it is: whoever writes holds the whole store."""
        return query

    @contextmanager
    def stoppable(self, stopped: Callable[[], bool]) -> Iterator[None]:
        """Let SQLite look at `stopped` every millisecond."""
        with self.troubles():
            connection = self.db.connection()
        connection.set_progress_handler(stopped, STEPS_BETWEEN_LOOKS)
        try:
            yield
        except errors.StoreStopped as problem:
            let_go(problem)
            raise
        finally:
            connection.set_progress_handler(None, 0)

    def set_lock_timeout(self, seconds: float) -> None:
        """How long this thread's connection waits for another that writes."""
        self._set(f"busy_timeout = {int(seconds * 1000)}")

    def use_little_memory(self) -> None:
        """A page cache for a connection that reads pages of a list, and stays open all day."""
        self._set("cache_size = -16384")

    def _set(self, pragma: str) -> None:
        with self.troubles():
            self.db.execute_sql(f"PRAGMA {pragma}")

    def changes_seen(self) -> int:
        """A number that changes when another connection has changed the file."""
        with self.troubles():
            return int(self.db.execute_sql("PRAGMA data_version").fetchone()[0])

    # -- a whole store -------------------------------------------------------------------------

    @contextmanager
    def snapshot(self) -> Iterator[SqliteEngine]:
        """A copy of the pages: a read that takes long would keep every writer from committing."""
        from renewal_tui.store.engines.sqlite import copying

        with copying.copied_aside(self.path) as path:
            copied = SqliteEngine(path, busy_seconds=0)
            copied.name = self.name
            copied._open(read_only=False)
            copied._set("journal_mode = MEMORY")
            opening.remove(path)  # from now on nothing of it is left, however this process ends
            try:
                yield copied
            finally:
                copied.close()

    def copy_to(self, target: Path, *, named: Path, progress: Progress = unwatched) -> None:
        """Copy the pages as they are at one moment, through a connection of its own."""
        from renewal_tui.store.engines.sqlite import copying

        copying.copy(self.path, target, named=named, progress=progress)

    def keep_copy(self, label: str) -> Path:
        """Make a sound copy beside the file."""
        from renewal_tui.store.engines.sqlite import copying

        return copying.keep_copy(self.path, label)

    @contextmanager
    def bulk_load(self) -> Iterator[None]:
        """Make triggers and list indexes anew at the end: 25 seconds a million rows."""
        from renewal_tui.store.engines.sqlite.loading import bulk_load

        with self.troubles(), bulk_load(self.db, self.search):
            yield

    @contextmanager
    def sorting_on_disk(self) -> Iterator[None]:
        """Sort in temporary files."""
        from renewal_tui.store.engines.sqlite.loading import sorting_on_disk

        with self.troubles(), sorting_on_disk(self.db):
            yield
