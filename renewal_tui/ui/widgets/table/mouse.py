"""The mouse on a table: rows, marks, headings, the wheel, and the rail at the right edge."""

from __future__ import annotations

from textual.events import (
    Click,
    MouseDown,
    MouseEvent,
    MouseMove,
    MouseScrollDown,
    MouseScrollLeft,
    MouseScrollRight,
    MouseScrollUp,
    MouseUp,
)

from renewal_tui.ui.widgets.table.marking import MarkingGrid
from renewal_tui.ui.widgets.table.messages import HeaderClicked, RowChosen
from renewal_tui.ui.widgets.table.rail import row_for
from renewal_tui.ui.widgets.table.source import RowT
from renewal_tui.ui.widgets.table.viewport import HEADER

WHEEL = 3
"""Rows that one step of the wheel scrolls."""


class MouseGrid(MarkingGrid[RowT]):
    """A grid that can be clicked. Everything it does can be done by keys as well."""

    _dragging = False

    def on_click(self, event: Click) -> None:
        """Move the cursor to a row, turn its mark in the gutter, choose it by a double click."""
        event.stop()
        if self._on_rail(event):
            return
        x = event.x if event.x < self._layout.fixed else event.x + int(self.scroll_offset.x)
        if event.y < HEADER:
            self._click_header(x)
            return
        index = self.first_row + event.y - HEADER
        if not 0 <= index < self.count:
            return
        self.move_cursor(index)
        if self._layout.in_gutter(event.x):
            self.toggle_mark(index)
        elif event.chain == 2 and self.cursor_id is not None:
            self.post_message(RowChosen(self, self.cursor_id))

    def on_mouse_down(self, event: MouseDown) -> None:
        """Take hold of the rail."""
        if self._on_rail(event):
            self._dragging = True
            self.capture_mouse()
            self._drag_to(event.y)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Pull the rail."""
        if self._dragging:
            self._drag_to(event.y)

    def on_mouse_up(self, _event: MouseUp) -> None:
        """Let go of the rail."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll down, with shift or ctrl to the right; the cursor stays on its row."""
        event.stop()
        if event.shift or event.ctrl:
            self.action_scroll_right()
        else:
            self._wheel(WHEEL)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll up, with shift or ctrl to the left; the cursor stays on its row."""
        event.stop()
        if event.shift or event.ctrl:
            self.action_scroll_left()
        else:
            self._wheel(-WHEEL)

    def on_mouse_scroll_right(self, event: MouseScrollRight) -> None:
        """Scroll to the right."""
        event.stop()
        self.action_scroll_right()

    def on_mouse_scroll_left(self, event: MouseScrollLeft) -> None:
        """Scroll to the left."""
        event.stop()
        self.action_scroll_left()

    def _click_header(self, x: int) -> None:
        column = self._layout.column_at(x)
        if column is not None and column.sortable:
            self.post_message(HeaderClicked(self, column.key))

    def _wheel(self, rows: int) -> None:
        self._following = False
        self.scroll_rows_to(self.first_row + rows)

    def _on_rail(self, event: MouseEvent) -> bool:
        on_edge = event.x >= self._layout.view and event.y >= HEADER
        return on_edge and self.count > self.rows_shown

    def _drag_to(self, y: int) -> None:
        self._following = False
        self.scroll_rows_to(row_for(y - HEADER, self.rows_shown, self.count))
