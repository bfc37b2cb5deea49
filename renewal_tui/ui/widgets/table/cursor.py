"""The cursor of a table: keys move it, the screen follows it, and it stays on its row."""

from __future__ import annotations

from typing import NamedTuple

from textual.message import Message

from renewal_tui.ui.widgets.table.grid import Grid
from renewal_tui.ui.widgets.table.source import RowSource, RowT
from renewal_tui.ui.widgets.table.windows import Windows


class Anchor(NamedTuple):
    """What has to stay where it is while the rows change."""

    cursor_id: str | None
    cursor_row: int
    held_id: str | None
    held_row: int
    line: int
    """On which line of the screen the held row stands."""


_TOP = Anchor(None, 0, None, 0, 0)


class CursorGrid(Grid[RowT]):
    """A grid with one row under the cursor. The screen follows the cursor, never the other way.

    Its rows can be replaced without anything jumping on the screen.
    """

    class RowChosen(Message, namespace="row_table"):
        """The row under the cursor, if there is one, was opened: by enter or a double click."""

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

    def set_source(
        self, source: RowSource[RowT], *, keep: bool = True, asked: bool = False
    ) -> None:
        """Show other rows. With `keep` the cursor stays on its row, on the same line of the screen.

        If that row is gone the cursor stays where it stood. Without `keep` it goes to the top, and
        where other rows were `asked` for it does so unless its row is among them.
        """
        anchor = self._anchor() if keep else _TOP
        if asked:
            anchor = _TOP._replace(cursor_id=anchor.cursor_id)
        self._windows = Windows(source)
        self._settle(anchor)
        if asked and self.container_size:
            self.bring_into_view(self.cursor_row)

    def _anchor(self) -> Anchor:
        """Hold the cursor's row; if it is out of view, the topmost row that can be seen."""
        shown = self.in_view(self.cursor_row)
        held = self.cursor_row if shown else self.first_row
        return Anchor(
            self.cursor_id,
            self.cursor_row,
            self.cursor_id if shown else self._windows.id_at(held),
            held,
            held - self.first_row,
        )

    def _settle(self, anchor: Anchor) -> None:
        """Put cursor and screen back to what they were held at, among the rows as they are now."""
        self.cursor_row = self._locate(anchor.cursor_id, anchor.cursor_row)
        self._cursor_id = self._windows.id_at(self.cursor_row)
        held = self.cursor_row
        if anchor.held_id != anchor.cursor_id:
            held = self._locate(anchor.held_id, anchor.held_row)
        self.lay_out()
        if self.container_size:
            self.scroll_rows_to(held - anchor.line)
            self.repaint_all_rows()

    def _locate(self, row_id: str | None, otherwise: int) -> int:
        """Where a row stands now; if it is gone, the position given, or the last one there is."""
        if row_id is not None and self._windows.id_at(otherwise) == row_id:
            return otherwise  # as most often: nobody has to count the rows before it
        found = None if row_id is None else self.source.position(row_id)
        return self._within(otherwise if found is None else found)
