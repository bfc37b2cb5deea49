"""Everything about one instance, on a page."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from renewal_tui.clock import moment
from renewal_tui.domain.calendar import left_text
from renewal_tui.domain.codes import Policy, months_text
from renewal_tui.domain.eligibility import release_date, row_reason, why_blocked, why_not_listed
from renewal_tui.domain.money import show_money
from renewal_tui.operations.listing import Details
from renewal_tui.ui.dialogs.pages import Page, facts
from renewal_tui.ui.tabs.fleet.columns import status_text
from renewal_tui.ui.words import record_text


def details_page(found: Details, zone: ZoneInfo) -> Page:
    """Everything about one instance, ids and names whole."""
    one, today = found.instance, found.today
    refusal = why_not_listed(one, today)
    blocked = why_blocked(one)
    days = (one.expire_date - today).days
    automatic = one.policy is Policy.AUTO
    lines = facts(
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
            f"  {moment(record.at, zone)}  {record.operator}  {record_text(record)}"
            for record in history.audit
        ]
    return lines
