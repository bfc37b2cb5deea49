"""Finding the rows of a table that some codes name, and the next free numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from peewee import fn

from renewal_tui.store import schema
from renewal_tui.store.connection import Store
from renewal_tui.store.instances import IDS_AT_ONCE

Table = Literal["account", "instance", "product", "room", "voucher"]

_TABLES: dict[Table, Any] = {
    "account": schema.Account,
    "instance": schema.Instance,
    "product": schema.Product,
    "room": schema.Room,
    "voucher": schema.Voucher,
}


def rows_named(store: Store, text: str, codes: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows that a statement finds for codes; it ends with `IN`, and the list is put after."""
    found = []
    for start in range(0, len(codes), IDS_AT_ONCE):
        some = codes[start : start + IDS_AT_ONCE]
        found += store.sql(f"{text} ({', '.join('?' * len(some))})", some)
    return found


def next_number(store: Store, table: Table) -> int:
    """The number that a table's next row may have; only inside the write lock is it still free."""
    number = _TABLES[table].id
    return int(store.value(number.model.select(fn.MAX(number))) or 0) + 1
