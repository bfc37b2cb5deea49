"""A list whose rows have to be asked for their text or date: by position, without reading all."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from renewal_tui.domain.facts import Instance
from renewal_tui.store.connection import Store
from renewal_tui.store.lists.orders import Key
from renewal_tui.store.lists.walking import Walk
from renewal_tui.store.lists.windows import Held, Walked

_Row = tuple[Any, ...]


class Asked(Walked):
    """Pages by asking the rows that come next, as long as there are not too many to be asked.

    Where there are, all that match are read at once; and where those would be too many to hold in
    memory, the walk passes over every row that the database can tell does not match.
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

    @property
    def has_far_pages(self) -> bool:
        """Whether some pages take longer than a moment as long as not all of it is held."""
        return self._held is None and not self._is_too_long

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
        return super().position(instance) if self._held is None else self._held.position(instance)

    def first(self, limit: int) -> Sequence[int] | None:
        """The numbers of the first rows, of a rare text fewer; None if a moment finds none."""
        if self._held is not None:
            return self._held.numbers(0, limit)
        rows = self._glimpsed(limit)
        return None if rows is None else [row[0] for row in rows]

    def _glimpsed(self, limit: int) -> Sequence[_Row] | None:
        return self._near(None, limit, back=False)

    def read_all(self) -> None:
        """Read the whole list, unless it is too long: then no page takes longer than another."""
        if self._held is None and not self._is_too_long:
            self._held = self._hold()
            self._is_too_long = self._held is None

    def _read(self, key: Key | None, skip: int, limit: int, *, back: bool) -> Sequence[_Row]:
        if limit <= 0:
            return []
        if skip + limit < self._looked_at:
            near = self._near(key, skip + limit, back=back)
            if near is not None:
                return near[skip:]
        if not self._is_too_long:
            raise _NotNear
        return super()._read(key, skip, limit, back=back)

    @abstractmethod
    def _near(self, key: Key | None, limit: int, *, back: bool) -> Sequence[_Row] | None:
        """The next rows that match, by asking some; None if those do not decide it."""


class Searched(Asked):
    """A list of which the indexes do not know all, such as a text that many rows hold."""

    def position(self, instance: Instance) -> int:
        """Where an instance stands."""
        self.read_all()
        return super().position(instance)

    def _glimpsed(self, limit: int) -> Sequence[_Row] | None:
        rows, is_all = self._asked(None, limit, self._looked_at // 2, back=False)
        return rows if rows or is_all else None

    def _near(self, key: Key | None, limit: int, *, back: bool) -> Sequence[_Row] | None:
        rows, is_all = self._asked(key, limit, self._looked_at, back=back)
        return rows if is_all else None

    def _asked(
        self, key: Key | None, limit: int, left: int, *, back: bool
    ) -> tuple[list[_Row], bool]:
        """Those of the next rows that match, and whether they are all that was wanted."""
        rows: list[_Row] = []
        for row in self._store.walk_sql(*self._walk.rows_to_look_at(key, left, back=back)):
            left -= 1
            if row[-1]:
                rows.append(row[:-1])
                if len(rows) == limit:
                    return rows, True
        return rows, left > 0


class Dated(Asked):
    """A list that is narrowed by dates, in another order."""

    _every = 0
    _read_absent: Callable[[], list[Key]] | None = None
    _absent: list[Key] | None = None

    @property
    def has_far_pages(self) -> bool:
        """Whether some pages take longer than a moment as long as not all of it is held."""
        return self._held is None and self._read_absent is None

    def skipping(self, every: int, absent: Callable[[], list[Key]] | None) -> Dated:
        """Be told how many rows match on `every` date, and what reads the `absent`.

        Those are the places of the rows of other dates, in ascending order: a far jump passes over
        rows of every date, and then over as many again as there were absent ones among them.
        """
        self._every, self._read_absent = every, absent
        return self

    def _near(self, key: Key | None, limit: int, *, back: bool) -> Sequence[_Row] | None:
        if limit * self._every > self._looked_at * self._count():
            return None
        return Walked._read(self, key, 0, limit, back=back)

    def _read(self, key: Key | None, skip: int, limit: int, *, back: bool) -> Sequence[_Row]:
        if self._read_absent and self._is_too_long and skip > self._looked_at:
            key, skip = self._leap(key, skip, back=back)
        return super()._read(key, skip, limit, back=back)

    def _leap(self, key: Key | None, skip: int, *, back: bool) -> tuple[Key | None, int]:
        """A row on the way to one that is so many rows away, and how many are left from there."""
        while skip > 0:
            # What comes before a row ends with the last one that was passed over.
            found = self._walk.row_on_any_date(key, skip - back, back=back)
            rows = self._store.sql(*found)
            if not rows:
                break
            before, key = key, rows[0][1:]
            skip = self._absent_between(before, key, back=back)
        return key, skip

    def _absent_between(self, start: Key | None, stop: Key | None, *, back: bool) -> int:
        """How many absent rows a walk passes over; no key is the end where it starts, or stops.

        It takes the row at `start` with it and leaves the one at `stop`; going `back`, the reverse.
        """
        absent = self._places_absent()
        up = self._walk.descending == back
        cut = bisect_left if up != back else bisect_right
        first, last = (0, len(absent)) if up else (len(absent), 0)
        begin = first if start is None else cut(absent, start)
        end = last if stop is None else cut(absent, stop)
        return abs(end - begin)

    def _places_absent(self) -> list[Key]:
        if self._absent is None:
            self._absent = self._read_absent() if self._read_absent else []
        return self._absent

    def _counted(self, key: Key, limit: int, *, back: bool) -> int:
        # To find the few absent rows is quicker than to put them in order, unless it is a long way.
        if not self._read_absent or limit <= 2 * self._looked_at:
            return super()._counted(key, limit, back=back)
        most = limit + len(self._places_absent())
        every = int(self._store.sql(*self._walk.size_on_any_date(key, most, back=back))[0][0])
        return min(every - self._absent_between(key, None, back=back), limit)


class _NotNear(Exception):
    """The next rows are not found in a moment."""
