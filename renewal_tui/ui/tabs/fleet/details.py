"""Everything about one instance, on a page."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from renewal_tui.clock import moment
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import facts_of
from renewal_tui.operations.details import Details
from renewal_tui.operations.recorded import record_text
from renewal_tui.ui.dialogs.pages import Page, facts


def details_page(found: Details, zone: ZoneInfo) -> Page:
    """Everything about one instance, ids and names whole."""
    one = found.instance
    lines = facts(facts_of(one, found.account, found.today))
    lines += _history(found, zone)
    return Page(f"{one.instance_id}  {one.name}", lines)


def _history(found: Details, zone: ZoneInfo) -> list[str]:
    lines: list[str] = []
    if found.orders:
        lines += ["", "Orders"]
        lines += [
            f"  order {one.order:<8}{one.from_date} to {one.to_date}  "
            f"{show_money(one.payable):>12}  {one.status}"
            for one in found.orders
        ]
    if found.attempts:
        lines += ["", "Failed automatic renewals"]
        lines += [f"  {one.business_date}  {one.reason}" for one in found.attempts]
    if found.audit:
        lines += ["", "Activity"]
        lines += [
            f"  {moment(record.at, zone)}  {record.operator}  {record_text(record)}"
            for record in found.audit
        ]
    return lines
