"""Rows as files have them and tables keep them: codes, ISO dates, money in minor units.

The fields of each are the columns of its kind of file in their order (section 4); the first is the
key by which its rows are told apart.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar


class ProductRecord(NamedTuple):
    """A row of the catalogue: `renewable` 1 or 0, `discounts` such as `12:15;24:30` by months."""

    product: str
    name: str
    renewable: int
    reason: str
    retention_days: int
    discounts: str


class RoomRecord(NamedTuple):
    """A data centre."""

    room: str
    name: str


class AccountRecord(NamedTuple):
    """An account; `currency` None when a file does not say."""

    account: str
    name: str
    currency: str | None
    balance: int


class InstanceRecord(NamedTuple):
    """An instance."""

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


class VoucherRecord(NamedTuple):
    """A voucher; `products` is `*` or codes in their order, with ; between them."""

    voucher_id: str
    account: str
    amount: int
    remaining: int
    valid_from: str | None
    expire_date: str
    products: str
    use: str


Record = ProductRecord | RoomRecord | AccountRecord | InstanceRecord | VoucherRecord
R = TypeVar("R", bound=Record)
