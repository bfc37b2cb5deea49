"""Sort orders as columns of the indexes that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from renewal_tui.domain.facts import Instance, Product, Room
from renewal_tui.domain.filters import Sort
from renewal_tui.store.engines import Dialect
from renewal_tui.store.lists.narrowing import Narrowed
from renewal_tui.store.sql import Sql, both, joined

Key = tuple[str | int, ...]
"""Where a row stands in an order: its values of the order's columns."""

BY_DATE = ("i.expire_date", "i.instance_id")
"""What every order but that by id ends with, and what a list is sorted by unless told otherwise."""


class ListOrder(NamedTuple):
    """One sort order: the index that is in it, and the columns that make it.

    `group` is the table whose codes come first: the index holds its numbers, which are in no order
    of codes, and so is walked group by group. `pinned` is a column of which only one value is
    asked for: the index begins with it.
    """

    along: str
    columns: tuple[str, ...] = BY_DATE
    group: str = ""
    pinned: str = ""

    @property
    def is_by_date(self) -> bool:
        """Whether dates come first, so that a range of them is a part of the index."""
        return self.columns == BY_DATE

    def date_column(self, dialect: Dialect) -> str:
        """The expire date in a condition of a walk: a part of the index's range, or not."""
        in_range = self.is_by_date or self.group
        return BY_DATE[0] if in_range else dialect.only_looked_at(BY_DATE[0])

    def tables(self, dialect: Dialect) -> str:
        """What a walk along the index reads."""
        walked = f"instance i{dialect.along(self.along)}"
        if not self.group:
            return walked
        codes = dialect.along(f"{self.group}_code")
        return f"{self.group} g{codes} CROSS JOIN {walked}"

    def links(self) -> list[Sql]:
        """The conditions that belong to `tables`."""
        return [Sql(f"i.{self.group}_id = g.id")] if self.group else []

    def places(self, *, down: bool) -> str:
        """The ORDER BY of a statement that selects a number and then these columns."""
        turn = " DESC" if down else ""
        return ", ".join(f"{at + 2}{turn}" for at in range(len(self.columns)))

    def whole(self, parts: Iterable[tuple[str, Sequence[Sql]]], *, down: bool) -> Sql:
        """Numbers and keys of all rows in order, found in some tables by some conditions each."""
        columns = ", ".join(("i.id", *self.columns))
        group = f" CROSS JOIN {self.group} g" if self.group else ""
        selects = []
        for tables, conditions in parts:
            found = both([*conditions, *self.links()])
            text = f"SELECT {columns} FROM {tables}{group} WHERE {found.text}"  # noqa: S608
            selects.append(Sql(text, found.values))
        found = joined(" UNION ALL ", selects)
        return Sql(f"{found.text} ORDER BY {self.places(down=down)}", found.values)

    def key_of(self, instance: Instance) -> Key:
        """Where an instance stands."""
        names = (self.group if column == "g.code" else column[2:] for column in self.columns)
        return tuple(_plain(getattr(instance, name)) for name in names)


def order_for(column: Sort, narrowed: Narrowed) -> ListOrder:
    """The order that is walked for a sort column.

    Where a filter leaves one account, product or room, its own part of that index is in the order
    of dates, and holds nothing else.
    """
    found = _ORDERS[column]
    if not found.is_by_date and not found.group:
        return found
    for pinned, numbers in narrowed.chosen().items():
        group = pinned.removesuffix("_id")
        if len(numbers) == 1 and found.group in ("", group):
            return ListOrder(f"instance_by_{group}", pinned=pinned)
    return found


def _plain(value: str | int | date | Product | Room) -> str | int:
    if isinstance(value, Product | Room):
        return value.code
    return value.isoformat() if isinstance(value, date) else value


BY_ACCOUNT = ListOrder("instance_by_account", ("g.code", *BY_DATE), "account")

_ORDERS = {
    Sort.EXPIRE_DATE: ListOrder("instance_by_expire_date"),
    Sort.INSTANCE_ID: ListOrder("instance_by_id", ("i.instance_id",)),
    Sort.NAME: ListOrder("instance_by_name", ("i.name", *BY_DATE)),
    Sort.ACCOUNT: BY_ACCOUNT,
    Sort.PRODUCT: ListOrder("instance_by_product", ("g.code", *BY_DATE), "product"),
    Sort.ROOM: ListOrder("instance_by_room", ("g.code", *BY_DATE), "room"),
    Sort.MONTHLY_PRICE: ListOrder("instance_by_price", ("i.monthly_price", *BY_DATE)),
}
