"""Chooses how a list is read: how it is counted, and whether its rows are held or walked along."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from renewal_tui.domain.filters import Filter, Order
from renewal_tui.store.catalogue import Catalogue
from renewal_tui.store.connection import Store
from renewal_tui.store.lists.counting import Counting
from renewal_tui.store.lists.narrowing import Narrowed, narrow
from renewal_tui.store.lists.orders import BY_ACCOUNT, ListOrder, order_for
from renewal_tui.store.lists.searched import Searched
from renewal_tui.store.lists.walking import Walk, rows_in_stretches
from renewal_tui.store.lists.windows import Held, Walked, Windows
from renewal_tui.store.sql import Sql


class Limits(NamedTuple):
    """Sizes from which on a list is read another way."""

    held: int = 10_000
    """Rows of a list that are sorted and held in memory; longer lists are walked along an index.

    Reading and sorting 10,000 rows takes 20 ms, 50,000 would take 150. A walk passes over the rows
    that do not match: of a tab of 600,000 at least one in 60 does, so a page is found in a few ms.
    """

    held_with_text: int = 50_000
    """The same for a list that was searched for a text: a walk has to fetch each row for it."""

    looked_at: int = 10_000
    """Rows that are searched for a common text one by one, before the list is read another way."""

    stretch: int = 5_000
    """Rows of a long list that are read, or looked at, at one moment: some 20 ms."""


class Way(Enum):
    """How the rows of a filter are found."""

    INDEX = "by the list indexes, which know all but the text"
    FEW_HITS = "by the text index, in no time"
    HITS = (
        "by the text index, which gives so many that it takes a while, though not too many to hold"
    )
    SLOW = "by looking at every row, or at the very many that the text index gives"


class Planner:
    """Counts lists and reads them by position, in one state of the store.

    What it has found out it keeps: it lives as long as nobody changes the store.
    """

    def __init__(self, store: Store, catalogue: Catalogue, today: date, limits: Limits) -> None:
        self._store = store
        self.catalogue = catalogue
        self._today = today
        self._limits = limits
        self._counting = Counting(store)
        self._search = store.engine.search
        self._ways: dict[Filter, tuple[Way, Narrowed]] = {}
        self._counts: dict[Filter, int] = {}
        self._windows: dict[tuple[Filter, Order], Windows] = {}

    def way(self, wanted: Filter) -> tuple[Way, Narrowed]:
        """How the rows of a filter are found, and what the filter means here."""
        if wanted not in self._ways:
            narrowed = narrow(wanted, self.catalogue, self._today)
            self._ways[wanted] = (self._choose(narrowed), narrowed)
        return self._ways[wanted]

    def count(self, wanted: Filter) -> int:
        """How many rows match."""
        return self.counts([wanted])[0]

    def counts(self, several: Sequence[Filter]) -> list[int]:
        """How many rows match each of some filters: less work than one by one."""
        slow: dict[str, dict[Filter, Narrowed]] = {}
        for wanted in several:
            if wanted in self._counts:
                continue
            way, narrowed = self.way(wanted)
            if way is not Way.INDEX:
                slow.setdefault(narrowed.text, {})[wanted] = narrowed
            elif narrowed.text:
                self._counts[wanted] = self._counting.rows_along_index(narrowed)
            else:
                self._counts[wanted] = self._counting.rows(narrowed)
        for some in slow.values():
            counts = self._counting.rows_with_text(list(some.values()))
            self._counts.update(zip(some, counts, strict=True))
        return [self._counts[wanted] for wanted in several]

    def is_quick(self, wanted: Filter) -> bool:
        """Whether a list is counted, or will be in no time, and its first page as soon."""
        return wanted in self._counts or self.way(wanted)[0] in (Way.INDEX, Way.FEW_HITS)

    def windows(self, wanted: Filter, order: Order) -> Windows:
        """A list's rows by position."""
        if (wanted, order) not in self._windows:
            self._windows[wanted, order] = self._read(wanted, order)
        return self._windows[wanted, order]

    def prepare(self, wanted: Filter, order: Order, limit: int) -> None:
        """Find out what a list's count and rows rest on, and its first rows."""
        windows = self.windows(wanted, order)
        if isinstance(windows, Searched):
            windows.read_all()
        self.counts([wanted])
        windows.numbers(0, limit)

    def row_numbers(self, wanted: Filter, excepted: frozenset[str]) -> dict[str, array[int]]:
        """The store's numbers of all that match, by account; each by expire date, instance id."""
        found: dict[str, array[int]] = {}
        for row, account, _, instance_id in self._ascending(wanted, BY_ACCOUNT):
            if instance_id not in excepted:
                found.setdefault(account, array("q")).append(row)
        return found

    def numbers(self, wanted: Filter, order: Order) -> array[int]:
        """The store's numbers of all that match, in the order asked for, however many they are.

        A long list is read in stretches, with nothing of the store open between them: a row that
        matches all the while is there once, whatever changes meanwhile.
        """
        columns = order_for(order.column, self.way(wanted)[1])
        found = array("q", (row[0] for row in self._ascending(wanted, columns)))
        if order.descending:
            found.reverse()
        return found

    def _ascending(self, wanted: Filter, columns: ListOrder) -> Iterator[tuple[Any, ...]]:
        """Number and key of every row: a short list's at once, a long one's in stretches."""
        way, narrowed = self.way(wanted)
        if not narrowed.shelves:
            return iter(())
        if way in (Way.FEW_HITS, Way.HITS) or self.count(wanted) <= self._limits.held:
            return iter(self._store.sql(*self._whole(wanted, columns, descending=False)))
        walk = self._walk(narrowed, columns, descending=False)
        return rows_in_stretches(self._store, walk, self._limits.stretch)

    def _choose(self, narrowed: Narrowed) -> Way:
        if not narrowed.text:
            return Way.INDEX
        hits = self._hits(narrowed.text)
        if hits <= self._limits.held:
            return Way.FEW_HITS
        if self._counting.rows(narrowed) <= self._limits.held:
            return Way.INDEX
        return Way.HITS if hits <= self._limits.held_with_text else Way.SLOW

    def _hits(self, sought: str) -> int:
        """How many rows may hold a text, as far as it matters."""
        limit = max(self._limits.held, self._limits.held_with_text) + 1
        if not self._search.can_look_up(sought):
            return limit
        return int(self._store.sql(*self._search.hits(sought, limit))[0][0])

    def _read(self, wanted: Filter, order: Order) -> Windows:
        way, narrowed = self.way(wanted)
        columns = order_for(order.column, narrowed)

        def count() -> int:
            return self.count(wanted)

        def hold() -> Held:
            numbers = self._whole(wanted, columns, descending=order.descending)
            held = Held(array("q", (row[0] for row in self._store.walk_sql(*numbers))))
            self._counts[wanted] = len(held)
            return held

        def hold_if_short() -> Held | None:
            return hold() if way is Way.HITS or count() <= self._limits.held_with_text else None

        if not narrowed.shelves:
            return Held(array("q"))
        if way is Way.FEW_HITS or (way is Way.INDEX and count() <= self._limits.held):
            return hold()
        walk = self._walk(narrowed, columns, descending=order.descending)
        if way is Way.INDEX:
            return Walked(self._store, walk, count)
        return Searched(self._store, walk, count, hold_if_short, self._limits.looked_at)

    def _walk(self, narrowed: Narrowed, columns: ListOrder, *, descending: bool) -> Walk:
        holding_text = tuple(self._search.walked(narrowed.text))
        return Walk(narrowed, columns, descending, self._store.engine.dialect, holding_text)

    def _whole(self, wanted: Filter, columns: ListOrder, *, descending: bool) -> Sql:
        way, narrowed = self.way(wanted)
        if way is Way.INDEX:
            tables = f"instance i{self._store.engine.dialect.along(narrowed.along)}"
            all_of = [*narrowed.choices(), *self._search.in_row(narrowed.text)]
            parts = [(tables, [*shelf.sql(), *all_of]) for shelf in narrowed.shelves]
        else:
            tables, conditions = self._search.holding(narrowed.text)
            parts = [(tables, [*conditions, narrowed.anywhere()])]
        return columns.whole(parts, down=descending)
