"""Where everything on a line stands: the gutter, the fitted columns, the rail at the right edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic

from renewal_tui.ui.widgets.table.columns import Column, Fitted, fit_columns
from renewal_tui.ui.widgets.table.source import RowT

RAIL = 1
"""The rightmost cell: where in the list the screen is.

It is drawn as a part of the lines themselves. A scroll bar of its own would write every line of
the screen once more for each page, which is what a slow connection feels most.
"""

MARK_GUTTER = 5
"""The cursor's sign, the mark and a blank."""

PLAIN_GUTTER = 2
"""The cursor's sign and a blank, for a table in which nothing is marked."""

ROOMY = 100
"""From this width on, columns stand two blanks apart."""


class Layout(Generic[RowT]):
    """The columns of a table fitted into `width` cells, or `whole`: all of them, to be scrolled."""

    def __init__(
        self, columns: Sequence[Column[RowT]], width: int, *, markable: bool, whole: bool = False
    ) -> None:
        self.gutter = MARK_GUTTER if markable else PLAIN_GUTTER
        self.gap = 2 if width >= ROOMY else 1
        self.view = max(width - RAIL, 0)
        room = self.view - self.gutter
        self.columns: Fitted[RowT] = fit_columns(columns, room, self.gap)
        self.hides = len(self.columns) < len(columns)
        """Whether columns were left out, which a whole layout shows."""
        if whole and self.hides:
            self.columns = [(column, column.min_width) for column in columns]

    @property
    def width(self) -> int:
        """The cells a whole line takes, without the rail; more than `view` if it must scroll."""
        gaps = self.gap * max(len(self.columns) - 1, 0)
        needed = self.gutter + sum(width for _, width in self.columns) + gaps
        return max(needed, self.view)

    @property
    def fixed(self) -> int:
        """The cells at the left that stay when the rest is scrolled sideways.

        The gutter, and the first column where the others keep the greater part of the screen.
        """
        first = self.gutter + (self.columns[0][1] + self.gap if self.columns else 0)
        return first if first * 2 <= self.view else min(self.gutter, self.view)

    @property
    def stops(self) -> list[int]:
        """How far to scroll sideways for each column to stand first beside what stays."""
        start, found = self.gutter, []
        for _, width in self.columns:
            if start >= self.fixed:
                found.append(start - self.fixed)
            start += width + self.gap
        return found

    def column_at(self, x: int) -> Column[RowT] | None:
        """The column that a cell of the line belongs to, the gap after it included."""
        start = self.gutter
        for column, width in self.columns:
            if start <= x < start + width + self.gap:
                return column
            start += width + self.gap
        return None


def rail_for(first: int, lines: int, count: int) -> range:
    """The thumb's lines when `lines` of `count` rows are shown from `first` on; none if all are."""
    if lines <= 0 or count <= lines:
        return range(0)
    size = max(lines * lines // count, 1)
    # It touches an end only at the very end, so that one row more is never overlooked.
    travel = lines - size
    hidden = count - lines
    start = (first * travel + hidden // 2) // hidden
    if 0 < first < hidden and travel > 1:
        start = min(max(start, 1), travel - 1)
    return range(start, start + size)


def row_for(line: int, lines: int, count: int) -> int:
    """The first row to show when the rail was pointed at on a line of rows."""
    hidden = max(count - lines, 0)
    last = max(lines - 1, 1)
    return hidden * min(max(line, 0), last) // last
