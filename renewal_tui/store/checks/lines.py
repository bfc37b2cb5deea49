"""Every line's fee and term computed anew by the rules themselves [R16, R17, R25]."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from renewal_tui.domain.calendar import LAST_DAY, add_months, anchor_fits, whole_months_and_days
from renewal_tui.domain.codes import PERIODS, OrderKind
from renewal_tui.domain.money import Fee, period_fee, unified_fee
from renewal_tui.store.checks.dates import day_of
from renewal_tui.store.checks.problem import Broken, Problem, problem, rows_of
from renewal_tui.store.connection import Store

_LINES = """
SELECT l.order_id, i.instance_id, o.kind, l.months, l.days, l.from_date, l.to_date,
  l.anchor_after, l.monthly_price, l.list_price, l.discount, l.payable
FROM order_line l JOIN orders o ON o.id = l.order_id JOIN instance i ON i.id = l.instance_id
WHERE l.id > %s AND l.id <= %s ORDER BY l.id"""


_NAME = "order {order_id}, instance {instance_id}: "
_BAD_FEE = (
    _NAME + "list price {list_price:money}, discount {discount:money}, payable {payable:money} do "
    "not follow from {monthly_price:money} a month, {months} months and {days} days"
)
_BAD_TERM = (
    _NAME + "{months} months and {days} days from {from_date} are not {to_date} "
    "with anchor day {anchor_after}"
)

_Span = tuple[date, date, int, int, int]
"""Start, end, months, days, and the anchor day after it."""


def lines(store: Store) -> Iterator[Problem]:
    """Fees follow from price and period, terms from the old expire date and the anchor day."""
    for one in rows_of(store, _LINES, "order_line"):
        kind, months, days = one["kind"], one["months"], one["days"]
        fee = Fee(one["list_price"], one["discount"], one["payable"])
        if not _fee_follows(kind, one["monthly_price"], months, days, fee):
            yield problem(Broken.LINE_FEE, _BAD_FEE, one)
        start, end = day_of(one["from_date"]), day_of(one["to_date"])
        if start is None or end is None:
            column = "to_date" if start else "from_date"
            sentence = f"{_NAME}{column} {{{column}!r}} is not a date"
            yield problem(Broken.BAD_DATE, sentence, one)
        elif not _term_follows(kind, (start, end, months, days, one["anchor_after"])):
            yield problem(Broken.LINE_TERM, _BAD_TERM, one)


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
