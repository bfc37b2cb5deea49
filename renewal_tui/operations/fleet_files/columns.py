"""The table of columns: which a kind of file has, and how the text of each is read (section 4)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from renewal_tui.domain.codes import BillingMode, Policy, Type, Use
from renewal_tui.domain.money import parse_money
from renewal_tui.operations.fleet_files import values
from renewal_tui.operations.fleet_files.kinds import Kind
from renewal_tui.operations.fleet_files.values import optional, remembering

MOST_RETAINED = 3650
"""Days, as in the store's own check."""


class Column(NamedTuple):
    """A column: its name, how its text is read (ValueError: a sentence), whether it must be there.

    What is read is what the store keeps: texts, whole numbers (money in minor units), None.
    """

    name: str
    read: Callable[[str], Any]
    required: bool = False


class Known(NamedTuple):
    """The codes that rows may refer to: those of the store and of the files read with them."""

    products: Collection[str] = ()
    rooms: Collection[str] = ()
    accounts: Collection[str] = ()


def columns_of(kind: Kind, known: Known) -> tuple[Column, ...]:
    """The columns of a kind of file; the first one is the key of its rows."""
    return _TABLE[kind](known)


def _must(name: str, read: Callable[[str], Any]) -> Column:
    return Column(name, values.required(read), required=True)


def _few(name: str, read: Callable[[str], Any]) -> Column:
    """A required column with few different values."""
    return Column(name, remembering(values.required(read)), required=True)


def _may(name: str, read: Callable[[str], Any], default: Any) -> Column:
    """An optional column with few different values."""
    return Column(name, remembering(optional(read, default)))


def _products(_known: Known) -> tuple[Column, ...]:
    return (
        _must("product", values.product_code),
        _must("name", values.name),
        _few("renewable", values.yes_or_no),
        Column("reason", values.name),
        _may("retention_days", values.whole(0, MOST_RETAINED), 7),
        _may("discounts", values.discounts, ""),
    )


def _rooms(_known: Known) -> tuple[Column, ...]:
    return (_must("room", values.code), _must("name", values.name))


def _accounts(_known: Known) -> tuple[Column, ...]:
    return (
        _must("account", values.code),
        _must("name", values.name),
        _may("currency", values.currency, None),
        _few("balance", parse_money),
    )


def _instances(known: Known) -> tuple[Column, ...]:
    return (
        _must("instance_id", values.code),
        Column("name", values.name),
        _few("account", values.reference("an account", known.accounts)),
        _few("product", values.reference("a product", known.products)),
        _few("room", values.reference("a room", known.rooms)),
        _may("type", values.one_of(tuple(Type)), Type.STANDARD.value),
        _may("billing_mode", values.one_of(tuple(BillingMode)), BillingMode.SUBSCRIPTION.value),
        _few("expire_date", values.day),
        _may("anchor_day", values.whole(1, 31), None),
        _may("policy", values.one_of(tuple(Policy)), Policy.MANUAL.value),
        _may("auto_months", values.period, 1),
        _few("monthly_price", parse_money),
    )


def _vouchers(known: Known) -> tuple[Column, ...]:
    return (
        _must("voucher_id", values.code),
        _few("account", values.reference("an account", known.accounts)),
        _few("amount", parse_money),
        _may("remaining", parse_money, None),
        _may("valid_from", values.day, None),
        _few("expire_date", values.day),
        _may("products", values.products(known.products), "*"),
        _may("use", values.one_of(tuple(Use)), Use.GENERAL.value),
    )


_TABLE: dict[Kind, Callable[[Known], tuple[Column, ...]]] = {
    Kind.PRODUCTS: _products,
    Kind.ROOMS: _rooms,
    Kind.ACCOUNTS: _accounts,
    Kind.INSTANCES: _instances,
    Kind.VOUCHERS: _vouchers,
}
