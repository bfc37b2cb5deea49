"""Copying a live store with SQLite's backup API, at one moment, while others go on writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from renewal_tui import errors
from renewal_tui.store.files import file_troubles, new_file
from renewal_tui.store.sqlite import BUSY_SECONDS, troubles

PAGES_AT_ONCE = 2_048
"""Pages copied between two words of progress: 8 MB."""

Progress = Callable[[int, int], None]
"""Told how many pages of how many are copied; an error it raises ends the copying."""


def _ignore(_done: int, _total: int) -> None:
    """Nobody waits."""


def copy_store(
    source: Path,
    target: Path,
    *,
    progress: Progress = _ignore,
    busy_seconds: float = BUSY_SECONDS,
    named: Path | None = None,
) -> None:
    """Copy a store into a new file of its own, as the store is at one moment.

    Other writers wait while pages are copied: otherwise each of their commits would start the
    copying anew. The copy is one file whole in itself, with no journal beside it. `named` is what
    errors call the target. Raises Refused, StoreBusy, StoreFull, StoreReadOnly, StoreDamaged.
    """
    named = named or target
    with file_troubles(named):
        new_file(target)
    with (
        closing(_connect(source, "ro", busy_seconds)) as reading,
        closing(_connect(target, "rw", busy_seconds)) as writing,
    ):
        with troubles(source):
            reading.execute("BEGIN")
            reading.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        with troubles(named):
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


def refuse_unsound(path: Path, named: Path) -> None:
    """Raise StoreDamaged when SQLite finds fault with a copy's pages; `named` is its source."""
    with troubles(named), closing(_connect(path, "ro", BUSY_SECONDS)) as db:
        fault = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if fault != "ok":
        raise errors.StoreDamaged(f"{named} is damaged ({fault}); no copy of it was kept")


def _connect(path: Path, mode: str, busy_seconds: float) -> sqlite3.Connection:
    with troubles(path):
        return sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=busy_seconds,
            isolation_level=None,
        )
