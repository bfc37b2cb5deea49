"""Every line's fee and term computed anew by the rules themselves [R16, R17, R25]."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from renewal_tui.domain.calendar import LAST_DAY, add_months, anchor_fits, whole_months_and_days
from renewal_tui.domain.codes import PERIODS, OrderKind
from renewal_tui.domain.fees import Fee, period_fee, unified_fee
from renewal_tui.store.checks.dates import day_of
from renewal_tui.store.checks.problem import Broken, Problem, amount
from renewal_tui.store.connection import Store
from renewal_tui.store.stretches import stretches

_LINES = """
SELECT l.order_id, i.instance_id, o.kind, l.months, l.days, l.from_date, l.to_date,
  l.anchor_after, l.monthly_price, l.list_price, l.discount, l.payable
FROM order_line l JOIN orders o ON o.id = l.order_id JOIN instance i ON i.id = l.instance_id
WHERE l.id > %s AND l.id <= %s ORDER BY l.id
"""


class _Line(NamedTuple):
    order: int
    instance_id: str
    kind: str
    months: int
    days: int
    from_date: str
    to_date: str
    anchor_after: int
    monthly_price: int
    list_price: int
    discount: int
    payable: int


class _Span(NamedTuple):
    start: date
    end: date
    months: int
    days: int
    anchor_after: int


def lines(store: Store) -> Iterator[Problem]:
    """Fees follow from price and period, terms from the old expire date and the anchor day."""
    for numbers in stretches(store, "order_line"):
        for line in map(_Line._make, store.sql(_LINES, numbers)):
            name = f"order {line.order}, instance {line.instance_id}"
            fee = Fee(line.list_price, line.discount, line.payable)
            if not _fee_follows(line.kind, line.monthly_price, line.months, line.days, fee):
                yield Problem(Broken.LINE_FEE, f"{name}: {_fee_text(line)}")
            yield from _dates(name, line)


def _dates(name: str, line: _Line) -> Iterator[Problem]:
    start, end = day_of(line.from_date), day_of(line.to_date)
    if start is None or end is None:
        column, value = ("to_date", line.to_date) if start else ("from_date", line.from_date)
        yield Problem(Broken.BAD_DATE, f"{name}: {column} {value!r} is not a date")
        return
    span = _Span(start, end, line.months, line.days, line.anchor_after)
    if not _term_follows(line.kind, span):
        detail = (
            f"{name}: {line.months} months and {line.days} days from {line.from_date} "
            f"are not {line.to_date} with anchor day {line.anchor_after}"
        )
        yield Problem(Broken.LINE_TERM, detail)


def _fee_text(line: _Line) -> str:
    return (
        f"list price {amount(line.list_price)}, discount {amount(line.discount)}, payable "
        f"{amount(line.payable)} do not follow from {amount(line.monthly_price)} a month, "
        f"{line.months} months and {line.days} days"
    )


@lru_cache(maxsize=65536)
def _fee_follows(kind: str, price: int, months: int, days: int, fee: Fee) -> bool:
    """Whether a fee is what the rules make of a price (minor units) and a period.

    The discount of the day of the order is not kept, so any whole percent will do [R16].
    """
    if not all(isinstance(value, int) for value in (price, months, days, *fee)):
        return False
    if kind == OrderKind.UNIFY:
        return fee == unified_fee(price, months, days)
    if months not in PERIODS or days:
        return False
    return any(fee == period_fee(price, months, percent) for percent in range(101))


@lru_cache(maxsize=65536)
def _term_follows(kind: str, span: _Span) -> bool:
    """Whether a term is what the rules make of its start [R17, R25].

    A unification keeps no anchor day from before it: any that fits its start will do.
    """
    start, end, months, days, after = span
    try:
        if end <= start or after not in range(1, LAST_DAY + 1) or not anchor_fits(end, after):
            return False
        if kind != OrderKind.UNIFY:
            return anchor_fits(start, after) and add_months(start, months, after) == end
    except (OverflowError, TypeError, ValueError):  # a month count that is none
        return False
    anchors = (day for day in range(start.day, LAST_DAY + 1) if anchor_fits(start, day))
    return any(whole_months_and_days(start, end, day) == (months, days) for day in anchors)
