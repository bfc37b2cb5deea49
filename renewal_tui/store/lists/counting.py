"""How many rows match: from the tally where it knows, else by the shortest way along an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from renewal_tui.store.connection import Store
from renewal_tui.store.lists.dates import Dates
from renewal_tui.store.lists.narrowing import Narrowed, Shelf
from renewal_tui.store.sql import Sql, both, joined, one_of


class Counting:
    """Counts rows of one store, as it is while this is used."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._search = store.engine.search
        self._known: dict[tuple[object, ...], int] = {}

    def rows(self, narrowed: Narrowed) -> int:
        """How many rows match all but the text."""
        without = narrowed._replace(text="")
        return sum(self._on_shelf(without, shelf) for shelf in narrowed.shelves)

    def rows_along_index(self, narrowed: Narrowed) -> int:
        """How many rows match, by looking at each that matches all but the text."""
        return sum(self._along_index(narrowed, shelf) for shelf in narrowed.shelves)

    def rows_with_text(self, several: Sequence[Narrowed]) -> list[int]:
        """How many rows match each of some filters that have one text, in one look at them."""
        tables, conditions = self._search.holding_to_count(several[0].text)
        cases = [narrowed.anywhere() for narrowed in several]
        sums = [Sql(f"SUM(CASE WHEN {one.text} THEN 1 ELSE 0 END)", one.values) for one in cases]
        counted, found = joined(", ", sums), both(conditions)
        text = f"SELECT {counted.text} FROM {tables} WHERE {found.text}"  # noqa: S608
        counts = self._row(text, (*counted.values, *found.values))
        return [int(count or 0) for count in counts]

    def _on_shelf(self, narrowed: Narrowed, shelf: Shelf) -> int:
        key = (shelf, narrowed.products, narrowed.rooms, narrowed.accounts)
        if key not in self._known:
            self._known[key] = self._anew(narrowed, shelf)
        return self._known[key]

    def _anew(self, narrowed: Narrowed, shelf: Shelf) -> int:
        if narrowed.accounts:
            return self._along_index(narrowed, shelf)
        if shelf.dates == Dates():
            return self._tallied(narrowed, shelf)
        rest = narrowed.retention.other_side(shelf.dates)
        if rest is None:
            return self._along_index(narrowed, shelf)
        # Of the two sides of a day, the one that holds fewer rows is counted: most likely the past.
        whole = self._tallied(narrowed, shelf)
        others = shelf._replace(dates=rest)
        past, future = (shelf, others) if shelf.dates.low is None else (others, shelf)
        before = self._along_index(narrowed, past, whole // 2 + 1)
        if before > whole // 2:
            before = whole - self._along_index(narrowed, future)
        return before if past is shelf else whole - before

    def _tallied(self, narrowed: Narrowed, shelf: Shelf) -> int:
        tab = (Sql("listed = %s", (shelf.listed,)), one_of("policy", shelf.policies))
        found = both([*tab, *(one_of(*chosen) for chosen in narrowed.chosen().items())])
        text = f"SELECT SUM(instances) FROM instance_tally WHERE {found.text}"  # noqa: S608
        return int(self._row(text, found.values)[0] or 0)

    def _along_index(self, narrowed: Narrowed, shelf: Shelf, limit: int | None = None) -> int:
        parts = (shelf._replace(dates=dates) for dates in shelf.dates.split())
        return sum(self._in_range(narrowed, part, limit) for part in parts)

    def _in_range(self, narrowed: Narrowed, shelf: Shelf, limit: int | None) -> int:
        found = both([*shelf.sql(), *narrowed.choices(), *self._search.in_row(narrowed.text)])
        along = self._store.engine.dialect.along(narrowed.along)
        tables = f"instance i{along} WHERE {found.text}"
        if limit is None:
            return int(self._row(f"SELECT COUNT(*) FROM {tables}", found.values)[0])  # noqa: S608
        some = f"SELECT COUNT(*) FROM (SELECT 1 FROM {tables} LIMIT %s) AS counted"  # noqa: S608
        return int(self._row(some, (*found.values, limit))[0])

    def _row(self, text: str, values: Sequence[object]) -> Sequence[Any]:
        return self._store.sql(text, values)[0]
