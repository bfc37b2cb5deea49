"""Rows of any kind to those who know what to do with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from renewal_tui.operations.fleet_files.rows import (
    AccountRow,
    InstanceRow,
    ProductRow,
    RoomRow,
    Row,
    VoucherRow,
)
from renewal_tui.operations.fleet_merge.accounts import merge_accounts
from renewal_tui.operations.fleet_merge.catalogue import merge_products, merge_rooms
from renewal_tui.operations.fleet_merge.instances import merge_instances
from renewal_tui.operations.fleet_merge.merging import Merge
from renewal_tui.operations.fleet_merge.vouchers import merge_vouchers

_MERGE: dict[type[Any], Callable[[Merge, Sequence[Any]], None]] = {
    ProductRow: merge_products,
    RoomRow: merge_rooms,
    AccountRow: merge_accounts,
    InstanceRow: merge_instances,
    VoucherRow: merge_vouchers,
}


def merge_rows(merge: Merge, rows: Sequence[Row]) -> None:
    """Merge rows in their order: what others refer to comes first. Each stands there once."""
    for kind, some in groupby(rows, key=type):
        _MERGE[kind](merge, list(some))
