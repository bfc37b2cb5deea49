"""The plain values that rules work on: what is known of products, instances, vouchers, accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from renewal_tui.domain.codes import BillingMode, Policy, Type, Use


class Product(NamedTuple):
    """One row of the catalogue. `discounts` maps months to percent [R16]."""

    code: str
    name: str
    renewable: bool
    reason: str
    retention_days: int
    discounts: Mapping[int, int]


class Nature(NamedTuple):
    """What decides whether an instance can ever be renewed here [R1]; an Instance has it too."""

    product: Product
    type: Type
    billing_mode: BillingMode


class Room(NamedTuple):
    """One data centre: its code and its name in the console."""

    code: str
    name: str


class Instance(NamedTuple):
    """One prepaid resource. `monthly_price` in minor units; `row` is the store's own number."""

    row: int
    instance_id: str
    name: str
    account: str
    product: Product
    room: Room
    type: Type
    billing_mode: BillingMode
    expire_date: date
    anchor_day: int
    policy: Policy
    auto_months: int
    monthly_price: int
    unpaid_order: int | None = None
    """The number of the unpaid order that blocks it [R20], if there is one."""


class Voucher(NamedTuple):
    """One voucher of an account; amounts in minor units, `products` None when it is for all."""

    voucher_id: str
    amount: int
    remaining: int
    valid_from: date | None
    expire_date: date
    products: frozenset[str] | None
    use: Use


class Account(NamedTuple):
    """One account: its currency (ISO 4217) and balance in minor units."""

    code: str
    name: str
    currency: str
    balance: int
