"""A list's rows by position: all numbers in memory, or a walk from the nearest row.

Either belongs to one filter and one order, and to one state of the store: once the store has
changed, it is thrown away.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right, insort
from collections.abc import Callable, Sequence
from typing import Any

from renewal_tui.domain.facts import Instance
from renewal_tui.store.connection import Store
from renewal_tui.store.lists.orders import Key
from renewal_tui.store.lists.walking import Walk

NEAR_THE_END = 20_000
"""Rows that are counted from either end before all rows before a row are."""

_Row = tuple[Any, ...]


class Held:
    """The numbers of all rows."""

    def __init__(self, numbers: array[int]) -> None:
        self._numbers = numbers

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._numbers)

    def numbers(self, start: int, stop: int) -> Sequence[int]:
        """A part of them."""
        return self._numbers[start:stop]

    def position(self, instance: Instance) -> int:
        """Where an instance stands."""
        return self._numbers.index(instance.row)


class Walked:
    """Pages along an index, each from the row nearest to it that was seen before, or an end."""

    def __init__(self, store: Store, walk: Walk, count: Callable[[], int]) -> None:
        """`count` tells how many rows there are; it is asked only when that matters."""
        self._store = store
        self._walk = walk
        self._count = count
        self._seen: list[tuple[int, Key]] = []

    def numbers(self, start: int, stop: int) -> Sequence[int]:
        """The numbers of a page."""
        after = bisect_right(self._seen, start, key=lambda seen: seen[0])
        if after < len(self._seen) and self._seen[after][0] < stop:
            middle = self._seen[after][0]
            return [*self.numbers(start, middle), *self.numbers(middle, stop)]
        return self._page(start, stop, after)

    def position(self, instance: Instance) -> int:
        """Where an instance stands."""
        key = self._walk.order.key_of(instance)
        before = self._counted(key, NEAR_THE_END, back=True)
        if before == NEAR_THE_END:
            rest = self._counted(key, NEAR_THE_END, back=False)
            if rest < NEAR_THE_END:
                before = self._count() - rest
            else:
                before = self._counted(key, self._count(), back=True)
        self._note(before, key)
        return before

    def _page(self, start: int, stop: int, after: int) -> Sequence[int]:
        at, key = self._seen[after - 1] if after else (0, None)
        skip = start - at
        if skip > stop - start:
            end, beyond = self._seen[after] if after < len(self._seen) else (self._count(), None)
            stop = min(stop, end)
            if end - stop < skip:
                rows = self._read(beyond, end - stop, stop - start, back=True)
                return self._noted(start, rows[::-1])
        return self._noted(start, self._read(key, skip, stop - start, back=False))

    def _noted(self, start: int, rows: Sequence[_Row]) -> Sequence[int]:
        if rows:
            self._note(start, rows[0][1:])
        return [row[0] for row in rows]

    def _read(self, key: Key | None, skip: int, limit: int, *, back: bool) -> Sequence[_Row]:
        return self._store.sql(*self._walk.rows(key, skip, limit, back=back)) if limit > 0 else []

    def _counted(self, key: Key, limit: int, *, back: bool) -> int:
        found = self._walk.size(key, limit, back=back)
        return int(self._store.sql(*found)[0][0])

    def _note(self, at: int, key: Key) -> None:
        if (at, key) not in self._seen:
            insort(self._seen, (at, key), key=lambda seen: seen[0])


Windows = Held | Walked
"""The store's numbers of a list's rows, by position."""
