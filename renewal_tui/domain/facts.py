"""The plain values that rules work on: what is known of products, instances, vouchers, accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, NamedTuple

from renewal_tui.domain.codes import BillingMode, Policy, Type, Use
from renewal_tui.domain.money import Money

Products = Annotated[frozenset[str] | None, "None: all of them"]
"""The codes of the products that a voucher can pay for."""


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
    """One prepaid resource; `row` is the store's own number."""

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
    monthly_price: Money
    unpaid_order: int | None = None
    """The number of the unpaid order that blocks it [R20], if there is one."""


class Voucher(NamedTuple):
    """One voucher of an account."""

    voucher_id: str
    amount: Money
    remaining: Money
    valid_from: date | None
    expire_date: date
    products: Products
    use: Use


class Account(NamedTuple):
    """One account; `currency` is a code of ISO 4217."""

    code: str
    name: str
    currency: str
    balance: Money
