"""Everything about one instance, and what has happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from renewal_tui.domain.codes import Code, OrderStatus, Tab
from renewal_tui.domain.eligibility import release_date, tab_of, why_blocked, why_not_listed
from renewal_tui.domain.facts import Account, Instance
from renewal_tui.errors import UnknownInstance
from renewal_tui.operations.accounts import find_account
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import Among
from renewal_tui.operations.listing import Row, row_of
from renewal_tui.store.audit import AuditRecord, Recorded, audit_of
from renewal_tui.store.orders import InstanceOrder, orders_of_instance
from renewal_tui.store.runs import StoredAttempt, attempts_of


class Details(NamedTuple):
    """Everything about one instance, and what has happened to it."""

    instance: Instance
    account: Account
    today: date
    orders: tuple[InstanceOrder, ...]
    attempts: tuple[StoredAttempt, ...]
    audit: tuple[AuditRecord, ...]


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
