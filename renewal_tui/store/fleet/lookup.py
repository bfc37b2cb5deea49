"""Finding the rows of a table that some codes name, and the next free numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import Model, fn

from renewal_tui.store.connection import Store
from renewal_tui.store.instances import IDS_AT_ONCE


def rows_named(store: Store, text: str, codes: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows that a statement finds for codes; it ends with `IN`, and the list is put after."""
    found = []
    for start in range(0, len(codes), IDS_AT_ONCE):
        some = codes[start : start + IDS_AT_ONCE]
        found += store.sql(f"{text} ({', '.join('?' * len(some))})", some)
    return found


def next_number(store: Store, table: type[Model]) -> int:
    """The number that a table's next row may have; only inside the write lock is it still free."""
    return int(store.value(table.select(fn.MAX(table._meta.primary_key))) or 0) + 1
