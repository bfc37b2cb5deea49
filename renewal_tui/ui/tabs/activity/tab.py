"""The Activity tab [R28]."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from textual.screen import Screen

from renewal_tui.clock import moment
from renewal_tui.domain.words import counted
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.recorded import record_text, shown
from renewal_tui.operations.sources import ActivitySource
from renewal_tui.store.audit import AuditRecord, count_audit
from renewal_tui.ui.tabs.tab import Question, Tab
from renewal_tui.ui.tabs.table_tab import TableTab
from renewal_tui.ui.widgets.line_bar import Piece
from renewal_tui.ui.widgets.table import Column, RowSource


def count_records(desk: Desk) -> int:
    """How many records there are."""
    return count_audit(desk.store)


class Activity(TableTab[AuditRecord, int]):
    """Who did what, and when."""

    NAME, KEY, TITLE = "activity", "5", "Activity"
    NEWEST_FIRST = True
    NOTHING = "Nothing has been changed in this store yet."

    def columns(self) -> list[Column[AuditRecord]]:
        """The columns."""
        zone = self.host.desk.store.settings.timezone
        return [
            Column("number", "No", lambda one: f"{one.number:,}", 6, align="right", priority=4),
            Column("at", "When", lambda one: moment(one.at, zone), 16),
            Column("operator", "Operator", lambda one: one.operator, 8, 14, priority=2),
            Column("source", "From", lambda one: one.source, 7, priority=3),
            Column("what", "What", record_text, 26, 110, flex=5),
        ]

    def source(self) -> RowSource[AuditRecord]:
        """The records as they are now."""
        return ActivitySource(self.host.desk)

    def question(self, shown: Tab[Any]) -> Question:
        """Count the records."""
        del shown
        return (count_records,)

    def count(self, figures: int) -> None:
        """No number: it only ever grows."""

    def status(self, figures: int) -> list[Piece]:
        """How many there are."""
        return [Piece(counted(figures, "record"), "dim")]

    def open_row(self, row: AuditRecord) -> None:
        """Show the record."""
        self.app.push_screen(record_page(row, self.host.desk.store.settings.timezone))


def record_page(record: AuditRecord, zone: ZoneInfo) -> Screen[None]:
    """One audit record, whole."""
    from renewal_tui.ui.dialogs.pages import Page, facts

    lines = facts(
        [
            ("When", moment(record.at, zone)),
            ("Operator", record.operator),
            ("Claimed", record.claimed),
            ("From", record.source),
            ("Action", record.action),
            ("Target", record.target),
            ("Operation key", record.operation_key),
            *([("Note", record.note)] if record.note else []),
        ]
    )
    for name, text in (("Before", record.before), ("After", record.after)):
        found = shown(text)
        if isinstance(found, dict) and found:
            lines += ["", name]
            lines += [line for key, value in found.items() for line in _fact_lines(key, value)]
        elif found:
            lines += ["", f"{name}, which is no record any more: {found}"]
    lines += ["", f"Chained to  {record.previous_hash}", f"SHA-256     {record.hash}"]
    return Page(f"Record {record.number}: {record_text(record)}", lines)


def _fact_lines(name: str, value: object) -> list[str]:
    if isinstance(value, list):
        return [f"  {name}", *(f"    {'  '.join(map(str, row))}" for row in value[:50])]
    return [f"  {name:<16}{value}"]
