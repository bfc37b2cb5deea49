"""Lists of instances, and everything about one [R1 to R3]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from renewal_tui.domain.calendar import plus_days
from renewal_tui.domain.codes import BillingMode, Code, OrderStatus, Policy, Status, Tab, Type
from renewal_tui.domain.eligibility import (
    release_date,
    row_reason,
    status_of,
    tab_of,
    why_blocked,
    why_not_listed,
)
from renewal_tui.domain.facts import Account, Instance
from renewal_tui.domain.filters import Filter, Order
from renewal_tui.domain.money import Money
from renewal_tui.errors import UnknownInstance
from renewal_tui.operations.accounts import find_account
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import Among
from renewal_tui.operations.wanted import settle
from renewal_tui.store.audit import AuditRecord, Recorded, audit_of
from renewal_tui.store.orders import InstanceOrder, orders_of_instance
from renewal_tui.store.runs import StoredAttempt, attempts_of

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


class Details(NamedTuple):
    """Everything about one instance, and what has happened to it."""

    instance: Instance
    account: Account
    today: date
    orders: tuple[InstanceOrder, ...]
    attempts: tuple[StoredAttempt, ...]
    audit: tuple[AuditRecord, ...]


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


def details(desk: Desk, instance_id: str) -> Details:
    """Everything about one instance; what has lapsed is cancelled [R20]. Raises UnknownInstance."""
    with desk.store.reading():
        instance = desk.reader().by_ids([instance_id]).get(instance_id)
        if instance is None:
            raise UnknownInstance(f'there is no instance "{instance_id}"')
        lapsed = frozenset(desk.lapsed())
        orders = (
            one._replace(status=OrderStatus.CANCELLED) if one.order in lapsed else one
            for one in orders_of_instance(desk.store, instance.row)
        )
        return Details(
            instance,
            find_account(desk, instance.account),
            desk.today(),
            tuple(orders),
            tuple(attempts_of(desk.store, instance.row)),
            tuple(audit_of(desk.store, instance_id)),
        )


class Event(NamedTuple):
    """What somebody did to an instance."""

    at: str
    operator: str
    source: str
    action: str
    before: Recorded
    after: Recorded


class ShownInstance(NamedTuple):
    """The answer of `show`: the row, and what more there is to know."""

    row: Among[Row]
    product_name: str
    room_name: str
    currency: str
    tab: Tab
    renewable: bool
    code: Code | None
    retention_days: int
    release_date: date
    discounts: Mapping[int, int]
    unpaid_order: int | None
    blocked: str | None
    orders: tuple[InstanceOrder, ...]
    attempts: tuple[StoredAttempt, ...]
    activity: tuple[Event, ...]


def shown(found: Details) -> ShownInstance:
    """Everything about one instance, as programs read it."""
    instance, today = found.instance, found.today
    refusal = why_not_listed(instance, today)
    blocked = why_blocked(instance)
    events = (
        Event(one.at, one.operator, one.source, one.action, one.before, one.after)
        for one in found.audit
    )
    return ShownInstance(
        row_of(instance, today),
        instance.product.name,
        instance.room.name,
        found.account.currency,
        tab_of(instance, today),
        refusal is None,
        refusal.code if refusal else None,
        instance.product.retention_days,
        release_date(instance),
        instance.product.discounts,
        instance.unpaid_order,
        blocked.reason if blocked else None,
        found.orders,
        found.attempts,
        tuple(events),
    )


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
    none = replace(shown, expires_from=today, expires_to=today - timedelta(days=1))
    week = plus_days(today, 7)
    latest = shown.latest(today)
    ends = min(week, latest) if latest else week
    expired = shown.status in (None, Status.EXPIRED)
    active = shown.status in (None, Status.ACTIVE)
    return (
        shown,
        replace(shown, status=Status.EXPIRED) if expired else none,
        replace(shown, within=None, status=Status.ACTIVE, expires_to=ends) if active else none,
    )
