"""Columns of a table, and how many cells each one gets when the screen is wide or narrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Literal, NamedTuple

from renewal_tui.ui.widgets.table.source import RowT

Cell = str | tuple[str, str]
"""What a column shows of a row: a text, or a text and its tone (see styles.TONES)."""

Align = Literal["left", "right"]
Cut = Literal["end", "middle"]

FIRST = 100
"""Before all priorities at which columns go."""


class Column(NamedTuple, Generic[RowT]):
    """One column. It is never narrower than `min_width` nor wider than `max_width`.

    `priority` 0 is never left out; of the others the highest number goes first when the screen
    is too narrow. A column with a short form (a room's code for its name) takes that before any
    column has to go, unless its `short_priority` stands behind theirs. `flex` says which share of
    the spare cells it gets, and from `long_width` on it has the room for its long form.
    """

    key: str
    title: str
    cell: Callable[[RowT], Cell]
    min_width: int
    max_width: int | None = None
    flex: int = 1
    align: Align = "left"
    cut: Cut = "end"
    priority: int = 0
    sortable: bool = False
    short_title: str | None = None
    short_cell: Callable[[RowT], Cell] | None = None
    short_width: int | None = None
    short_priority: int = FIRST
    long_cell: Callable[[RowT], Cell] | None = None
    long_width: int = 0

    @property
    def has_short_form(self) -> bool:
        """Whether the column can be shown in less than `min_width`."""
        return self.short_width is not None and self.short_width < self.min_width

    @property
    def gives_way(self) -> tuple[int, int]:
        """When it is shortened or left out: the column with the highest of these is the next."""
        return self.short_priority if self.has_short_form else self.priority, self.priority

    def shortened(self) -> Column[RowT]:
        """The same column in its short form."""
        return self._replace(
            title=self.title if self.short_title is None else self.short_title,
            cell=self.short_cell or self.cell,
            min_width=self.min_width if self.short_width is None else self.short_width,
            # What only had to do with less may have more again once another column has gone.
            max_width=self.short_width if self.short_cell else self.max_width,
            short_width=None,
        )

    def lengthened(self, width: int) -> Column[RowT]:
        """The same column in its long form, if it has one and that fits into so many cells."""
        if self.long_cell is None or width < self.long_width:
            return self
        return self._replace(cell=self.long_cell)


Fitted = list[tuple[Column[RowT], int]]
"""The columns that are shown, with their widths in cells."""


def needed_width(columns: Sequence[Column[RowT]], gap: int) -> int:
    """The cells that these columns need at least, the gaps between them included."""
    return sum(column.min_width for column in columns) + gap * max(len(columns) - 1, 0)


def fit_columns(columns: Sequence[Column[RowT]], width: int, gap: int = 1) -> Fitted[RowT]:
    """The columns shown in `width` cells and their widths.

    They take more than `width` only when the columns that must never go do not fit: then each
    of those has its least width, and the table scrolls sideways.
    """
    kept = list(columns)
    while needed_width(kept, gap) > width:
        narrower = _narrower(kept)
        if narrower is None:
            break
        kept = narrower
    widths = _spread(kept, max(width - needed_width(kept, gap), 0))
    return [(one.lengthened(width), width) for one, width in zip(kept, widths, strict=True)]


def _narrower(columns: list[Column[RowT]]) -> list[Column[RowT]] | None:
    """One step down: the next column in its short form, or without it if it has none."""
    at = max(range(len(columns)), key=lambda at: (columns[at].gives_way, at), default=-1)
    if at < 0 or columns[at].gives_way == (0, 0):
        return None
    shorter = [columns[at].shortened()] if columns[at].has_short_form else []
    return [*columns[:at], *shorter, *columns[at + 1 :]]


def _spread(columns: Sequence[Column[RowT]], spare: int) -> list[int]:
    """The least widths plus the spare cells, shared by `flex` until nobody can take more."""
    widths = [column.min_width for column in columns]
    growing = [
        at
        for at, column in enumerate(columns)
        if column.flex > 0 and (column.max_width or 0) > column.min_width
    ]
    for _ in range(spare):
        growing = [at for at in growing if widths[at] < (columns[at].max_width or 0)]
        if not growing:
            break
        at = min(growing, key=lambda at: (widths[at] - columns[at].min_width) / columns[at].flex)
        widths[at] += 1
    return widths
