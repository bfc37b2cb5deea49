"""Filling a store that has no instances yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from renewal_tui.store import derived, sqlite
from renewal_tui.store.connection import Store


def has_instances(store: Store) -> bool:
    """Whether there is any instance."""
    return bool(store.sql("SELECT 1 FROM instance LIMIT 1"))


@contextmanager
def sorting_on_disk(store: Store) -> Iterator[None]:
    """Let indexes be made in temporary files, so that memory does not grow with their rows.

    SQLite takes this between transactions only.
    """
    with sqlite.troubles(store.path):
        before = store.sql("PRAGMA temp_store")[0][0]
        store.sql("PRAGMA temp_store = FILE")
        try:
            yield
        finally:
            store.sql(f"PRAGMA temp_store = {int(before)}")


@contextmanager
def at_once(store: Store) -> Iterator[None]:
    """Write many instances in the caller's transaction, and make their indexes at its end.

    Others wait for all of it, so it is for a store that nobody works with yet.
    """
    with sqlite.troubles(store.path), derived.rebuilt(store.db):
        yield
