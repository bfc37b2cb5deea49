"""Rows that are sound in themselves: what a kind's columns came to, and where the row stands.

Dates are ISO texts and money is in minor units, as the store keeps them. `file` is the place of
the row's file among those that are read, `line` the number of the line on which it begins.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from renewal_tui.domain.calendar import anchor_fits
from renewal_tui.domain.money import format_money
from renewal_tui.operations.fleet_files.kinds import Kind


class ProductRow(NamedTuple):
    """A row of the catalogue; `discounts` as in the file, in order of the months."""

    file: int
    line: int
    product: str
    name: str
    renewable: int
    reason: str
    retention_days: int
    discounts: str


class RoomRow(NamedTuple):
    """A data centre."""

    file: int
    line: int
    room: str
    name: str


class AccountRow(NamedTuple):
    """An account; `currency` None when the file does not say."""

    file: int
    line: int
    account: str
    name: str
    currency: str | None
    balance: int


class InstanceRow(NamedTuple):
    """An instance."""

    file: int
    line: int
    instance_id: str
    name: str
    account: str
    product: str
    room: str
    type: str
    billing_mode: str
    expire_date: str
    anchor_day: int
    policy: str
    auto_months: int
    monthly_price: int


class VoucherRow(NamedTuple):
    """A voucher; `products` is `*` or codes in their order, with ; between them."""

    file: int
    line: int
    voucher_id: str
    account: str
    amount: int
    remaining: int
    valid_from: str | None
    expire_date: str
    products: str
    use: str


Row = ProductRow | RoomRow | AccountRow | InstanceRow | VoucherRow

ROWS: dict[Kind, type[Row]] = {
    Kind.PRODUCTS: ProductRow,
    Kind.ROOMS: RoomRow,
    Kind.ACCOUNTS: AccountRow,
    Kind.INSTANCES: InstanceRow,
    Kind.VOUCHERS: VoucherRow,
}
"""The row of each kind: `file`, `line`, and the columns in their order."""


def _complete(_values: list[Any]) -> None:
    """Nothing depends on anything else."""


def _complete_instance(values: list[Any]) -> None:
    """The anchor day: that of the expire date unless given, and then it must fit [R17]."""
    values[8] = _anchor(values[7], values[8])


@lru_cache(maxsize=65_536)
def _anchor(expire_date: str, anchor_day: int | None) -> int:
    day = date.fromisoformat(expire_date)
    if anchor_day is None:
        return day.day
    if not anchor_fits(day, anchor_day):
        raise ValueError(f"anchor_day: {anchor_day} does not fit expire_date {expire_date}")
    return anchor_day


def _complete_voucher(values: list[Any]) -> None:
    """What remains: the amount unless given, and never more; and a voucher is valid some day."""
    amount, remaining, valid_from, expire_date = values[2:6]
    if remaining is None:
        values[3] = amount
    elif remaining > amount:
        raise ValueError(
            f"remaining: {format_money(remaining)} is more than amount {format_money(amount)}"
        )
    if valid_from is not None and valid_from > expire_date:
        raise ValueError(f"valid_from: {valid_from} is after expire_date {expire_date}")


COMPLETE: dict[Kind, Callable[[list[Any]], None]] = {
    Kind.PRODUCTS: _complete,
    Kind.ROOMS: _complete,
    Kind.ACCOUNTS: _complete,
    Kind.INSTANCES: _complete_instance,
    Kind.VOUCHERS: _complete_voucher,
}
"""Fills in what follows from other columns; raises ValueError with `column: sentence`."""
