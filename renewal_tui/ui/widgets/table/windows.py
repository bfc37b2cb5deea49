"""The part of a source that is at hand: a few windows of rows, fetched when they are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Generic

from renewal_tui.ui.widgets.table.source import RowSource, RowT

WINDOW = 128
"""Rows fetched at a time: two tall screens, one short query."""

KEPT = 8
"""Windows kept; what is held in memory does not depend on how many rows there are."""


class Windows(Generic[RowT]):
    """Reads rows by position; the count is asked once, each window once until it is dropped."""

    def __init__(self, source: RowSource[RowT]) -> None:
        self.source = source
        self.count = source.count()
        count = self.count

        @lru_cache(maxsize=KEPT)
        def window(number: int) -> Sequence[RowT]:
            start = number * WINDOW
            return source.rows(start, min(start + WINDOW, count))

        self._window = window

    def row(self, index: int) -> RowT | None:
        """The row at a position; None outside the rows, or if it went away since the count."""
        if not 0 <= index < self.count:
            return None
        number, offset = divmod(index, WINDOW)
        window = self._window(number)
        return window[offset] if offset < len(window) else None

    def id_at(self, index: int) -> str | None:
        """The id of the row at a position, None where there is no row."""
        row = self.row(index)
        return None if row is None else self.source.id_of(row)
