"""The rail at the right edge: which part of the list is on the screen, in one cell a line.

It is drawn as a part of the lines themselves. A scroll bar of its own would write every line of
the screen once more for each page, which is what a slow connection feels most.
"""

from __future__ import annotations

from typing import NamedTuple


class Rail(NamedTuple):
    """The thumb covers the lines from `start` up to, not including, `stop`."""

    start: int
    stop: int

    def covers(self, line: int) -> bool:
        """Whether the thumb is on this line of rows."""
        return self.start <= line < self.stop


NO_RAIL = Rail(0, 0)


def rail_for(first: int, lines: int, count: int) -> Rail:
    """The thumb when `lines` of `count` rows are shown from row `first` on; none if all are."""
    if lines <= 0 or count <= lines:
        return NO_RAIL
    size = max(lines * lines // count, 1)
    # It touches an end only at the very end, so that one row more is never overlooked.
    travel = lines - size
    hidden = count - lines
    start = (first * travel + hidden // 2) // hidden
    if 0 < first < hidden and travel > 1:
        start = min(max(start, 1), travel - 1)
    return Rail(start, start + size)


def row_for(line: int, lines: int, count: int) -> int:
    """The first row to show when the rail was pointed at on a line of rows."""
    hidden = max(count - lines, 0)
    last = max(lines - 1, 1)
    return hidden * min(max(line, 0), last) // last
