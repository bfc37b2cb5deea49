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
def at_once(store: Store) -> Iterator[None]:
    """Write many instances in the caller's transaction, and make their indexes at its end.

    Others wait for all of it, so it is for a store that nobody works with yet.
    """
    with sqlite.troubles(store.path), derived.rebuilt(store.db):
        yield
