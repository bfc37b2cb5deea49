"""Builders: valid plain values with everyday defaults; a test names only what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from renewal_tui.domain.codes import BillingMode, Policy, Type, Use
from renewal_tui.domain.facts import Account, Instance, Product, Room, Voucher
from renewal_tui.domain.filters import Sort
from renewal_tui.domain.planning import Funds

TODAY = date(2026, 11, 22)
"""The business date of the tests, unless they say otherwise."""


def product(**overrides: Any) -> Product:
    """Build a renewable product that is retained for 7 days and has no discounts."""
    values: dict[str, Any] = {
        "code": "KEC",
        "name": "Kingsoft Cloud Elastic Compute",
        "renewable": True,
        "reason": "",
        "retention_days": 7,
        "discounts": {},
    }
    return Product(**(values | overrides))


def room(**overrides: Any) -> Room:
    """Build a data centre: cn-beijing-6."""
    values: dict[str, Any] = {"code": "cn-beijing-6", "name": "CN North 1 (Beijing)"}
    return Room(**(values | overrides))


def instance(**overrides: Any) -> Instance:
    """Build an active subscription on manual policy that costs 100.00 a month.

    It expires eight days after TODAY. The anchor day is that of the expire date unless given.
    """
    expire_date: date = overrides.get("expire_date", date(2026, 11, 30))
    values: dict[str, Any] = {
        "row": 1,
        "instance_id": "i-1",
        "name": "web-01",
        "account": "acme",
        "product": product(),
        "room": room(),
        "type": Type.STANDARD,
        "billing_mode": BillingMode.SUBSCRIPTION,
        "expire_date": expire_date,
        "anchor_day": expire_date.day,
        "policy": Policy.MANUAL,
        "auto_months": 1,
        "monthly_price": 100_00,
    }
    return Instance(**(values | overrides))


def voucher(**overrides: Any) -> Voucher:
    """Build an unused general voucher of 50.00 for all products; `remaining` follows `amount`."""
    amount: int = overrides.get("amount", overrides.get("remaining", 50_00))
    values: dict[str, Any] = {
        "voucher_id": "v-1",
        "amount": amount,
        "remaining": amount,
        "valid_from": None,
        "expire_date": date(2026, 12, 31),
        "products": None,
        "use": Use.GENERAL,
    }
    return Voucher(**(values | overrides))


def account(**overrides: Any) -> Account:
    """Build the account acme with a balance of 1,000.00 CNY."""
    values: dict[str, Any] = {
        "code": "acme",
        "name": "Acme production",
        "currency": "CNY",
        "balance": 1000_00,
    }
    return Account(**(values | overrides))


def funds(
    balance: int = 1000_00, vouchers: Iterable[Voucher] = (), *, today: date = TODAY
) -> Funds:
    """Build, afresh, what the one account acme can pay with: planning spends from it."""
    return Funds({"acme": account(balance=balance)}, {"acme": tuple(vouchers)}, today)


_SORTED_BY: dict[Sort, Callable[[Instance], object]] = {
    Sort.EXPIRE_DATE: lambda instance: instance.expire_date,
    Sort.INSTANCE_ID: lambda instance: instance.instance_id,
    Sort.NAME: lambda instance: instance.name,
    Sort.ACCOUNT: lambda instance: instance.account,
    Sort.PRODUCT: lambda instance: instance.product.code,
    Sort.ROOM: lambda instance: instance.room.code,
    Sort.MONTHLY_PRICE: lambda instance: instance.monthly_price,
}


def sort_key(column: Sort) -> Callable[[Instance], tuple[object, str]]:
    """The order of a column, as plain as it can be said: ties go by id."""
    value = _SORTED_BY[column]
    return lambda instance: (value(instance), instance.instance_id)
