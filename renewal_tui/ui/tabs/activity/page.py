"""One audit record, whole, on a page."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from renewal_tui.clock import moment
from renewal_tui.operations import recorded
from renewal_tui.store.audit import AuditRecord
from renewal_tui.ui.dialogs.pages import Page, facts


def record_page(record: AuditRecord, zone: ZoneInfo) -> Page:
    """One audit record, whole."""
    lines = facts(
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
        found = recorded.shown(text)
        if isinstance(found, dict) and found:
            lines += ["", name]
            lines += [line for key, value in found.items() for line in _fact_lines(key, value)]
        elif found:
            lines += ["", f"{name}, which is no record any more: {found}"]
    lines += ["", f"Chained to  {record.previous_hash}", f"SHA-256     {record.hash}"]
    return Page(f"Record {record.number}: {recorded.record_text(record)}", lines)


def _fact_lines(name: str, value: object) -> list[str]:
    if isinstance(value, list):
        return [f"  {name}", *(f"    {'  '.join(map(str, row))}" for row in value[:50])]
    return [f"  {name:<16}{value}"]
