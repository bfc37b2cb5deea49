"""Copying a live store with SQLite's backup API, at one moment, while others go on writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from peewee import SqliteDatabase

from renewal_tui import errors
from renewal_tui.store.engines.protocol import BUSY_SECONDS, Progress, unwatched
from renewal_tui.store.engines.sqlite.failures import DATABASE_ERRORS, busy_text, code_of, ours
from renewal_tui.store.engines.sqlite.files import remove
from renewal_tui.store.engines.sqlite.opening import address
from renewal_tui.store.files import file_troubles, new_file, publish, unfinished

PAGES_AT_ONCE = 2_048
"""Pages copied at one go: 8 MB, for which a commit may have to wait 20 ms."""

BEGINNINGS = 3
"""So often copying begins anew since somebody has written; then they wait until it is done."""


def copy(source: Path, target: Path, *, named: Path, progress: Progress = unwatched) -> None:
    """Copy a store into a new file of its own, as the store is at one moment.

    The copy is one file whole in itself, with no journal beside it. `named` is what errors call
    the target. Raises Refused, StoreBusy, StoreFull, StoreReadOnly, StoreDamaged.
    """
    with file_troubles(named):
        new_file(target)
    with (
        _connected(source, read_only=True) as reading,
        _connected(target) as writing,
        _troubles(named),
    ):
        _copy_pages(source, reading, writing, progress)
        writing.execute("PRAGMA journal_mode = TRUNCATE")


def copy_aside(source: Path, target: SqliteDatabase) -> None:
    """Copy a store's pages into a database of this process alone, as they are at one moment.

    Raises StoreBusy, StoreReadOnly, StoreDamaged, or StoreFull.
    """
    with _connected(source, read_only=True) as reading, _troubles(source):
        try:
            _copy_pages(source, reading, SqliteDatabase.connection(target), unwatched)
        except sqlite3.Error as problem:
            if code_of(problem) not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
                raise
            raise errors.StoreFull(
                f"there is no room for a temporary copy of {source} ({problem}); nothing was "
                "changed: name a folder that has room in SQLITE_TMPDIR"
            ) from problem


def _copy_pages(
    source: Path, reading: sqlite3.Connection, writing: sqlite3.Connection, progress: Progress
) -> None:
    """Copy some pages at a time, with nothing of the source open in between."""
    # Nobody else knows of the target: a journal of its own would protect nothing.
    writing.execute("PRAGMA journal_mode = OFF")
    writing.execute("PRAGMA synchronous = OFF")
    reading.backup(writing, pages=PAGES_AT_ONCE, progress=_Pages(source, reading, progress))
    if reading.in_transaction:
        reading.execute("ROLLBACK")


class _Pages:
    """Looks on while pages are copied, and sees to it that there is an end to it.

    SQLite copies from the beginning again when somebody else has written. Where they do so again
    and again, a transaction keeps them from committing until all is copied.
    """

    def __init__(self, source: Path, reading: sqlite3.Connection, progress: Progress) -> None:
        self._source = source
        self._reading = reading
        self._progress = progress
        self._left: int | None = None
        self._beginnings = 1

    def __call__(self, status: int, left: int, total: int) -> None:
        """Some pages were copied, or none since somebody was writing for too long."""
        if status == sqlite3.SQLITE_BUSY:
            raise errors.StoreBusy(busy_text(str(self._source)))
        if self._left is not None and left >= self._left:
            self._beginnings += 1
        self._left = left
        if self._beginnings < BEGINNINGS:
            self._progress(total - left, total)
        elif not self._reading.in_transaction:
            self._reading.execute("BEGIN")
            self._reading.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()


def keep_copy(path: Path, label: str) -> Path:
    """Copy a store as it is, under a free name beside it; the copy is looked at first."""
    backup = _free_name(path, label)
    with unfinished(backup) as part:
        try:
            copy(path, part, named=backup)
            _refuse_unsound(part, path)
            with file_troubles(backup):
                publish(part, backup)
        finally:
            remove(part)
    return backup


def _free_name(path: Path, label: str) -> Path:
    found = path.with_name(f"{path.name}.{label}.bak")
    number = 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}.{label}.{number}.bak")
    return found


def _refuse_unsound(path: Path, named: Path) -> None:
    with _troubles(named), _connected(path, read_only=True) as db:
        fault = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if fault != "ok":
        raise errors.StoreDamaged(f"{named} is damaged ({fault}); no copy of it was kept")


def _connected(path: Path, *, read_only: bool = False) -> closing[sqlite3.Connection]:
    with _troubles(path):
        return closing(
            sqlite3.connect(
                address(path, read_only=read_only),
                uri=True,
                timeout=BUSY_SECONDS,
                isolation_level=None,
            )
        )


@contextmanager
def _troubles(path: Path) -> Iterator[None]:
    """Nothing is asked of the schema here: what SQLite refuses is not for a lack of ours."""
    try:
        yield
    except DATABASE_ERRORS as problem:
        raise ours(problem, str(path), lambda: False) from problem
