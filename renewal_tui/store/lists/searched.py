"""A list that was searched for a text which many rows hold: by position, without reading it all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from renewal_tui.domain.facts import Instance
from renewal_tui.store.connection import Store
from renewal_tui.store.lists.orders import Key
from renewal_tui.store.lists.walking import Walk
from renewal_tui.store.lists.windows import Held, Walked


class Searched(Walked):
    """Pages by looking at the rows that come next, as long as those hold the text often enough.

    Where they do not, all that hold it are read at once; and where those would be too many to hold
    in memory, the walk passes over every row whose number the text index does not give.
    """

    def __init__(
        self,
        store: Store,
        walk: Walk,
        count: Callable[[], int],
        hold: Callable[[], Held | None],
        looked_at: int,
    ) -> None:
        """`hold` reads the whole list, or says by None that it is too long.

        So many rows are `looked_at` one by one before that.
        """
        super().__init__(store, walk, count)
        self._hold = hold
        self._looked_at = looked_at
        self._held: Held | None = None
        self._is_too_long = False

    def numbers(self, start: int, stop: int) -> Sequence[int]:
        """The numbers of a page."""
        if self._held is None:
            try:
                return super().numbers(start, stop)
            except _NotNear:
                self.read_all()
        return self.numbers(start, stop) if self._held is None else self._held.numbers(start, stop)

    def position(self, instance: Instance) -> int:
        """Where an instance stands."""
        self.read_all()
        return super().position(instance) if self._held is None else self._held.position(instance)

    def first(self, limit: int) -> Sequence[int] | None:
        """The numbers of the first rows, if they are found in a moment; None if not."""
        if self._held is not None:
            return self._held.numbers(0, limit)
        rows = self._near(None, limit, back=False)
        return None if rows is None else [row[0] for row in rows]

    def read_all(self) -> None:
        """Read the whole list, unless it is too long: then no page takes longer than another."""
        if self._held is None and not self._is_too_long:
            self._held = self._hold()
            self._is_too_long = self._held is None

    def _read(
        self, key: Key | None, skip: int, limit: int, *, back: bool
    ) -> Sequence[tuple[Any, ...]]:
        if limit <= 0:
            return []
        if skip + limit < self._looked_at:
            near = self._near(key, skip + limit, back=back)
            if near is not None:
                return near[skip:]
        if not self._is_too_long:
            raise _NotNear
        return super()._read(key, skip, limit, back=back)

    def _near(self, key: Key | None, limit: int, *, back: bool) -> list[tuple[Any, ...]] | None:
        """The next rows that hold the text, by looking at some; None if those do not decide it."""
        text = self._walk.narrowed.text
        rows: list[tuple[Any, ...]] = []
        left = self._looked_at
        next_ones = self._walk.rows_to_look_at(key, left, back=back)
        for row in self._store.walk_sql(*next_ones):
            left -= 1
            if text in row[-1]:
                rows.append(row[:-1])
                if len(rows) == limit:
                    return rows
        return rows if left else None


class _NotNear(Exception):
    """The next rows do not hold the text often enough."""
