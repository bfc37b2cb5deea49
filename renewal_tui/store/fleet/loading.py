"""Filling a store that has no instances yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from renewal_tui.store import derived, sqlite
from renewal_tui.store.connection import Store

CACHE_KB = 24_576


def has_instances(store: Store) -> bool:
    """Whether there is any instance."""
    return bool(store.sql("SELECT 1 FROM instance LIMIT 1"))


@contextmanager
def sorting_on_disk(store: Store) -> Iterator[None]:
    """Let indexes be made in temporary files, so that memory does not grow with their rows.

    SQLite sorts as much at once as its page cache may hold. It takes this between transactions
    only.
    """
    ours = {"temp_store": 1, "cache_size": -CACHE_KB}
    before = {name: store.sql(f"PRAGMA {name}")[0][0] for name in ours}
    _set(store, ours)
    try:
        yield
    finally:
        _set(store, before)


def _set(store: Store, pragmas: Mapping[str, int]) -> None:
    for name, value in pragmas.items():
        store.sql(f"PRAGMA {name} = {value}")


@contextmanager
def at_once(store: Store) -> Iterator[None]:
    """Write many instances in the caller's transaction, and make their indexes at its end.

    Others wait for all of it, so it is for a store that nobody works with yet.
    """
    with sqlite.troubles(store.path), derived.rebuilt(store.db):
        yield
