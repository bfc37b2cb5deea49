"""What is SQLite's own: pragmas, journal mode, triggers, the file's header, and its errors."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee
from peewee import SqliteDatabase

from renewal_tui import errors
from renewal_tui.store import derived
from renewal_tui.store.schema import APPEND_ONLY, APPLICATION_ID, SCHEMA_VERSION, TABLES
from renewal_tui.store.turns import LOOK_EVERY

BUSY_SECONDS = 30.0
"""How long a writer waits for another before it says *busy*."""

_HEADER = b"SQLite format 3\x00"
_SAFE_WAL = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the fix for the WAL-reset bug (3.7.0 to 3.51.2 corrupt rarely)."""
    if version >= _SAFE_WAL[0]:
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in _SAFE_WAL[1:])


class _Database(SqliteDatabase):
    """Peewee's database, which waits for its turn to write, and knows of SQLite's own rollbacks."""

    def begin(self, lock_type: str | None = None) -> None:
        """Begin a transaction as soon as no other process writes (see turns.py)."""
        if lock_type == "DEFERRED":
            super().begin(lock_type)
            return
        connection: sqlite3.Connection = SqliteDatabase.connection(self)
        patience = int(connection.execute("PRAGMA busy_timeout").fetchone()[0])
        deadline = time.monotonic() + patience / 1000
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    super().begin(lock_type)
                except peewee.OperationalError as problem:
                    if "locked" not in str(problem) or time.monotonic() >= deadline:
                        raise
                    time.sleep(LOOK_EVERY)
                else:
                    return
        finally:
            connection.execute(f"PRAGMA busy_timeout = {patience}")

    def rollback(self) -> None:
        """Roll back what is open: after a full disk SQLite has done so already."""
        if SqliteDatabase.connection(self).in_transaction:
            super().rollback()


def database(path: Path, *, read_only: bool, busy_seconds: float) -> SqliteDatabase:
    """A database object for one file; it opens one connection a thread.

    The file must exist: `mode=rw` never creates one by accident. Transactions take the write lock
    when they begin, so that none has to be upgraded half way.
    """
    mode = "ro" if read_only else "rw"
    pragmas: list[tuple[str, int | str]] = [
        ("foreign_keys", 1),
        ("recursive_triggers", 1),  # else REPLACE would slip past the append-only triggers
        ("synchronous", "FULL"),
        ("trusted_schema", 0),
        ("cache_size", -65536),
        ("temp_store", "MEMORY"),
    ]
    if not read_only and keeps_a_journal(path):
        pragmas.append(("journal_mode", "TRUNCATE"))
    return _Database(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_seconds,
        lock_type="IMMEDIATE",
        check_same_thread=True,
        pragmas=pragmas,
    )


def keeps_a_journal(path: Path) -> bool:
    """Whether a store is one without a write-ahead log: it says so of itself in its header.

    TRUNCATE is a matter of each connection, a write-ahead log one of the file.
    """
    try:
        with path.open("rb") as file:
            return file.read(19)[18:] == b"\x01"
    except OSError:
        return False


def create_tables(db: SqliteDatabase) -> None:
    """Make every table, trigger and mark of an empty store, in the caller's transaction."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.create_tables(TABLES, safe=False)
    derived.create_search(db)
    make_triggers(db)
    db.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    set_version(db, SCHEMA_VERSION)


def append_only_triggers() -> dict[str, str]:
    """The triggers, by name, that refuse every UPDATE and DELETE on the append-only tables [R28].

    A chain is evidence, this is the latch.
    """
    found = {}
    for table in (model._meta.table_name for model in APPEND_ONLY):
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            found[name] = (
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    return found


def triggers(db: SqliteDatabase) -> dict[str, str]:
    """Every trigger that a store has, by name."""
    return append_only_triggers() | derived.triggers(with_search=derived.has_search(db))


def make_triggers(db: SqliteDatabase) -> None:
    """Make the triggers that are not there as they should be."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    kept = dict(db.execute_sql(query).fetchall())
    for name, text in triggers(db).items():
        if kept.get(name) != text:
            db.execute_sql(f"DROP TRIGGER IF EXISTS {name}")
            db.execute_sql(text)


def through(index: str) -> str:
    """What follows a table's name to read it along an index, whatever the planner thinks best."""
    return f" INDEXED BY {index}"


def only_looked_at(column: str) -> str:
    """A column that decides of each row, and is never a way to find rows in an index.

    A store that has statistics may otherwise be read index section by index section, and sorted.
    """
    return f"+{column}"


IN_ROW_ORDER = " NOT INDEXED"
"""What follows a table's name to read it from one end to the other, along no index."""


def contains(column: str) -> str:
    """The condition that a column's text holds a value, to the letter."""
    return f"instr({column}, ?) > 0"


def settle_journal(db: SqliteDatabase) -> None:
    """Choose the journal mode once, when a store is made: turning a log on later would race."""
    mode = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "TRUNCATE"
    db.pragma("journal_mode", mode, permanent=True)


def look_at_header(path: Path) -> None:
    """Refuse a file that is no store of ours before anything is read from it.

    Raises StoreMissing, StoreForeign or StoreReadOnly (it may not even be read).
    """
    try:
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "does not exist"
            raise errors.StoreMissing(
                f"{path} {what}; make a store with: renewal-tui --database {path} init"
            )
        with path.open("rb") as file:
            header = file.read(100)
    except PermissionError:
        raise errors.StoreReadOnly(f"{path} may not be read by this user") from None
    except OSError as problem:
        raise errors.StoreMissing(f"{path} cannot be opened: {problem.strerror}") from None
    if not header:
        raise errors.StoreForeign(f"{path} is an empty file, not a renewal store")
    if len(header) < 100 or not header.startswith(_HEADER):
        raise errors.StoreForeign(f"{path} is not a renewal store")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise errors.StoreForeign(f"{path} is another program's SQLite file, not a renewal store")


def version_of(db: SqliteDatabase) -> int:
    """The schema version that the file carries."""
    return int(db.execute_sql("PRAGMA user_version").fetchone()[0])


def set_version(db: SqliteDatabase, version: int) -> None:
    """Write the schema version into the file, in the caller's transaction."""
    db.execute_sql(f"PRAGMA user_version = {version}")


def refuse_other_version(path: Path, version: int) -> None:
    """Raise SchemaVersion for a store of a newer or an older program (section 3)."""
    if version > SCHEMA_VERSION:
        raise errors.SchemaVersion(
            f"{path} has schema {version}, newer than this program's {SCHEMA_VERSION}: "
            "use the newer renewal-tui"
        )
    if version < SCHEMA_VERSION:
        raise errors.SchemaVersion(
            f"{path} has schema {version}, older than this program's {SCHEMA_VERSION}: "
            f"run renewal-tui --database {path} migrate"
        )


@contextmanager
def troubles(path: Path) -> Iterator[None]:
    """Turn the database's errors into ours, each one clear line."""
    try:
        yield
    except (peewee.DatabaseError, peewee.InterfaceError, sqlite3.Error) as problem:
        ours = _ours(str(problem), path)
        if ours is None:
            raise
        raise ours from problem


def _ours(text: str, path: Path) -> errors.StoreError | None:
    known: tuple[tuple[tuple[str, ...], type[errors.StoreError], str], ...] = (
        (
            ("locked", "busy"),
            errors.StoreBusy,
            f"{path} is busy: another process is writing; nothing was changed, try again",
        ),
        (("interrupted",), errors.StoreStopped, f"a query of {path} was given up"),
        (
            ("readonly", "read-only", "unable to open"),
            errors.StoreReadOnly,
            f"{path}, its folder or its journal cannot be written by this user; "
            "nothing was changed",
        ),
        (
            ("full", "disk I/O error", "File too large"),
            errors.StoreFull,
            f"there is no room to write {path} ({text}); nothing was changed",
        ),
        (
            (
                "malformed",
                "not a database",
                "corrupt",
                "Could not decode",
                "no such table",
                "no such index",
                "no such column",
            ),
            errors.StoreDamaged,
            f"{path} is damaged ({text}); restore a backup, and keep this file for inspection",
        ),
    )
    for words, kind, line in known:
        if any(word in text for word in words):
            return kind(line)
    return None
