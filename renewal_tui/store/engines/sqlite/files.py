"""A store's file, and what SQLite keeps beside it."""

from __future__ import annotations

from pathlib import Path

from renewal_tui.store.files import sync

_SIDE_FILES = ("-journal", "-wal", "-shm")
"""What SQLite may keep beside a store, by the ending of its name."""


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
