"""Keeps the cursor on its row, and the row on its line, when the rows change under it."""

from __future__ import annotations

from typing import NamedTuple

from renewal_tui.ui.widgets.table.cursor import CursorGrid
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


class KeepingGrid(CursorGrid[RowT]):
    """A grid whose rows can be replaced without anything jumping on the screen."""

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
        found = None if row_id is None else self.source.position(row_id)
        return self._within(otherwise if found is None else found)
