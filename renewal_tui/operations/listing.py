"""Lists of instances [R1 to R3]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from renewal_tui.domain.calendar import plus_days
from renewal_tui.domain.codes import BillingMode, Policy, Status, Tab, Type
from renewal_tui.domain.eligibility import row_reason, status_of
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter, Order
from renewal_tui.domain.money import Money
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.wanted import settle

PAGE = 2_000
"""Rows that are read at one moment: 30 ms, for which a commit may have to wait."""


class Row(NamedTuple):
    """One row of `list`; `reason` says why it is not renewable, or the flag of R7."""

    instance_id: str
    name: str
    account: str
    product: str
    room: str
    type: Type
    billing_mode: BillingMode
    expire_date: date
    days_left: int
    status: Status
    policy: Policy
    auto_months: int
    monthly_price: Money
    anchor_day: int
    reason: str | None


def row_of(instance: Instance, today: date) -> Row:
    """One row as it is today."""
    return Row(
        instance.instance_id,
        instance.name,
        instance.account,
        instance.product.code,
        instance.room.code,
        instance.type,
        instance.billing_mode,
        instance.expire_date,
        (instance.expire_date - today).days,
        status_of(instance, today),
        instance.policy,
        instance.auto_months,
        instance.monthly_price,
        instance.anchor_day,
        row_reason(instance, today),
    )


def list_rows(
    desk: Desk, wanted: Filter, order: Order, offset: int, limit: int
) -> tuple[int, list[Instance]]:
    """How many match in all, and a stretch of them. Raises UsageProblem for unknown codes."""
    with desk.store.reading():
        wanted = settle(desk, wanted)
        reader = desk.reader()
        return reader.count(wanted), reader.rows(wanted, order, offset, limit)


def list_pages(
    desk: Desk, wanted: Filter, order: Order, offset: int, limit: int
) -> tuple[int, Iterator[list[Instance]]]:
    """How many match in all, and a stretch of them of any length, in pages.

    Nothing of the store is open between the pages. What fits one page is seen at one moment. Of
    more than that, which rows they are and their order is found out first; the pages then show each
    of them once, as it is when its page is read. Raises UsageProblem for unknown codes.
    """
    if limit <= PAGE:
        total, rows = list_rows(desk, wanted, order, offset, limit)
        return total, iter([rows])
    with desk.store.reading():
        wanted = settle(desk, wanted)
        reader = desk.reader()
    numbers = reader.numbers(wanted, order)
    return len(numbers), _pages(desk, numbers[offset : offset + limit])


def _pages(desk: Desk, numbers: Sequence[int]) -> Iterator[list[Instance]]:
    for start in range(0, len(numbers), PAGE):
        with desk.store.reading():
            page = desk.reader().by_rows(numbers[start : start + PAGE])
        yield page


class Summary(NamedTuple):
    """What the status line says of a filter: how many, how many expired, how many due soon."""

    total: int
    expired: int
    within_week: int


class Overview(NamedTuple):
    """How many instances match several filters, and the summary of one of them."""

    totals: list[int]
    summary: Summary


def overview(desk: Desk, several: Sequence[Filter], shown: Filter | None) -> Overview:
    """Count several filters at once (a slow search only once), and sum up the one that is shown."""
    wanted = [*several, *(_summed(shown, desk.today()) if shown else ())]
    counts = desk.reader().counts(wanted)
    total, expired, soon = counts[len(several) :] if shown else (0, 0, 0)
    if shown is None or not shown.tabs <= {Tab.MANUAL, Tab.AUTO}:
        expired = soon = 0
    return Overview(counts[: len(several)], Summary(total, expired, soon))


def _summed(shown: Filter, today: date) -> tuple[Filter, Filter, Filter]:
    # A day after the last one and before the first: nothing is both expired and active.
    none = shown._replace(expires_from=today, expires_to=today - timedelta(days=1))
    week = plus_days(today, 7)
    latest = shown.latest(today)
    ends = min(week, latest) if latest else week
    expired = shown.status in (None, Status.EXPIRED)
    active = shown.status in (None, Status.ACTIVE)
    return (
        shown,
        shown._replace(status=Status.EXPIRED) if expired else none,
        shown._replace(within=None, status=Status.ACTIVE, expires_to=ends) if active else none,
    )
