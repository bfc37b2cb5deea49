"""The columns of each kind of file, and how they make its record (section 4)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Generic, NamedTuple

from renewal_tui.domain import records
from renewal_tui.domain.calendar import anchor_fits
from renewal_tui.domain.codes import BillingMode, Policy, Type, Use
from renewal_tui.domain.money import format_money, parse_money
from renewal_tui.operations.importing import values
from renewal_tui.operations.importing.files import Kind
from renewal_tui.operations.importing.values import Remembering

MOST_RETAINED = 3650
"""Days, as in the store's own check."""


class Row(NamedTuple, Generic[records.R]):
    """A record and where it stands: the place of its file among those read, and the line."""

    file: int
    line: int
    record: records.R

    @property
    def key(self) -> str:
        """What tells it from other rows of its kind."""
        return str(self.record[0])


class Column(NamedTuple):
    """A column: its name, how its text is read (ValueError: a sentence), whether it must be there.

    What is read is what the store keeps: texts, whole numbers (money in minor units), None.
    """

    name: str
    read: Callable[[str], Any]
    required: bool = False


Known = Mapping[Kind, Collection[str]]
"""The codes that rows may refer to: those of the store and of the files read with them."""


class Form(NamedTuple):
    """A kind of file as its record; `complete` fills in what follows, or raises ValueError."""

    record: type[Any]
    complete: Callable[[Any], records.Record] = lambda record: record


def _must(name: str, read: Callable[[str], Any]) -> Column:
    return Column(name, values.required(read), required=True)


def _few(name: str, read: Callable[[str], Any]) -> Column:
    """A required column with few different values."""
    return Column(name, Remembering(values.required(read)).__getitem__, required=True)


def _may(name: str, read: Callable[[str], Any], default: Any) -> Column:
    """An optional column with few different values."""
    return Column(name, Remembering(lambda text: read(text) if text else default).__getitem__)


def columns_of(kind: Kind, known: Known) -> tuple[Column, ...]:
    """The columns of a kind of file, in the order of its record's fields: the key first."""
    account = _few("account", values.reference("an account", known[Kind.ACCOUNTS]))
    every: dict[Kind, tuple[Column, ...]] = {
        Kind.PRODUCTS: (
            _must("product", values.product_code),
            _must("name", values.name),
            _few("renewable", values.yes_or_no),
            Column("reason", values.name),
            _may("retention_days", values.whole(0, MOST_RETAINED), 7),
            _may("discounts", values.discounts, ""),
        ),
        Kind.ROOMS: (_must("room", values.code), _must("name", values.name)),
        Kind.ACCOUNTS: (
            _must("account", values.code),
            _must("name", values.name),
            _may("currency", values.currency, None),
            _few("balance", parse_money),
        ),
        Kind.INSTANCES: (
            _must("instance_id", values.code),
            Column("name", values.name),
            account,
            _few("product", values.reference("a product", known[Kind.PRODUCTS])),
            _few("room", values.reference("a room", known[Kind.ROOMS])),
            _may("type", values.one_of(tuple(Type)), Type.STANDARD.value),
            _may("billing_mode", values.one_of(tuple(BillingMode)), BillingMode.SUBSCRIPTION.value),
            _few("expire_date", values.day),
            _may("anchor_day", values.whole(1, 31), None),
            _may("policy", values.one_of(tuple(Policy)), Policy.MANUAL.value),
            _may("auto_months", values.period, 1),
            _few("monthly_price", parse_money),
        ),
        Kind.VOUCHERS: (
            _must("voucher_id", values.code),
            account,
            _few("amount", parse_money),
            _may("remaining", parse_money, None),
            _may("valid_from", values.day, None),
            _few("expire_date", values.day),
            _may("products", values.products(known[Kind.PRODUCTS]), "*"),
            _may("use", values.one_of(tuple(Use)), Use.GENERAL.value),
        ),
    }
    return every[kind]


def _anchored(record: records.InstanceRecord) -> records.InstanceRecord:
    """The anchor day: that of the expire date unless given, and then it must fit [R17]."""
    day = _anchor(record.expire_date, record.anchor_day)
    return record if day == record.anchor_day else record._replace(anchor_day=day)


@lru_cache(maxsize=65_536)
def _anchor(expire_date: str, anchor_day: int | None) -> int:
    day = date.fromisoformat(expire_date)
    if anchor_day is None:
        return day.day
    if not anchor_fits(day, anchor_day):
        raise ValueError(f"anchor_day: {anchor_day} does not fit expire_date {expire_date}")
    return anchor_day


def _with_remaining(record: records.VoucherRecord) -> records.VoucherRecord:
    """What remains: the amount unless given, and never more; and a voucher is valid some day."""
    amount, remaining, start = record.amount, record.remaining, record.valid_from
    if remaining is None:
        record = record._replace(remaining=amount)
    elif remaining > amount:
        raise ValueError(
            f"remaining: {format_money(remaining)} is more than amount {format_money(amount)}"
        )
    if start is not None and start > record.expire_date:
        raise ValueError(f"valid_from: {start} is after expire_date {record.expire_date}")
    return record


FORMS = {
    Kind.PRODUCTS: Form(records.ProductRecord),
    Kind.ROOMS: Form(records.RoomRecord),
    Kind.ACCOUNTS: Form(records.AccountRecord),
    Kind.INSTANCES: Form(records.InstanceRecord, _anchored),
    Kind.VOUCHERS: Form(records.VoucherRecord, _with_remaining),
}
"""The five kinds, in the order of reading."""
