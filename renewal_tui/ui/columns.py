"""The columns of the console's tables: what each shows, and which go first on a narrow screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from renewal_tui.clock import local_text, parse_stamp
from renewal_tui.domain.calendar import left_text
from renewal_tui.domain.codes import OrderStatus, Status, months_text
from renewal_tui.domain.eligibility import release_date, row_reason, status_of
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Sort
from renewal_tui.domain.money import show_money
from renewal_tui.operations.requests import parse_request, request_text
from renewal_tui.store.audit import AuditRecord
from renewal_tui.store.orders import StoredOrder
from renewal_tui.ui.actions import Place
from renewal_tui.ui.widgets.table import Cell, Column
from renewal_tui.ui.widgets.table.columns import FIRST

DUE_SOON = 7
"""Days within which what is left turns amber."""


def status_text(instance: Instance, today: date) -> str:
    """A row's status in words, never by colour alone."""
    reason = row_reason(instance, today)
    status = status_of(instance, today)
    if status is Status.EXPIRED and reason:
        return reason[:1].upper() + reason[1:]
    if status is Status.EXPIRED:
        days = (release_date(instance) - today).days
        return (
            f"Expired, released in {left_text(days)}" if days else "Expired, released after today"
        )
    if reason:
        return reason[:1].upper() + reason[1:]
    if instance.unpaid_order is not None:
        return f"Active, order {instance.unpaid_order} unpaid"
    return "Active"


def _short_status(instance: Instance, today: date) -> str:
    status = status_of(instance, today)
    if row_reason(instance, today) is None and instance.unpaid_order is not None:
        return "Unpaid"
    return status.value.capitalize()


def tone_of(instance: Instance, today: date) -> str:
    """Red when expired, amber when due within 7 days."""
    days = (instance.expire_date - today).days
    if days < 0:
        return "expired"
    return "due" if days <= DUE_SOON else ""


def _toned(text: str, tone: str) -> Cell:
    return (text, tone) if tone else text


def fleet_columns(place: Place, today: date, *, accounts: bool) -> list[Column[Instance]]:
    """The columns of the three tabs of instances; `accounts` says that a row's owner is told."""

    def tone(instance: Instance) -> str:
        return "" if place is Place.EXCLUDED else tone_of(instance, today)

    owner = [
        Column[Instance](
            key=Sort.ACCOUNT,
            title="Account",
            cell=lambda one: one.account,
            min_width=10,
            max_width=16,
            cut="middle",
            priority=3,
            short_width=9,
            sortable=True,
        )
    ]
    period = [
        Column[Instance](
            key="period",
            title="Renews by",
            cell=lambda one: months_text(one.auto_months),
            min_width=9,
            flex=0,
            priority=3,
        )
    ]
    price = Column[Instance](
        key=Sort.MONTHLY_PRICE,
        title="Price/month",
        cell=lambda one: show_money(one.monthly_price),
        min_width=11,
        max_width=13,
        flex=0,
        align="right",
        priority=6,
        sortable=True,
    )
    return [
        *_identity(),
        *(owner if accounts else []),
        *_where(place),
        Column(
            key=Sort.EXPIRE_DATE,
            title="Expire date",
            short_title="Expires",
            short_width=10,
            cell=lambda one: one.expire_date.isoformat(),
            short_cell=lambda one: one.expire_date.isoformat(),
            min_width=13,
            flex=0,
            sortable=True,
        ),
        *([] if place is Place.EXCLUDED else [_left(today, tone)]),
        *(period if place is Place.AUTO else []),
        *([] if place is Place.EXCLUDED else [price]),
        _status(place, today),
    ]


def _identity() -> list[Column[Instance]]:
    return [
        Column(
            key=Sort.INSTANCE_ID,
            title="Instance",
            cell=lambda one: one.instance_id,
            min_width=13,
            max_width=20,
            flex=2,
            cut="middle",
            sortable=True,
        ),
        Column(
            key=Sort.NAME,
            title="Name",
            cell=lambda one: one.name or "-",
            min_width=15,
            max_width=32,
            flex=3,
            priority=1,
            short_width=9,
            sortable=True,
        ),
    ]


def _where(place: Place) -> list[Column[Instance]]:
    return [
        Column(
            key=Sort.PRODUCT,
            title="Product",
            cell=lambda one: one.product.code,
            min_width=7,
            max_width=9,
            flex=0,
            priority=5,
            sortable=True,
        ),
        Column(
            key=Sort.ROOM,
            title="Room type",
            cell=lambda one: one.room.name,
            min_width=22,
            max_width=24,
            flex=0,
            priority=6 if place is Place.EXCLUDED else 4,
            sortable=True,
            short_title="Room",
            short_cell=lambda one: one.room.code,
            short_width=14,
        ),
    ]


def _left(today: date, tone: Callable[[Instance], str]) -> Column[Instance]:
    return Column(
        key="left",
        title="Left",
        cell=lambda one: _toned(left_text((one.expire_date - today).days), tone(one)),
        min_width=6,
        max_width=8,
        flex=0,
        align="right",
    )


def _status(place: Place, today: date) -> Column[Instance]:
    if place is Place.EXCLUDED:
        return Column(
            key="status",
            title="Why not renewable",
            cell=lambda one: status_text(one, today),
            min_width=46,
            max_width=84,
            flex=20,
            short_width=28,
            short_priority=2,
        )
    return Column(
        key="status",
        title="Status",
        cell=lambda one: status_text(one, today),
        min_width=25,
        max_width=48,
        flex=4,
        priority=1,
        short_cell=lambda one: _short_status(one, today),
        short_width=7,
        short_priority=FIRST + 1,
    )


def order_columns(zone: ZoneInfo) -> list[Column[StoredOrder]]:
    """The columns of the Orders tab."""

    def status(order: StoredOrder) -> Cell:
        words = {
            OrderStatus.UNPAID: ("Awaits payment", "due"),
            OrderStatus.PAID: ("Paid", ""),
            OrderStatus.CANCELLED: (f"Cancelled: {order.note}", "dim"),
        }
        return _toned(*words[order.status])

    return [
        Column(
            key="order",
            title="Order",
            cell=lambda one: str(one.number),
            min_width=7,
            flex=0,
            align="right",
        ),
        Column(
            key="made",
            title="Made",
            cell=lambda one: moment(one.made_at, zone),
            min_width=16,
            flex=0,
            priority=2,
        ),
        Column(
            key="account",
            title="Account",
            cell=lambda one: one.account,
            min_width=10,
            max_width=18,
            priority=3,
        ),
        Column(
            key="what",
            title="What",
            cell=order_text,
            min_width=20,
            max_width=44,
            flex=2,
            priority=1,
        ),
        Column(
            key="lines",
            title="Lines",
            cell=lambda one: f"{one.lines:,}",
            min_width=5,
            flex=0,
            align="right",
            priority=3,
        ),
        Column(
            key="total",
            title="Total",
            cell=lambda one: f"{one.currency} {show_money(one.total)}",
            min_width=14,
            max_width=18,
            flex=0,
            align="right",
        ),
        Column(key="status", title="Status", cell=status, min_width=15, max_width=60, flex=3),
    ]


def order_text(order: StoredOrder) -> str:
    """What an order is for: `Renew by 3 months`, `Automatic renewal by 1 month`."""
    text = request_text(parse_request(order.request))
    if order.kind.value == "auto":
        return text.replace("renew", "Automatic renewal", 1)
    return text[:1].upper() + text[1:]


def moment(stamp: str, zone: ZoneInfo) -> str:
    """A stored UTC time in the store's zone."""
    return local_text(parse_stamp(stamp), zone)


def activity_columns(zone: ZoneInfo) -> list[Column[AuditRecord]]:
    """The columns of the Activity tab."""
    return [
        Column(
            key="number",
            title="No",
            cell=lambda one: f"{one.number:,}",
            min_width=6,
            max_width=9,
            flex=0,
            align="right",
            priority=4,
        ),
        Column(key="at", title="When", cell=lambda one: moment(one.at, zone), min_width=16, flex=0),
        Column(
            key="operator",
            title="Operator",
            cell=lambda one: one.operator,
            min_width=8,
            max_width=14,
            priority=2,
        ),
        Column(
            key="source", title="From", cell=lambda one: one.source, min_width=7, flex=0, priority=3
        ),
        Column(key="what", title="What", cell=activity_text, min_width=26, max_width=110, flex=5),
    ]


def activity_text(record: AuditRecord) -> str:
    """A record in words."""
    before, after = json.loads(record.before), json.loads(record.after)
    words = _ACTIVITY.get(record.action)
    return words(record, before, after) if words else f"{record.action} {record.target}"


_Facts = dict[str, object]


def _money(value: object) -> str:
    return show_money(value) if isinstance(value, int) else "?"


def _bought(record: AuditRecord, _: _Facts, after: _Facts) -> str:
    lines = after.get("lines")
    count = len(lines) if isinstance(lines, list) else 0
    verb = "Renewal" if record.action == "renew" else "Unified expiration time"
    verb = "Payment" if record.action == "pay_order" else verb
    state = "paid" if after.get("status") == "paid" else "awaits payment"
    noun = "instance" if count == 1 else "instances"
    return f"{verb}: {record.target}, {count:,} {noun}, {_money(after.get('total'))}, {state}"


def _switched(record: AuditRecord, before: _Facts, after: _Facts) -> str:
    period = after.get("months")
    by = f" by {months_text(int(str(period)))}" if period else ""
    return f"Policy of {record.target}: {before.get('policy')} to {after.get('policy')}{by}"


def _renewed(record: AuditRecord, before: _Facts, after: _Facts) -> str:
    return (
        f"Automatic renewal of {record.target}: {before.get('expire_date')} to "
        f"{after.get('expire_date')}, {_money(after.get('total'))}, order {after.get('order')}"
    )


def _failed(record: AuditRecord, _: _Facts, after: _Facts) -> str:
    return f"Automatic renewal of {record.target} failed: {after.get('reason')}"


def _run(record: AuditRecord, _: _Facts, after: _Facts) -> str:
    return (
        f"Engine {record.target} on {after.get('business_date')}: {after.get('due')} due, "
        f"{after.get('failed')} failed, {after.get('missed')} missed"
    )


def _topped_up(record: AuditRecord, _: _Facts, after: _Facts) -> str:
    note = f" ({after['note']})" if after.get("note") else ""
    amount, balance = _money(after.get("amount")), _money(after.get("balance"))
    return f"Top-up of {record.target}: {amount}, balance {balance}{note}"


def _cancelled(record: AuditRecord, _: _Facts, after: _Facts) -> str:
    return f"Cancelled {record.target}: {after.get('reason')}"


def _clock(_: AuditRecord, before: _Facts, after: _Facts) -> str:
    return f"Sandbox clock: {before.get('now')} to {after.get('now')}"


def _imported(record: AuditRecord, _: _Facts, after: _Facts) -> str:
    facts = ", ".join(f"{value} {name}" for name, value in after.items())
    return f"Import of {record.target}: {facts}"


_ACTIVITY: dict[str, Callable[[AuditRecord, _Facts, _Facts], str]] = {
    "renew": _bought,
    "unify": _bought,
    "pay_order": _bought,
    "policy": _switched,
    "auto_renew": _renewed,
    "auto_renew_failed": _failed,
    "auto_renew_run": _run,
    "top_up": _topped_up,
    "cancel_order": _cancelled,
    "clock": _clock,
    "import": _imported,
}
