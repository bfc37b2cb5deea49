"""Walking an index in a list's order: from a row or an end either way, or all in stretches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from renewal_tui.store.connection import Store
from renewal_tui.store.engines import Dialect
from renewal_tui.store.lists.dates import Dates
from renewal_tui.store.lists.narrowing import Narrowed, Shelf
from renewal_tui.store.lists.orders import Key, ListOrder
from renewal_tui.store.names import BY_DATE
from renewal_tui.store.sql import Sql, both, joined, marks


class FewDates(NamedTuple):
    """The dates of a shelf, or those that are not on it, of which there are few rows.

    So `far` rows have to be passed over until it is quicker to find them first than to ask each
    row for its date.
    """

    dates: Dates
    inside: bool
    far: int = 0


class Walk(NamedTuple):
    """A filter's rows in an order: what to read, along which index, in which direction.

    In an order that is not by date a row is asked for its date; but those of few dates are found by
    these, and a row is among them or not.
    """

    narrowed: Narrowed
    order: ListOrder
    descending: bool
    dialect: Dialect
    holding: tuple[Sql, ...] = ()
    """The conditions that say of a row whether it is as what is not indexed says."""
    looked_at: Sql | None = None
    """The same for a row that is looked at; None if all is indexed."""
    few: Mapping[Shelf, FewDates] = {}
    more: tuple[str, ...] = ()
    """Columns of a term that come after the key."""

    def rows(self, start: Key | None, skip: int, limit: int, *, back: bool) -> Sql:
        """Numbers and keys of rows from a key on, or (`back`) of those before it, nearest first.

        No key means the end of the list that lies that way.
        """
        return self._rows(None, start, skip, limit, back=back)

    def rows_to_look_at(self, start: Key | None, limit: int, *, back: bool) -> Sql:
        """The same, by what is indexed; the last column is 1 where the rest is so too, else 0."""
        look = self.looked_at or Sql("1 = 1")
        last = Sql(f"CASE WHEN {look.text} THEN 1 ELSE 0 END", look.values)
        return self._replace(holding=())._rows(last, start, 0, limit, back=back)

    def row_on_any_date(self, start: Key | None, skip: int, *, back: bool) -> Sql:
        """The row that is reached by passing over so many, whatever their dates are."""
        walk = self._replace(narrowed=self.narrowed.without_dates())
        return walk._rows(None, start, skip, 1, back=back)

    def size_on_any_date(self, start: Key, limit: int, *, back: bool) -> Sql:
        """How many rows there are from a key on, or before it, whatever their dates are."""
        walk = self._replace(narrowed=self.narrowed.without_dates())
        return walk.size(start, limit, back=back)

    def _rows(
        self, last: Sql | None, start: Key | None, skip: int, limit: int, *, back: bool
    ) -> Sql:
        up = self.descending == back
        names = (f"{self.order.table}.id", *self.order.columns, *self.more)
        columns = [*map(Sql, names), *([last] if last else [])]
        parts = self._parts(columns, start, up=up, inclusive=not back, skip=skip)
        found = joined(" UNION ALL ", parts)
        order = self.order.places(down=not up)
        return Sql(
            f"{found.text} ORDER BY {order} LIMIT %s OFFSET %s", (*found.values, limit, skip)
        )

    def size(self, start: Key, limit: int, *, back: bool) -> Sql:
        """How many rows there are from a key on, or before it; at most `limit`."""
        up = self.descending == back
        parts = self._parts([Sql("1")], start, up=up, inclusive=not back, skip=limit)
        found = joined(" UNION ALL ", parts)
        text = f"SELECT COUNT(*) FROM ({found.text} LIMIT %s) AS counted"  # noqa: S608
        return Sql(text, (*found.values, limit))

    def _parts(
        self, columns: Sequence[Sql], start: Key | None, *, up: bool, inclusive: bool, skip: int
    ) -> list[Sql]:
        """One statement a shelf and policy, each of them in the order of the index."""
        return [
            self._select(columns, place, skip)
            for shelf in self.narrowed.shelves
            for policy in shelf.policies
            for place in self._places(
                shelf._replace(policies=(policy,)), start, up=up, inclusive=inclusive
            )
        ]

    def _places(
        self, shelf: Shelf, start: Key | None, *, up: bool, inclusive: bool
    ) -> list[_Place]:
        """The parts of a shelf that lie beyond a key, with the conditions that say so."""
        order = self.order
        if start is None:
            return [_Place(shelf)]
        sign = (">" if up else "<") + ("=" if inclusive else "")
        if order.is_by_date:
            return [_from_date(shelf, order.columns, sign, start)]
        if not order.group:
            return [_Place(shelf, (_beyond(order.columns, sign, start),))]
        within = _beyond(order.columns[1:], sign, start[1:])
        same, others = Sql("g.code = %s", start[:1]), Sql(f"g.code {sign[0]} %s", start[:1])
        return [_Place(shelf, (same, within)), _Place(shelf, (others,))]

    def _select(self, columns: Sequence[Sql], place: _Place, skip: int) -> Sql:
        order, dialect, shelf = self.order, self.dialect, place.shelf
        tables = order.tables(dialect)
        conditions = [*order.links(), *shelf.tab(order.table)]
        last = list(self.holding)
        other, link = ("instance i", "i.id = t.id")
        if order.is_by_date:
            conditions += shelf.dates.sql()
        else:
            other, link = ("term t", "t.id = i.id")
            few = self.few.get(shelf)
            if few and skip >= few.far:
                conditions.append(_among(few, shelf, dialect))
            else:
                last = [*shelf.dates.sql(), *last]
        of_other = re.compile(rf"\b{other[-1]}\.")
        if any(of_other.search(piece.text) for piece in (*columns, *last)):
            tables += f" CROSS JOIN {other}"
            last = [Sql(link), *last]
        choices = self.narrowed.choices(order.table)
        found = both([*conditions, *place.beyond, *choices, *last])
        listed = joined(", ", columns)
        text = f"SELECT {listed.text} FROM {tables} WHERE {found.text}"  # noqa: S608
        return Sql(text, (*listed.values, *found.values))


class _Place(NamedTuple):
    """A part of a shelf, and what else is asked of its rows."""

    shelf: Shelf
    beyond: tuple[Sql, ...] = ()


def _among(few: FewDates, shelf: Shelf, dialect: Dialect) -> Sql:
    """The condition that a row's date is one of few, or is not."""
    found = both(shelf._replace(dates=few.dates).sql())
    word = "IN" if few.inside else "NOT IN"
    along = dialect.along(BY_DATE)
    return Sql(
        f"i.id {word} (SELECT t.id FROM term t{along} WHERE {found.text})",  # noqa: S608
        found.values,
    )


def _from_date(shelf: Shelf, columns: tuple[str, ...], sign: str, start: Key) -> _Place:
    """A shelf from a row on: the row takes the place of the range's end that lies before it.

    Of two ends on one side the database would begin at one and look at every row up to the other.
    """
    day, dates = str(start[0]), shelf.dates
    beyond = (_beyond(columns, sign, start),)
    if sign[0] == ">":
        if dates.low is not None and day < dates.low:
            return _Place(shelf)
        clear = dates.clear is not None and day >= dates.clear
        rest = (None, None) if clear else (dates.rest, dates.clear)
        return _Place(shelf._replace(dates=Dates(None, dates.high, *rest)), beyond)
    if dates.high is not None and day > dates.high:
        return _Place(shelf)
    return _Place(shelf._replace(dates=dates._replace(high=None)), beyond)


def _beyond(columns: tuple[str, ...], sign: str, start: Key) -> Sql:
    if len(columns) == 1:
        return Sql(f"{columns[0]} {sign} %s", start)
    return Sql(f"({', '.join(columns)}) {sign} ({marks(len(columns))})", start)


def rows_in_stretches(store: Store, walk: Walk, stretch: int) -> Iterator[tuple[Any, ...]]:
    """Number and key of every row of a list in ascending order, each row once.

    Nothing of the store is open between two stretches, so the list is not one of a single moment.
    But what is renewed or unified meanwhile only ever moves on in an order of dates [R17, R24]: a
    row that matches all the while is not lost, and one that is met again is left out. The walk must
    ascend; where instances are imported meanwhile, one with a new name or price may be missed in
    an order of these.
    """
    seen = set[int]()
    start: Key | None = None
    while True:
        if walk.looked_at:
            found = store.sql(*walk.rows_to_look_at(start, stretch, back=False))
            rows = [row[:-1] for row in found if row[-1]]
        else:
            found = rows = store.sql(*walk.rows(start, 0, stretch, back=False))
        for row in rows:
            if row[0] not in seen:
                seen.add(row[0])
                yield row
        if len(found) < stretch:
            return
        start = found[-1][1 : 1 + len(walk.order.columns)]
