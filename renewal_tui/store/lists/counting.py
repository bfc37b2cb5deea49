"""How many rows match: from the tally where it knows, else by the shortest way along an index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from renewal_tui.store.connection import Store
from renewal_tui.store.lists.dates import Dates, Retention
from renewal_tui.store.lists.narrowing import Narrowed, Shelf
from renewal_tui.store.sql import Sql, both, joined, one_of

_Count = Callable[[Narrowed, Shelf], int]

_ASKED_APART = 50
"""A row that is met by its date takes as long as so many that are read one after another."""


class Counting:
    """Counts rows of one store, as it is while this is used."""

    def __init__(self, store: Store, few: int) -> None:
        """So `few` rows may each be asked for its date."""
        self._few = few
        self._store = store
        self._search = store.engine.search
        self._dialect = store.engine.dialect
        self._known: dict[tuple[object, ...], int] = {}

    def rows(self, narrowed: Narrowed) -> int:
        """How many rows match, as far as the indexes of the lists know it."""
        return sum(self._on_shelf(narrowed, shelf) for shelf in narrowed.shelves)

    def rows_looked_at(self, narrowed: Narrowed) -> int:
        """How many rows match, by looking at each that matches what is indexed."""
        by_choice = self.by_choice(narrowed)
        return sum(
            self._in_ranges(narrowed, shelf, by_choice=by_choice) for shelf in narrowed.shelves
        )

    def by_choice(self, narrowed: Narrowed) -> bool:
        """Whether what is chosen leaves few rows on any date: each can be asked for its date."""
        return bool(narrowed.along) and self.rows(narrowed.without_dates()) <= self._few

    def sides(self, shelf: Shelf, retention: Retention) -> tuple[int, int]:
        """How many rows of any product, room and account a shelf holds, and leaves out."""
        bare = Narrowed((shelf,), (), (), (), "", (), retention, "")
        inside = self._on_shelf(bare, shelf)
        return inside, self._on_shelf(bare, shelf._replace(dates=Dates())) - inside

    def rows_with_text(self, several: Sequence[Narrowed], *, many: bool) -> list[int]:
        """How many rows match each of some filters that have one text, in one look at them.

        Where `many` may hold it, they are not asked for their dates if few rows have others.
        """
        apart = [self._apart(one) if many else (0, one) for one in several]
        cases = [one for _, one in apart]
        dated = any(
            one.rest_is_dated or shelf.dates != Dates() for one in cases for shelf in one.shelves
        )
        looked_at = self._looked_at(cases, dated=dated)
        return [known + counted for (known, _), counted in zip(apart, looked_at, strict=True)]

    def _apart(self, narrowed: Narrowed) -> tuple[int, Narrowed]:
        """What few dates say, and the filter whose rows are still to be added to that.

        Of a shelf with few rows each is asked for the text; those that it leaves out, if they are
        few, are counted in the same way, to be taken off.
        """
        found, left = 0, []
        for shelf in narrowed.shelves:
            whole = shelf._replace(dates=Dates())
            others = narrowed.retention.other_side(shelf.dates)
            every, inside = (self._on_shelf(narrowed, each) for each in (whole, shelf))
            few = max(self._few, every // _ASKED_APART)
            if shelf != whole and inside <= few:
                found += self._by_policy(narrowed, shelf, self._in_ranges)
            elif others and every - inside <= few:
                outside = shelf._replace(dates=others)
                found -= self._by_policy(narrowed, outside, self._in_ranges)
                left.append(whole)
            else:
                left.append(shelf)
        return found, narrowed._replace(shelves=tuple(left))

    def _looked_at(self, several: Sequence[Narrowed], *, dated: bool) -> list[int]:
        if not any(narrowed.shelves for narrowed in several):
            return [0] * len(several)
        text = several[0].text
        tables, conditions, table = self._search.holding_to_count(text, dated=dated)
        if table == "t" and any(narrowed.rest for narrowed in several):
            tables, conditions = self._search.holding(text)
        cases = [narrowed.anywhere(table) for narrowed in several]
        counts = (Sql(f"COUNT(*) FILTER (WHERE {one.text})", one.values) for one in cases)
        counted, found = joined(", ", counts), both(conditions)
        text = f"SELECT {counted.text} FROM {tables} WHERE {found.text}"  # noqa: S608
        return [int(count) for count in self._row(text, (*counted.values, *found.values))]

    def _on_shelf(self, narrowed: Narrowed, shelf: Shelf) -> int:
        return self._by_policy(narrowed.indexed(), shelf, self._anew)

    def _by_policy(self, narrowed: Narrowed, shelf: Shelf, count: _Count) -> int:
        """What each policy of a shelf counts: tabs have them in common."""
        return sum(
            self._once(narrowed, shelf._replace(policies=(policy,)), count)
            for policy in shelf.policies
        )

    def _once(self, narrowed: Narrowed, shelf: Shelf, count: _Count) -> int:
        key = (shelf, *narrowed.chosen().items(), narrowed.text, narrowed.rest)
        if key not in self._known:
            self._known[key] = count(narrowed, shelf)
        return self._known[key]

    def _anew(self, narrowed: Narrowed, shelf: Shelf) -> int:
        if shelf.dates == Dates():
            return self._undated(narrowed, shelf)
        whole = self._on_shelf(narrowed, shelf._replace(dates=Dates()))
        if narrowed.along and whole <= self._few:  # each of them is asked for its date
            return self._in_ranges(narrowed, shelf, by_choice=True)
        rest = narrowed.retention.other_side(shelf.dates)
        if rest is None:
            return self._in_ranges(narrowed, shelf)
        # Of the two sides of a day, the one that holds fewer rows is counted: most likely the past.
        others = shelf._replace(dates=rest)
        past, future = (shelf, others) if shelf.dates.low is None else (others, shelf)
        before = self._in_ranges(narrowed, past, whole // 2 + 1)
        if before > whole // 2:
            before = whole - self._in_ranges(narrowed, future)
        return before if past is shelf else whole - before

    def _undated(self, narrowed: Narrowed, shelf: Shelf) -> int:
        """From the tally; it does not know accounts."""
        tab = [Sql("listed = %s", (shelf.listed,)), one_of("policy", shelf.policies)]
        found = both([*tab, *(one_of(*chosen) for chosen in narrowed.chosen().items())])
        if narrowed.accounts:
            along = self._dialect.along("instance_by_account")
            text = f"SELECT COUNT(*) FROM instance{along} WHERE {found.text}"  # noqa: S608
        else:
            text = f"SELECT SUM(instances) FROM instance_tally WHERE {found.text}"  # noqa: S608
        return int(self._row(text, found.values)[0] or 0)

    def _in_ranges(
        self, narrowed: Narrowed, shelf: Shelf, limit: int | None = None, *, by_choice: bool = False
    ) -> int:
        parts = (shelf._replace(dates=dates) for dates in shelf.dates.split())
        return sum(self._in_range(narrowed, part, limit, by_choice=by_choice) for part in parts)

    def _in_range(
        self, narrowed: Narrowed, shelf: Shelf, limit: int | None, *, by_choice: bool
    ) -> int:
        tables, conditions = narrowed.at(
            shelf, self._dialect, by_choice=by_choice, instances=narrowed.is_looked_at
        )
        found = both([*conditions, *self._search.in_row(narrowed.text), *narrowed.rest])
        tables = f"{tables} WHERE {found.text}"
        if limit is None:
            return int(self._row(f"SELECT COUNT(*) FROM {tables}", found.values)[0])  # noqa: S608
        some = f"SELECT COUNT(*) FROM (SELECT 1 FROM {tables} LIMIT %s) AS counted"  # noqa: S608
        return int(self._row(some, (*found.values, limit))[0])

    def _row(self, text: str, values: Sequence[object]) -> Sequence[Any]:
        return self._store.sql(text, values)[0]
