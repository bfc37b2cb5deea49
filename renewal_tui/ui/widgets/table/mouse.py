"""The mouse on a table: rows, marks, headings, the wheel, and the rail at the right edge."""

from __future__ import annotations

from textual import events, on
from textual.message import Message

from renewal_tui.ui.widgets.table.layout import row_for
from renewal_tui.ui.widgets.table.marking import MarkingGrid
from renewal_tui.ui.widgets.table.source import RowT
from renewal_tui.ui.widgets.table.viewport import HEADER

WHEEL = 3
"""Rows that one step of the wheel scrolls."""


class MouseGrid(MarkingGrid[RowT]):
    """A grid that can be clicked. Everything it does can be done by keys as well."""

    class HeaderClicked(Message, namespace="row_table"):
        """The title of a sortable column was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    _dragging = False

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to a row, turn its mark in the gutter, choose it by a double click."""
        event.stop()
        if self._on_rail(event):
            return
        x = event.x if event.x < self._layout.fixed else event.x + int(self.scroll_offset.x)
        if event.y < HEADER:
            column = self._layout.column_at(x)
            if column is not None and column.sortable:
                self.post_message(self.HeaderClicked(column.key))
            return
        index = self.first_row + event.y - HEADER
        if not 0 <= index < self.count:
            return
        self.move_cursor(index)
        if self.markable and 0 <= event.x < self._layout.gutter:
            self.toggle_mark(index)
        elif event.chain == 2:
            self.action_choose()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the rail."""
        if self._on_rail(event):
            self._dragging = True
            self.capture_mouse()
            self._drag_to(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pull the rail."""
        if self._dragging:
            self._drag_to(event.y)

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        """Let go of the rail."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    @on(events.MouseScrollDown)
    @on(events.MouseScrollUp)
    @on(events.MouseScrollRight)
    @on(events.MouseScrollLeft)
    def wheel(self, event: events.MouseEvent) -> None:
        """Scroll, with shift or ctrl sideways; the cursor stays on its row."""
        event.stop()
        forth = isinstance(event, events.MouseScrollDown | events.MouseScrollRight)
        sideways = isinstance(event, events.MouseScrollRight | events.MouseScrollLeft)
        if not (sideways or event.shift or event.ctrl):
            self._following = False
            self.scroll_rows_to(self.first_row + (WHEEL if forth else -WHEEL))
        elif forth:
            self.action_scroll_right()
        else:
            self.action_scroll_left()

    def _on_rail(self, event: events.MouseEvent) -> bool:
        on_edge = event.x >= self._layout.view and event.y >= HEADER
        return on_edge and self.count > self.rows_shown

    def _drag_to(self, y: int) -> None:
        self._following = False
        self.scroll_rows_to(row_for(y - HEADER, self.rows_shown, self.count))
