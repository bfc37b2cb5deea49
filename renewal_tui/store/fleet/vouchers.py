"""Vouchers, and what was used of them before they came here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from renewal_tui.store.connection import Store
from renewal_tui.store.fleet.lookup import rows_named

_SELECT = (
    "SELECT v.id, v.code, a.code, v.amount, v.remaining, v.valid_from, v.expire_date, v.products,"
    " v.use, EXISTS (SELECT 1 FROM voucher_use u WHERE u.voucher_id = v.id"
    " AND u.line_id IS NOT NULL)"
    " FROM voucher v JOIN account a ON a.id = v.account_id WHERE v.code IN"
)
_INSERT = (
    "INSERT INTO voucher (id, code, account_id, amount, remaining, valid_from, expire_date,"
    " products, use) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UPDATE = (
    "UPDATE voucher SET amount = ?, remaining = ?, valid_from = ?, expire_date = ?, products = ?,"
    " use = ? WHERE id = ?"
)
_USED_BEFORE = "INSERT INTO voucher_use (voucher_id, line_id, amount) VALUES (?, NULL, ?)"


class StoredVoucher(NamedTuple):
    """A voucher as it is stored; `used_here` when a line here was paid with it."""

    row: int
    voucher_id: str
    account: str
    amount: int
    remaining: int
    valid_from: str | None
    expire_date: str
    products: str
    use: str
    used_here: bool


def find_vouchers(store: Store, codes: Sequence[str]) -> dict[str, StoredVoucher]:
    """Vouchers by their ids; unknown ids are not in the answer."""
    return {row[1]: StoredVoucher(*row) for row in rows_named(store, _SELECT, codes)}


def insert_vouchers(store: Store, vouchers: Sequence[tuple[StoredVoucher, int]]) -> None:
    """Write new vouchers, each with its account's number."""
    store.many(
        _INSERT,
        [(one.row, one.voucher_id, account, *one[3:9]) for one, account in vouchers],
    )


def update_vouchers(store: Store, vouchers: Sequence[StoredVoucher]) -> None:
    """Write what vouchers are now."""
    store.many(_UPDATE, [(*one[3:9], one.row) for one in vouchers])


def use_before(store: Store, uses: Sequence[tuple[int, int]]) -> None:
    """Note amounts that were used elsewhere: remaining = amount - sum of uses [R30]."""
    store.many(_USED_BEFORE, uses)
