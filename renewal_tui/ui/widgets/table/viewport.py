"""A view on very many rows below a line of headings that stays; it never scrolls by itself."""

from __future__ import annotations

from textual.geometry import Region, Size

from renewal_tui.ui.widgets.table.canvas import Canvas
from renewal_tui.ui.widgets.table.layout import RAIL

HEADER = 1
"""Lines at the top that do not scroll."""


class Viewport(Canvas):
    """Knows which rows are on the screen and repaints no more than what changed.

    There are no scroll bar widgets: the position is drawn on the lines themselves (layout.py), so
    a change of the number of rows needs no new layout of the screen.
    """

    @property
    def rows_shown(self) -> int:
        """How many rows the screen has room for."""
        return max(self.container_size.height - HEADER, 0)

    @property
    def first_row(self) -> int:
        """The position of the topmost row on the screen."""
        return int(self.scroll_offset.y)

    def in_view(self, row: int) -> bool:
        """Whether a row is on the screen."""
        return self.first_row <= row < self.first_row + self.rows_shown

    def set_extent(self, width: int, rows: int) -> None:
        """Say how wide a line and how many rows there are."""
        # Set quietly: the reactive would lay the whole screen out anew, for nothing.
        self.set_reactive(Canvas.virtual_size, Size(width + RAIL, rows + HEADER))
        self.scroll_cells_to(self.scroll_offset.x)
        self.scroll_rows_to(self.first_row)

    def scroll_rows_to(self, row: int) -> None:
        """Let this row be the topmost one, or as near to it as the end of the rows allows."""
        self.scroll_to(y=row, animate=False, force=True)

    def scroll_cells_to(self, left: int) -> None:
        """Let this cell of the lines be the leftmost one."""
        self.scroll_to(x=left, animate=False, force=True)

    def bring_into_view(self, row: int) -> None:
        """Scroll just as far as it takes to see a row."""
        if row < self.first_row:
            self.scroll_rows_to(row)
        elif self.rows_shown and not self.in_view(row):
            self.scroll_rows_to(row - self.rows_shown + 1)

    def repaint_rows(self, one: int, other: int) -> None:
        """Repaint the rows between two, both included, so far as they are on the screen."""
        top = max(min(one, other), self.first_row) - self.first_row
        bottom = min(max(one, other), self.first_row + self.rows_shown - 1) - self.first_row
        if top <= bottom:
            width = self.container_size.width
            self.refresh(Region(0, top + HEADER, width, bottom - top + 1))

    def repaint_all_rows(self) -> None:
        """Repaint the rows, not the headings above them."""
        self.repaint_rows(self.first_row, self.first_row + self.rows_shown - 1)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Repaint the rows when others come into view."""
        if round(old_value) != round(new_value):
            self.repaint_all_rows()
