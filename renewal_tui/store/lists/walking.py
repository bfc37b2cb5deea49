"""Walking an index in a list's order: from a row or an end either way, or all in stretches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from renewal_tui.store.connection import Store
from renewal_tui.store.engines import Dialect
from renewal_tui.store.lists.narrowing import Narrowed, Shelf
from renewal_tui.store.lists.orders import Key, ListOrder
from renewal_tui.store.sql import Sql, both, joined, marks


class Walk(NamedTuple):
    """A filter's rows in an order: what to read, along which index, in which direction."""

    narrowed: Narrowed
    order: ListOrder
    descending: bool
    dialect: Dialect
    holding: tuple[Sql, ...] = ()
    """The conditions that say of a row whether it holds the text."""

    def rows(self, start: Key | None, skip: int, limit: int, *, back: bool) -> Sql:
        """Numbers and keys of rows from a key on, or (`back`) of those before it, nearest first.

        No key means the end of the list that lies that way.
        """
        columns = ("i.id", *self.order.columns)
        return self._rows(columns, start, skip, limit, back=back)

    def rows_to_look_at(self, start: Key | None, limit: int, *, back: bool) -> Sql:
        """The same whatever text they hold, which comes as the last column."""
        columns = ("i.id", *self.order.columns, "i.search")
        return self._replace(holding=())._rows(columns, start, 0, limit, back=back)

    def _rows(
        self, columns: tuple[str, ...], start: Key | None, skip: int, limit: int, *, back: bool
    ) -> Sql:
        up = self.descending == back
        parts = self._parts(", ".join(columns), start, up=up, inclusive=not back)
        found = joined(" UNION ALL ", parts)
        order = self.order.places(down=not up)
        return Sql(
            f"{found.text} ORDER BY {order} LIMIT %s OFFSET %s", (*found.values, limit, skip)
        )

    def size(self, start: Key, limit: int, *, back: bool) -> Sql:
        """How many rows there are from a key on, or before it; at most `limit`."""
        parts = self._parts("1", start, up=self.descending == back, inclusive=not back)
        found = joined(" UNION ALL ", parts)
        text = f"SELECT COUNT(*) FROM ({found.text} LIMIT %s) AS counted"  # noqa: S608
        return Sql(text, (*found.values, limit))

    def _parts(self, columns: str, start: Key | None, *, up: bool, inclusive: bool) -> list[Sql]:
        """One statement a shelf and policy, each of them in the order of the index."""
        return [
            part
            for shelf in self.narrowed.shelves
            for policy in shelf.policies
            for part in self._along(
                columns, shelf._replace(policies=(policy,)), start, up=up, inclusive=inclusive
            )
        ]

    def _along(
        self, columns: str, shelf: Shelf, start: Key | None, *, up: bool, inclusive: bool
    ) -> list[Sql]:
        order = self.order
        if start is None:
            return [self._select(columns, shelf, [])]
        sign = (">" if up else "<") + ("=" if inclusive else "")
        if not order.group and not order.is_by_date:
            return [self._select(columns, shelf, [_beyond(order.columns, sign, start)])]
        ranged = _from_date(shelf, order.columns[-2:], sign, start[-2:])
        if not order.group:
            return [self._select(columns, *ranged)]
        same = Sql("g.code = %s", start[:1])
        others = Sql(f"g.code {sign[0]} %s", start[:1])
        return [
            self._select(columns, ranged[0], [same, *ranged[1]]),
            self._select(columns, shelf, [others]),
        ]

    def _select(self, columns: str, shelf: Shelf, more: list[Sql]) -> Sql:
        begin = [*self.order.links(), *shelf.sql(self.order.date_column(self.dialect))]
        found = both([*begin, *more, *self.narrowed.choices(), *self.holding])
        tables = self.order.tables(self.dialect)
        return Sql(f"SELECT {columns} FROM {tables} WHERE {found.text}", found.values)  # noqa: S608


def _from_date(
    shelf: Shelf, columns: tuple[str, ...], sign: str, start: Key
) -> tuple[Shelf, list[Sql]]:
    """A shelf from a row on: the row takes the place of the range's end that lies before it.

    Of two ends on one side the database would begin at one and look at every row up to the other.
    """
    day, dates = str(start[0]), shelf.dates
    beyond = [_beyond(columns, sign, start)]
    if sign[0] == ">":
        if dates.low is not None and day < dates.low:
            return shelf, []
        clear = dates.clear is not None and day >= dates.clear
        rest = (None, None) if clear else (dates.rest, dates.clear)
        return shelf._replace(dates=type(dates)(None, dates.high, *rest)), beyond
    if dates.high is not None and day > dates.high:
        return shelf, []
    return shelf._replace(dates=dates._replace(high=None)), beyond


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
    text, seen = walk.narrowed.text, set[int]()
    start: Key | None = None
    while True:
        if text:
            found = store.sql(*walk.rows_to_look_at(start, stretch, back=False))
            rows = [row[:-1] for row in found if text in row[-1]]
        else:
            found = rows = store.sql(*walk.rows(start, 0, stretch, back=False))
        for row in rows:
            if row[0] not in seen:
                seen.add(row[0])
                yield row
        if len(found) < stretch:
            return
        start = found[-1][1 : 1 + len(walk.order.columns)]
