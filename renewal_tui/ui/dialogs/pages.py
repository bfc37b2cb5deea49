"""Pages to read: everything about an instance, an audit record, the help."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from renewal_tui.clock import moment
from renewal_tui.domain.calendar import left_text
from renewal_tui.domain.codes import Policy, months_text
from renewal_tui.domain.eligibility import release_date, row_reason, why_blocked, why_not_listed
from renewal_tui.domain.money import show_money
from renewal_tui.domain.text import printable
from renewal_tui.operations import recorded
from renewal_tui.operations.listing import Details
from renewal_tui.store.audit import AuditRecord
from renewal_tui.ui.actions import ACTIONS, MOVES
from renewal_tui.ui.columns.activity import activity_text
from renewal_tui.ui.columns.fleet import status_text
from renewal_tui.ui.dialogs.base import Dialog, label, plain

_MARGIN = re.compile(r" *\S+(?: \S+)*  +")
"""What stands before the second column of a line."""


class Page(Dialog[None]):
    """A heading and lines to read, which scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q", "cancel", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(self, heading: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._heading = heading
        self._lines = lines

    def heading(self) -> str:
        """What the page is about."""
        return self._heading

    def body(self) -> Iterable[Widget]:
        """The lines."""
        yield VerticalScroll(label("", id="lines"), can_focus=False)

    def fit(self) -> None:
        """The lines take what heading and buttons leave."""
        width = self.line_width - 1  # the scrollbar's
        lines = (part for line in self._lines for part in hanging(printable(line), width))
        self.query_one("#lines", Static).update(plain("\n".join(lines)))
        scroll = self.query_one(VerticalScroll)
        scroll.styles.max_height = max(self.app.size.height - 7, 5)

    def action_scroll(self, lines: int) -> None:
        """Scroll though the button has the focus."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


def hanging(line: str, width: int) -> list[str]:
    """A line in as many as it takes; what stands in its second column goes on there."""
    found = _MARGIN.match(line)
    start = found.end() if found and found.end() < width - 1 else 0
    first, *others = plain(line[start:]).wrap(width - start)
    return [f"{line[:start]}{first}", *(f"{' ' * start}{other}" for other in others)]


def _facts(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{name:<18}{value}" for name, value in pairs if value]


def details_page(found: Details, zone: ZoneInfo) -> Page:
    """Everything about one instance, ids and names whole."""
    one, today = found.instance, found.today
    refusal = why_not_listed(one, today)
    blocked = why_blocked(one)
    days = (one.expire_date - today).days
    automatic = one.policy is Policy.AUTO
    lines = _facts(
        [
            ("Instance", one.instance_id),
            ("Name", one.name or "-"),
            ("Account", f"{one.account}  {found.account.name}"),
            ("Product", f"{one.product.code}  {one.product.name}"),
            ("Room type", f"{one.room.name}  ({one.room.code})"),
            ("Type", f"{one.type.value}, {one.billing_mode.value.replace('_', ' ')}"),
            ("Price/month", f"{found.account.currency} {show_money(one.monthly_price)}"),
            ("Expire date", f"{one.expire_date}  ({left_text(days)}), anchor day {one.anchor_day}"),
            ("Status", status_text(one, today)),
            ("Released", f"on {release_date(one)} unless it is renewed" if not refusal else ""),
            (
                "Policy",
                f"automatic, by {months_text(one.auto_months)}" if automatic else "manual",
            ),
            ("Renewable", "no: " + refusal.reason if refusal else "yes"),
            ("Blocked", blocked.reason if blocked else ""),
            ("Note", (row_reason(one, today) or "") if not refusal else ""),
            ("Discounts", _discounts(found)),
        ]
    )
    lines += _history(found, zone)
    return Page(f"{one.instance_id}  {one.name}", lines)


def _discounts(found: Details) -> str:
    offers = sorted(found.instance.product.discounts.items())
    return ", ".join(f"{months_text(months)} {percent} % off" for months, percent in offers)


def _history(found: Details, zone: ZoneInfo) -> list[str]:
    lines: list[str] = []
    history = found.history
    if history.orders:
        lines += ["", "Orders"]
        lines += [
            f"  order {order:<8}{start} to {end}  {show_money(payable):>12}  {status}"
            for order, status, start, end, payable in history.orders
        ]
    if history.attempts:
        lines += ["", "Failed automatic renewals"]
        lines += [f"  {day}  {reason}" for day, reason, _ in history.attempts]
    if history.audit:
        lines += ["", "Activity"]
        lines += [
            f"  {moment(record.at, zone)}  {record.operator}  {activity_text(record)}"
            for record in history.audit
        ]
    return lines


def record_page(record: AuditRecord, zone: ZoneInfo) -> Page:
    """One audit record, whole."""
    lines = _facts(
        [
            ("When", moment(record.at, zone)),
            ("Operator", record.operator),
            ("Claimed", record.claimed),
            ("From", record.source),
            ("Action", record.action),
            ("Target", record.target),
            ("Operation key", record.operation_key),
        ]
    )
    for name, text in (("Before", record.before), ("After", record.after)):
        facts = recorded.shown(text)
        if isinstance(facts, dict) and facts:
            lines += ["", name]
            lines += [line for key, value in facts.items() for line in _fact_lines(key, value)]
        elif facts:
            lines += ["", f"{name}, which is no record any more: {facts}"]
    lines += ["", f"Chained to  {record.previous_hash}", f"SHA-256     {record.hash}"]
    return Page(f"Record {record.number}: {activity_text(record)}", lines)


def _fact_lines(name: str, value: object) -> list[str]:
    if isinstance(value, list):
        return [f"  {name}", *(f"    {'  '.join(map(str, row))}" for row in value[:50])]
    return [f"  {name:<16}{value}"]


_CHANGING = (
    "An action works on the marked rows, or on the row under the cursor if none is marked.",
    "In dialogs esc cancels, y and n answer; the keys stand on the buttons.",
    "In the renewal dialog left and right choose the period, v turns vouchers off and on, "
    "p pays, l pays later, t tops up. In the unification dialog d and m choose a date or a "
    "day of each month, typing fills it. Shift with left or right scrolls the lines sideways.",
)
_READING = ("This store is open for reading only: what changes it is not offered.",)
_COLOURS = (
    "Red means expired or failed, amber due within 7 days; a word says so too. Lapsed is what "
    "expired while on automatic renewal, which no longer applies then: renew it by hand.",
)


def help_page(*, read_only: bool, sandbox: bool) -> Page:
    """The keys of this store, from the registry."""
    lines = ["Moving", *(f"  {keys:<16}{what}" for keys, what in MOVES), "", "Doing"]
    for entry in ACTIONS:
        if (entry.reads or not read_only) and (sandbox or not entry.sandbox):
            lines.append(f"  {entry.shown or '^p':<16}{entry.label}: {entry.help}")
    lines += ["", *(_READING if read_only else _CHANGING), *_COLOURS]
    return Page("Keys and what they do", lines)
