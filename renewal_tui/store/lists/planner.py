"""Chooses how a list is read: how it is counted, and whether its rows are held or walked along."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum

from renewal_tui.domain.filters import Filter, Order
from renewal_tui.store.catalogue import Catalogue
from renewal_tui.store.connection import Store
from renewal_tui.store.lists import holding, text
from renewal_tui.store.lists.counting import Counting
from renewal_tui.store.lists.narrowing import Narrowed, narrow
from renewal_tui.store.lists.orders import BY_ACCOUNT, ListOrder, order_for
from renewal_tui.store.lists.sql import Sql
from renewal_tui.store.lists.walking import Walk
from renewal_tui.store.lists.windows import Held, Walked, Windows

HELD = 10_000
"""Rows of a list that are held in memory and sorted; longer lists are walked along an index.

Reading and sorting 10,000 rows takes 20 ms, 50,000 take 150. A walk passes over the rows that do
not match: of a tab of 600,000 at least one in 60 does, so a page is found in a few ms.
"""


class Way(Enum):
    """How the rows of a filter are found."""

    INDEX = "by the list indexes, which know all but the text"
    TEXT = "by the text index, which gives few rows"
    SLOW = "by looking at every row, or at the many that the text index gives"


class Planner:
    """Counts lists and reads them by position, in one state of the store.

    What it has found out it keeps: it lives as long as nobody changes the store.
    """

    def __init__(self, store: Store, catalogue: Catalogue, today: date, held: int = HELD) -> None:
        self._store = store
        self._catalogue = catalogue
        self._today = today
        self._held = held
        self._counting = Counting(store)
        self._ways: dict[Filter, tuple[Way, Narrowed]] = {}
        self._counts: dict[Filter, int] = {}
        self._windows: dict[tuple[Filter, Order, bool], Windows] = {}

    def way(self, wanted: Filter) -> tuple[Way, Narrowed]:
        """How the rows of a filter are found, and what the filter means here."""
        if wanted not in self._ways:
            narrowed = narrow(wanted, self._catalogue, self._today)
            self._ways[wanted] = (self._choose(narrowed), narrowed)
        return self._ways[wanted]

    def counts(self, several: Sequence[Filter]) -> list[int]:
        """How many rows match each of some filters; a slow text is looked for only once."""
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

    def is_counted(self, wanted: Filter) -> bool:
        """Whether a count is known, or is found in no time."""
        return wanted in self._counts or self.way(wanted)[0] is not Way.SLOW

    def windows(self, wanted: Filter, order: Order) -> Windows:
        """A list's rows by position; a slow list is walked until somebody has counted it."""
        is_short = self.is_counted(wanted) and self.counts([wanted])[0] <= self._held
        key = (wanted, order, is_short)
        if key not in self._windows:
            read = self._hold if is_short else self._walk
            self._windows[key] = read(wanted, order)
        return self._windows[key]

    def by_account(self, wanted: Filter) -> Iterator[tuple[int, str, str]]:
        """Number, account and id of every row, by account, then expire date, then id."""
        total = self.counts([wanted])[0]
        if not total:
            return
        if total <= self._held:
            found = self._whole(wanted, BY_ACCOUNT, descending=False)
        else:
            walk = Walk(self.way(wanted)[1], BY_ACCOUNT, descending=False)
            found = walk.rows(None, 0, total, back=False)
        for row, account, _, instance_id in self._store.walk_sql(found.text, found.values):
            yield row, account, instance_id

    def _choose(self, narrowed: Narrowed) -> Way:
        if not narrowed.text:
            return Way.INDEX
        limit = self._held + 1
        if text.can_look_up(self._store, narrowed.text):
            hits = text.hits(narrowed.text, limit)
            if self._store.sql(hits.text, hits.values)[0][0] < limit:
                return Way.TEXT
        return Way.INDEX if self._counting.rows(narrowed) < limit else Way.SLOW

    def _hold(self, wanted: Filter, order: Order) -> Windows:
        narrowed = self.way(wanted)[1]
        if not narrowed.shelves:
            return Held(array("q"))
        found = self._whole(wanted, order_for(order.column, narrowed), order.descending)
        return Held(array("q", (row[0] for row in self._store.sql(found.text, found.values))))

    def _whole(self, wanted: Filter, columns: ListOrder, descending: bool) -> Sql:
        way, narrowed = self.way(wanted)
        if way is Way.INDEX:
            return holding.along_index(narrowed, columns, descending=descending)
        tables, conditions = text.holding(self._store, narrowed.text)
        return holding.among(tables, conditions, narrowed, columns, descending=descending)

    def _walk(self, wanted: Filter, order: Order) -> Windows:
        narrowed = self.way(wanted)[1]
        walk = Walk(narrowed, order_for(order.column, narrowed), order.descending)
        return Walked(self._store, walk, lambda: self.counts([wanted])[0])
