"""Marks on the rows of a table: one by one, as a range, or all of them."""

from __future__ import annotations

from functools import cached_property

from textual.message import Message

from renewal_tui.ui.widgets.table.cursor import Anchor, CursorGrid
from renewal_tui.ui.widgets.table.glyphs import IN_RANGE, MARKED, UNMARKED
from renewal_tui.ui.widgets.table.marks import Marks
from renewal_tui.ui.widgets.table.source import RowT

SLICE = 4096
"""Ids of a range that are asked for at a time."""


class MarkingGrid(CursorGrid[RowT]):
    """A grid whose rows can be marked. What the marks are for is not its business."""

    class MarksChanged(Message, namespace="row_table"):
        """Rows were marked or unmarked, or a range was started or given up."""

        def can_replace(self, message: Message) -> bool:
            """The marks are read from the table, so one message is as good as several."""
            return isinstance(message, MarkingGrid.MarksChanged)

    range_anchor: str | None = None
    """The id of the row at which an open range began, None when no range is open."""
    _range_row = 0

    @cached_property
    def marks(self) -> Marks:
        """The marks; after changing them from outside call `marks_changed`."""
        return Marks()

    def marks_changed(self) -> None:
        """Show the marks as they are now, and tell the screen."""
        self.repaint_all_rows()
        self.post_message(self.MarksChanged())

    def mark_of(self, index: int, row_id: str) -> tuple[str, bool]:
        """The sign of a row in the gutter, and whether it counts as marked."""
        if self.marks.is_marked(row_id):
            return MARKED, True
        if self.range_anchor is not None:
            ends = sorted((self._range_row, self.cursor_row))
            if ends[0] <= index <= ends[1]:
                return IN_RANGE, False
        return UNMARKED, False

    def toggle_mark(self, index: int) -> None:
        """Mark a row, or take its mark away."""
        row_id = self._windows.id_at(index)
        if row_id is not None and self.markable:
            self.marks.toggle(row_id)
            self.repaint_rows(index, index)
            self.post_message(self.MarksChanged())

    def action_toggle_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away, and go down."""
        self.toggle_mark(self.cursor_row)
        self.action_move(1)

    def action_range(self) -> None:
        """Begin a range at the cursor, or mark everything between its beginning and the cursor."""
        if not self.markable or self.cursor_id is None:
            return
        if self.range_anchor is None:
            self.range_anchor, self._range_row = self.cursor_id, self.cursor_row
        else:
            self._mark_between(self._range_row, self.cursor_row)
            self.range_anchor = None
        self.marks_changed()

    def action_mark_all(self) -> None:
        """Mark every row of the list, however many there are."""
        if self.markable and self.count:
            self.marks.mark_all()
            self.range_anchor = None
            self.marks_changed()

    def action_clear_marks(self) -> None:
        """Take all marks away and give an open range up."""
        self.marks.clear()
        self.range_anchor = None
        self.marks_changed()

    def repaint_move(self, old: int, new: int) -> None:
        """While a range is open a move changes every row on its way."""
        if self.range_anchor is None:
            super().repaint_move(old, new)
        else:
            self.repaint_rows(old, new)

    def _settle(self, anchor: Anchor) -> None:
        """A range goes on from where its first row is now; without that row it is given up."""
        if self.range_anchor is not None:
            row = self.source.position(self.range_anchor)
            if row is None:
                self.range_anchor = None
                self.marks_changed()
            else:
                self._range_row = row
        super()._settle(anchor)

    def _mark_between(self, one: int, other: int) -> None:
        first, last = sorted((one, other))
        for start in range(first, last + 1, SLICE):
            self.marks.mark(self.source.ids(start, min(start + SLICE, last + 1)))
