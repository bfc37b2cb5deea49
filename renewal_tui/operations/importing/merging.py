"""Rows of any kind to those who know what to do with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from renewal_tui.domain import records
from renewal_tui.operations.importing.catalogue import merge_products, merge_rooms
from renewal_tui.operations.importing.columns import Row
from renewal_tui.operations.importing.commit import Commit
from renewal_tui.operations.importing.instances import merge_instances
from renewal_tui.operations.importing.money import merge_accounts, merge_vouchers

_MERGE: dict[type[Any], Callable[[Commit, Sequence[Row[Any]]], None]] = {
    records.ProductRecord: merge_products,
    records.RoomRecord: merge_rooms,
    records.AccountRecord: merge_accounts,
    records.InstanceRecord: merge_instances,
    records.VoucherRecord: merge_vouchers,
}


def merge_rows(commit: Commit, rows: Sequence[Row[Any]]) -> None:
    """Merge rows in their order: what others refer to comes first. Each stands there once."""
    for kind, some in groupby(rows, key=lambda row: type(row.record)):
        _MERGE[kind](commit, list(some))
