"""What the main screen does with marks: sets and clears them, and says what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewal_tui.domain.filters import Matching, Selection, matches
from renewal_tui.domain.money import show_money
from renewal_tui.errors import DeskError
from renewal_tui.operations.fleet import FleetSource
from renewal_tui.ui.actions import RENEWABLE

if TYPE_CHECKING:
    from renewal_tui.ui.screens.main import MainScreen as _Main


STILL_COUNTING = "What matches the filter is still being counted: in a moment."


class Marking(_Main if TYPE_CHECKING else object):  # type: ignore[misc]
    """The marks of the main screen, and the selection they make."""

    def selection(self) -> tuple[Selection, int]:
        """The marked rows, or the row under the cursor; and how many they are."""
        table = self.table
        marks = table.marks
        if self.view.place not in RENEWABLE:
            return (), 0
        if marks.all_matching:
            wanted = self.view.wanted(self.view.place)
            return Matching(wanted, frozenset(marks.excepted)), marks.count(table.count)
        if marks:
            return tuple(sorted(marks.ids)), marks.count(table.count)
        under = table.cursor_id
        return ((under,), 1) if under else ((), 0)

    def is_known(self) -> bool:
        """Whether the table shows what the filter asks for, and not yet something in its place."""
        source = self.table.source
        wanted = self.view.wanted(self.view.place)
        return isinstance(source, FleetSource) and source.wanted == wanted

    def know_absent(self) -> None:
        """Find out which rows that "all" leaves out are not in the list any more."""
        marks = self.table.marks
        if marks.excepted:
            today, wanted = self.desk.today(), self.view.wanted(self.view.place)
            found = self.desk.reader().by_ids(marks.excepted)
            here = {one for one, row in found.items() if matches(row, wanted, today)}
            marks.know_absent(marks.excepted - here)

    def selected(self) -> tuple[Selection, int, int] | None:
        """The selection, its count, and how many of it the filter hides; None is told of."""
        if self.table.marks.all_matching and not self.is_known():
            self.app.notify(STILL_COUNTING, markup=False)
            return None
        selection, count = self.selection()
        if count:
            return selection, count, self.hidden_marks()
        self.app.notify("There is no instance to do this to here.", markup=False)
        return None

    def action_toggle_mark(self) -> None:
        """Mark the row and go down."""
        self._on_marks("toggle_mark")

    def action_range(self) -> None:
        """Start or end a range of marks."""
        self._on_marks("range")

    def action_mark_all(self) -> None:
        """Mark all that match the filter, once it is known which those are."""
        if self.view.place in RENEWABLE and not self.is_known():
            self.app.notify(STILL_COUNTING, markup=False)
        else:
            self._on_marks("mark_all")

    def action_clear_marks(self) -> None:
        """Clear all marks."""
        self._on_marks("clear_marks")

    def _on_marks(self, name: str) -> None:
        if self.view.place in RENEWABLE:
            getattr(self.table, f"action_{name}")()
            self.show_chrome()

    def on_row_table_marks_changed(self) -> None:
        """Tell what is marked."""
        self.show_chrome()

    def marks_text(self) -> str:
        """How many rows are marked and what they cost a month, or that a range has begun."""
        if self.view.place not in self.tables or self.view.place not in RENEWABLE:
            return ""
        table = self.table
        count = table.marks.count(table.count)
        words = []
        if table.marks.all_matching and not self.is_known():
            words.append("all that match are marked")
        elif count:
            words.append(f"{count:,} marked{self._marked_price()}")
        if table.range_anchor is not None:
            words.append("range begun: v ends it")
        return ", ".join(words)

    def _marked_price(self) -> str:
        """The monthly prices of marks that are few enough to add up at once."""
        marks, header = self.table.marks, self.header
        if marks.all_matching or len(marks.ids) > 1_000:
            return ""
        if header is None or len(header.means) != 1:
            return ""  # prices in several currencies have no sum
        try:
            total = self.prices.total(marks.ids, self.seen, header.account)
            return "" if total is None else f": {show_money(total)} a month"
        except DeskError:
            return ""  # a busy store: the next look tells
