"""Chooses how a list is read: how it is counted, and whether its rows are held or walked along."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from renewal_tui.domain.filters import Filter, Order
from renewal_tui.store.catalogue import Catalogue
from renewal_tui.store.connection import Store
from renewal_tui.store.lists import text
from renewal_tui.store.lists.counting import Counting
from renewal_tui.store.lists.narrowing import Narrowed, narrow
from renewal_tui.store.lists.orders import order_for, sorting_for
from renewal_tui.store.lists.sql import Sql, both, joined
from renewal_tui.store.lists.walking import Walk
from renewal_tui.store.lists.windows import Held, Walked, Windows
from renewal_tui.store.sqlite import through

HELD = 10_000
"""Rows of a list that are held in memory and sorted; longer lists are walked along an index."""


class Planner:
    """Counts lists and reads them by position, in one state of the store."""

    def __init__(self, store: Store, catalogue: Catalogue, today: date, held: int = HELD) -> None:
        self._store = store
        self._catalogue = catalogue
        self._today = today
        self._held = held
        self._counting = Counting(store)
        self._counts: dict[Filter, int] = {}
        self._windows: dict[tuple[Filter, Order], Windows] = {}

    def count(self, wanted: Filter) -> int:
        """How many rows match."""
        return self.counts([wanted])[0]

    def counts(self, several: Sequence[Filter]) -> list[int]:
        """How many rows match each of some filters; those with one text are counted at once."""
        new = [wanted for wanted in dict.fromkeys(several) if wanted not in self._counts]
        for sought, some in groupby(new, key=lambda wanted: wanted.search):
            filters = list(some)
            narrowed = [self._narrow(wanted) for wanted in filters]
            if sought:
                counts = self._counting.rows_with_text(narrowed)
            else:
                counts = [self._counting.rows(one) for one in narrowed]
            self._counts.update(zip(filters, counts, strict=True))
        return [self._counts[wanted] for wanted in several]
