"""The cursor of a table: one row that keys move, with the screen following it."""

from __future__ import annotations

from textual.message import Message

from renewal_tui.ui.widgets.table.grid import Grid
from renewal_tui.ui.widgets.table.source import RowT


class CursorGrid(Grid[RowT]):
    """A grid with one row under the cursor. The screen follows the cursor, never the other way."""

    class RowChosen(Message, namespace="row_table"):
        """The row under the cursor was opened: by the enter key or a double click."""

    # Kept beside the position: when the rows change, only the id still tells the row.
    _cursor_id: str | None = None
    # Whether the operator last looked at the cursor, or has scrolled away from it by the wheel.
    _following = True

    @property
    def cursor_id(self) -> str | None:
        """The id of the row under the cursor, None if there are no rows."""
        if self._cursor_id is None:
            self._cursor_id = self._windows.id_at(self.cursor_row)
        return self._cursor_id

    @property
    def cursor_item(self) -> RowT | None:
        """The row under the cursor, None if there are no rows."""
        return self._windows.row(self.cursor_row)

    def move_cursor(self, index: int) -> None:
        """Put the cursor on a row, and scroll as far as it takes to see it."""
        self._following = True
        old, new = self.cursor_row, self._within(index)
        if old != new:
            self.cursor_row, self._cursor_id = new, self._windows.id_at(new)
            self.repaint_move(old, new)
        self.bring_into_view(new)

    def repaint_move(self, old: int, new: int) -> None:
        """Repaint what a move of the cursor changes."""
        self.repaint_rows(old, old)
        self.repaint_rows(new, new)

    def focus_changed(self) -> None:
        """Light the cursor up, or dim it."""
        self.repaint_rows(self.cursor_row, self.cursor_row)

    def about_to_paint_anew(self) -> None:
        """Keep the cursor in view on a smaller screen, unless the operator had scrolled away."""
        super().about_to_paint_anew()
        if self._following:
            self.bring_into_view(self.cursor_row)

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.cursor_id is not None:
            self.post_message(self.RowChosen())

    def action_move(self, rows: int) -> None:
        """Go to the next row, or the one before."""
        self.move_cursor(self.cursor_row + rows)

    def action_page(self, pages: int) -> None:
        """Go one screen of rows on, or back; the cursor stays on its line."""
        self.bring_into_view(self.cursor_row)
        rows = pages * max(self.rows_shown, 1)
        self.scroll_rows_to(self.first_row + rows)
        self.action_move(rows)

    def action_home(self) -> None:
        """Go to the first row."""
        self.move_cursor(0)

    def action_end(self) -> None:
        """Go to the last row."""
        self.move_cursor(self.count - 1)

    def action_scroll_left(self) -> None:
        """Show what lies to the left; back at the edge, the columns are fitted again."""
        now = int(self.scroll_offset.x)
        left = max((stop for stop in self._layout.stops if stop < now), default=0)
        self.scroll_cells_to(left)
        if not left:
            self._show_whole(whole=False)

    def action_scroll_right(self) -> None:
        """Show what lies to the right: columns, too, that were left out for lack of room."""
        self._show_whole(whole=True)
        now = int(self.scroll_offset.x)
        self.scroll_cells_to(min((stop for stop in self._layout.stops if stop > now), default=now))

    def _show_whole(self, *, whole: bool) -> None:
        if self._layout.hides and self._whole is not whole:
            self._whole = whole
            self.lay_out()
            self.refresh()

    def _within(self, index: int) -> int:
        return max(min(index, self.count - 1), 0)
