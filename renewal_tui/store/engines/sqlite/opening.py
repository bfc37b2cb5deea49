"""A store's file: what is looked at first, how its connections are set up, how it is removed."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import peewee
from peewee import SqliteDatabase

from renewal_tui import errors
from renewal_tui.store.engines.sqlite.failures import code_of
from renewal_tui.store.engines.sqlite.fairness import LOOK_EVERY
from renewal_tui.store.files import file_troubles, make_folder, new_file, sync
from renewal_tui.store.names import APPLICATION_ID

_PRAGMAS: tuple[tuple[str, int | str], ...] = (
    ("foreign_keys", 1),
    ("recursive_triggers", 1),  # else REPLACE would slip past the append-only triggers
    ("synchronous", "FULL"),
    ("trusted_schema", 0),
    ("cache_size", -65536),
    ("temp_store", "MEMORY"),
)
_HEADER = b"SQLite format 3\x00"
_SAFE_WAL = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
_SIDE_FILES = ("-journal", "-wal", "-shm")
"""What SQLite may keep beside a store, by the ending of its name."""


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the fix for the WAL-reset bug (3.7.0 to 3.51.2 corrupt rarely)."""
    if version >= _SAFE_WAL[0]:
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in _SAFE_WAL[1:])


class Connections(SqliteDatabase):
    """Peewee's database: a connection a thread, each opened when it is first used.

    Transactions take the write lock when they begin, so that none has to be upgraded half way. It
    waits for its turn to write, and knows of SQLite's own rollbacks.
    """

    def __init__(self) -> None:
        super().__init__(None, lock_type="IMMEDIATE", uri=True, check_same_thread=True)

    def lead_to(self, path: Path, *, read_only: bool, busy_seconds: float) -> None:
        """Let connections be made to a file, which is never created by accident."""
        pragmas = [("busy_timeout", int(busy_seconds * 1000)), *_PRAGMAS]
        if not read_only and keeps_a_journal(path):
            pragmas.append(("journal_mode", "TRUNCATE"))
        self.init(address(path, read_only=read_only), pragmas)

    def begin(self, lock_type: str | None = None) -> None:
        """Begin a transaction as soon as no other process writes (see fairness.py)."""
        if lock_type == "DEFERRED":
            super().begin(lock_type)
            return
        connection: sqlite3.Connection = SqliteDatabase.connection(self)
        timeout = int(connection.execute("PRAGMA busy_timeout").fetchone()[0])
        deadline = time.monotonic() + timeout / 1000
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    super().begin(lock_type)
                except peewee.OperationalError as problem:
                    if code_of(problem) != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                        raise
                    time.sleep(LOOK_EVERY)
                else:
                    return
        finally:
            connection.execute(f"PRAGMA busy_timeout = {timeout}")

    def rollback(self) -> None:
        """Roll back what is open: after a full disk SQLite has done so already."""
        if SqliteDatabase.connection(self).in_transaction:
            super().rollback()


def address(path: Path, *, read_only: bool) -> str:
    """How SQLite is told of a file that must be there."""
    return f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"


def keeps_a_journal(path: Path) -> bool:
    """Whether a store is one without a write-ahead log: it says so of itself in its header.

    TRUNCATE is a matter of each connection, a write-ahead log one of the file.
    """
    try:
        with path.open("rb") as file:
            return file.read(19)[18:] == b"\x01"
    except OSError:
        return False


def settle_journal(db: SqliteDatabase) -> None:
    """Choose the journal mode once, when a store is made: turning a log on later would race."""
    mode = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "TRUNCATE"
    db.pragma("journal_mode", mode, permanent=True)


def touch(path: Path) -> None:
    """Create the file with its final mode before anything is written to it."""
    if path.exists():
        raise errors.Refused(f"{path} exists already; nothing was changed")
    make_folder(path)
    with file_troubles(path):
        new_file(path)


def look_at_header(path: Path) -> None:
    """Refuse a file that is no store of ours before anything is read from it.

    Raises StoreMissing, StoreForeign or StoreReadOnly (it may not even be read).
    """
    try:
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "does not exist"
            raise errors.StoreMissing(f"{path} {what}", path)
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


def remove(path: Path, *, beside_it_only: bool = False) -> None:
    """Remove a store with what SQLite kept beside it, or that alone."""
    for ending in _SIDE_FILES if beside_it_only else ("", *_SIDE_FILES):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def replace(part: Path, path: Path) -> None:
    """Give a whole store the name of an old one that nobody is writing to, durably.

    What SQLite kept beside the old one goes first: it would be taken for the new one's. Raises
    OSError.
    """
    sync(part)
    remove(path, beside_it_only=True)
    part.replace(path)
    sync(path.parent)
