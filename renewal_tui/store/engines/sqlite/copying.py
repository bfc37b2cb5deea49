"""Copying a live store with SQLite's backup API, at one moment, while others go on writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from renewal_tui import errors
from renewal_tui.store.engines.protocol import BUSY_SECONDS, Progress, unwatched
from renewal_tui.store.engines.sqlite.failures import DATABASE_ERRORS, ours
from renewal_tui.store.engines.sqlite.files import remove
from renewal_tui.store.engines.sqlite.opening import address
from renewal_tui.store.files import file_troubles, new_file, publish, unfinished

PAGES_AT_ONCE = 2_048
"""Pages copied between two words of progress: 8 MB."""


def copy(source: Path, target: Path, *, named: Path, progress: Progress = unwatched) -> None:
    """Copy a store into a new file of its own, as the store is at one moment.

    Other writers wait while pages are copied: otherwise each of their commits would start the
    copying anew. The copy is one file whole in itself, with no journal beside it. `named` is what
    errors call the target. Raises Refused, StoreBusy, StoreFull, StoreReadOnly, StoreDamaged.
    """
    with file_troubles(named):
        new_file(target)
    with _connected(source, read_only=True) as reading, _connected(target) as writing:
        with _troubles(source):
            reading.execute("BEGIN")
            reading.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        with _troubles(named):
            # Nobody else knows of the file yet: a journal of its own would protect nothing.
            writing.execute("PRAGMA journal_mode = OFF")
            writing.execute("PRAGMA synchronous = OFF")
            reading.backup(
                writing,
                pages=PAGES_AT_ONCE,
                progress=lambda _status, left, total: progress(total - left, total),
            )
            reading.execute("ROLLBACK")
            writing.execute("PRAGMA journal_mode = TRUNCATE")


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
