"""Rows and columns that can be looked at: what a table draws on each line, and where it is from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Generic

from textual.geometry import Region
from textual.strip import Strip

from renewal_tui.ui.widgets.table.columns import Column
from renewal_tui.ui.widgets.table.glyphs import ASCII, CURSOR, UNICODE
from renewal_tui.ui.widgets.table.layout import Layout, rail_for
from renewal_tui.ui.widgets.table.lines import Lines
from renewal_tui.ui.widgets.table.source import ListSource, RowSource, RowT
from renewal_tui.ui.widgets.table.styles import COMPONENT_CLASSES, TableStyles
from renewal_tui.ui.widgets.table.viewport import HEADER, Viewport
from renewal_tui.ui.widgets.table.windows import Windows

TRY_AGAIN = 0.5
"""Seconds after which rows that could not be read are asked for again."""


class Grid(Viewport, Generic[RowT]):
    """Draws the rows that are on the screen and asks the source for no others."""

    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENT_CLASSES

    TROUBLE: ClassVar[tuple[type[Exception], ...]] = ()
    """What a source raises while it cannot be read; no error in drawing is ever survived."""

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        source: RowSource[RowT] | None = None,
        *,
        ascii: bool = False,
        markable: bool = True,
    ) -> None:
        self._styles = TableStyles(self)
        super().__init__()
        self.columns = tuple(columns)
        self.markable = markable
        self._glyphs = ASCII if ascii else UNICODE
        self.empty_message = ""
        """What is said when there are no rows; may be several lines."""
        self._sorted_by: str | None = None
        self._descending = False
        self._windows = Windows(ListSource[RowT]([], str) if source is None else source)
        self.cursor_row = 0
        """The position of the row under the cursor, 0 if there are no rows."""
        self._whole = False
        self._layout = Layout(self.columns, 0, markable=markable)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._windows.count

    @property
    def source(self) -> RowSource[RowT]:
        """Where the rows come from."""
        return self._windows.source

    def set_columns(self, columns: Sequence[Column[RowT]]) -> None:
        """Show other columns of the same rows."""
        self.columns = tuple(columns)
        self.lay_out()
        self.refresh()

    def set_sort(self, key: str | None, *, descending: bool = False) -> None:
        """Show at which column, and which way, the rows are sorted; it sorts nothing itself."""
        self._sorted_by, self._descending = key, descending
        self.refresh(Region(0, 0, self.container_size.width, HEADER))

    def lay_out(self) -> None:
        """Fit the columns into the width, and the scroll range to the rows."""
        width = self.container_size.width
        self._layout = Layout(self.columns, width, markable=self.markable, whole=self._whole)
        self._whole = self._whole and self._layout.hides
        if self.container_size:
            self.set_extent(self._layout.width, self.count)

    def about_to_paint_anew(self) -> None:
        """Fit everything into the new size."""
        super().about_to_paint_anew()
        self.lay_out()

    def restyled(self) -> None:
        """Ask for the colours anew."""
        self._styles.clear()

    def mark_of(self, index: int, row_id: str) -> tuple[str, bool]:
        """The sign of a row in the gutter, and whether it counts as marked."""
        del index, row_id
        return "", False

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        lines = Lines(self._layout, self._glyphs, int(self.scroll_offset.x))
        if y < HEADER:
            style = self._styles.of("header")
            return lines.header(style, self._sorted_by, descending=self._descending)
        index = self.first_row + y - HEADER
        row = self._row_to_draw(index)
        if row is None:
            return lines.message(self._message_at(y - HEADER), self._styles.of("dim"))
        return self._row_line(lines, index, row, y - HEADER)

    def _row_to_draw(self, index: int) -> RowT | None:
        """The row, or none while the source cannot tell: it is drawn again in a while."""
        try:
            return self._windows.row(index)
        except self.TROUBLE:
            self.set_timer(TRY_AGAIN, self.repaint_all_rows)
            return None

    def _row_line(self, lines: Lines[RowT], index: int, row: RowT, line: int) -> Strip:
        under_cursor = index == self.cursor_row
        sign, marked = self.mark_of(index, self.source.id_of(row)) if self.markable else ("", False)
        gutter = f"{CURSOR if under_cursor else ' '}{sign}{' ' if sign else ''}"
        # Tones are chosen for the page's background, not for the cursor's: it has one style.
        cursor = self._styles.of("cursor" if self.has_focus else "cursor-blurred")
        toned = partial(self._styles.of, marked=marked)
        styles = (lambda _: cursor) if under_cursor else toned
        rail = rail_for(self.first_row, self.rows_shown, self.count)
        thumb = self._styles.of() if line in rail else None
        return lines.row(row, gutter.ljust(self._layout.gutter), styles, thumb)

    def _message_at(self, line: int) -> str:
        """The part of the empty message that belongs on this line; it leaves the first one free."""
        if self.count or line < 1:
            return ""
        message = self.empty_message.split("\n")
        return message[line - 1] if line <= len(message) else ""
