"""The rail at the right edge: which part of the list is on the screen, in one cell a line.

It is drawn as a part of the lines themselves. A scroll bar of its own would write every line of
the screen once more for each page, which is what a slow connection feels most.
"""

from __future__ import annotations


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
