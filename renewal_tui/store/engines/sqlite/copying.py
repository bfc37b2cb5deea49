"""Copying a live store as it is at one moment, while others go on writing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from renewal_tui import errors
from renewal_tui.store.engines.protocol import BUSY_SECONDS, Progress, unwatched
from renewal_tui.store.engines.sqlite.failures import DATABASE_ERRORS, ours
from renewal_tui.store.engines.sqlite.opening import address, remove
from renewal_tui.store.files import file_troubles, identity_of, new_file, publish, unfinished

CHUNK = 1 << 18
"""Bytes that are copied, and compared, at a time."""

PAGES_AT_ONCE = 2_048
"""Pages that SQLite copies between two words of progress: 8 MB."""

_LOOK = "SELECT COUNT(*) FROM sqlite_master"


def copy(source: Path, target: Path, *, named: Path, progress: Progress = unwatched) -> None:
    """Copy a store into a new file of its own, as the store is at one moment.

    The copy is one file whole in itself, with no journal beside it. `named` is what errors call
    the target. Raises Refused, StoreBusy, StoreFull, StoreReadOnly, StoreDamaged.
    """
    with file_troubles(named):
        new_file(target)
    with _opened(source) as (reading, own):
        if own is not None:
            with file_troubles(named), target.open("r+b", buffering=0) as file:
                _copy_bytes(source, reading, own, file.fileno(), progress)
            return

        def told(_status: int, left: int, total: int) -> None:
            progress(total - left, total)

        with _connected(target) as writing, _troubles(named):
            # Nobody else knows of the file yet: a journal of its own would protect nothing.
            writing.execute("PRAGMA journal_mode = OFF")
            writing.execute("PRAGMA synchronous = OFF")
            with _one_moment(source, reading):
                reading.backup(writing, pages=PAGES_AT_ONCE, progress=told)
            writing.execute("PRAGMA journal_mode = TRUNCATE")


@contextmanager
def copied_aside(source: Path) -> Iterator[Path]:
    """A copy of a store in a temporary file, which is removed at the end.

    Raises StoreBusy, StoreReadOnly, StoreDamaged, or StoreFull when there is no room for it.
    """
    folder = Path(os.environ.get("TMPDIR", "/var/tmp"))  # noqa: S108 - what is there is not opened
    target = folder / f"renewals-{os.urandom(8).hex()}.db"
    try:
        try:
            copy(source, target, named=target)
        except errors.StoreFull as problem:
            raise errors.StoreFull(
                f"there is no room in {folder} for a temporary copy of {source}; nothing was "
                "changed: name a folder that has room in TMPDIR"
            ) from problem
        yield target
    finally:
        remove(target)


def _copy_bytes(
    source: Path, reading: sqlite3.Connection, own: int, target: int, progress: Progress
) -> None:
    """Copy a file while others write, and then, while they wait, what they have changed.

    They do not wait for long: where little has changed, comparing takes a fifth of the time that
    copying does.
    """
    size = os.fstat(own).st_size
    for at in range(0, size, CHUNK):
        _write(target, os.pread(own, CHUNK, at), at)
        progress(min(at + CHUNK, size), size)
    with _one_moment(source, reading):
        size = os.fstat(own).st_size
        os.ftruncate(target, size)
        for at in range(0, size, CHUNK):
            chunk = os.pread(own, CHUNK, at)
            if chunk != os.pread(target, CHUNK, at):
                _write(target, chunk, at)


def _write(target: int, chunk: bytes, at: int) -> None:
    while chunk:
        written = os.pwrite(target, chunk, at)
        chunk, at = chunk[written:], at + written


@contextmanager
def _one_moment(source: Path, reading: sqlite3.Connection) -> Iterator[None]:
    """Nobody commits within this, unless the store has a write-ahead log."""
    with _troubles(source):
        reading.execute("BEGIN")
        reading.execute(_LOOK).fetchone()
    yield
    reading.execute("ROLLBACK")


@contextmanager
def _opened(source: Path) -> Iterator[tuple[sqlite3.Connection, int | None]]:
    """A connection that reads a store, and SQLite's own descriptor of its file.

    To open the file once more would not do: when that is closed, the system takes SQLite's locks
    away. None for a store with a write-ahead log (its file alone is not the whole of it, and nobody
    waits for who reads it), or where a process cannot look at its descriptors.
    """
    before = _descriptors(source)
    with _connected(source, read_only=True) as reading:
        with _troubles(source):
            reading.execute(_LOOK).fetchone()
            (mode,) = reading.execute("PRAGMA journal_mode").fetchone()
        own = _descriptors(source) - before
        yield reading, own.pop() if len(own) == 1 and mode != "wal" else None


def _descriptors(path: Path) -> set[int]:
    """This process's descriptors of a file."""
    found = set()
    with suppress(OSError):
        wanted = identity_of(path)
        for name in os.listdir("/dev/fd"):  # noqa: PTH208 - names, not paths
            with suppress(OSError):  # the one that listed them is gone
                status = os.fstat(int(name))
                if (status.st_dev, status.st_ino) == wanted:
                    found.add(int(name))
    return found


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
