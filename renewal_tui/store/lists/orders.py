"""Sort orders as columns of the indexes that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from renewal_tui.domain.facts import Instance, Product, Room
from renewal_tui.domain.filters import Sort
from renewal_tui.store.engines import Dialect
from renewal_tui.store.names import BY_DATE
from renewal_tui.store.sql import Sql, both, joined

Key = tuple[str | int, ...]
"""Where a row stands in an order: its values of the order's columns."""


class ListOrder(NamedTuple):
    """One sort order: the index that is in it, and the columns that make it.

    `group` is the table whose codes come first: the index holds its numbers, which are in no order
    of codes, and so is walked group by group.
    """

    along: str
    columns: tuple[str, ...]
    group: str = ""

    @property
    def is_by_date(self) -> bool:
        """Whether dates come first, so that a range of them is a part of the index."""
        return self.along == BY_DATE

    @property
    def table(self) -> str:
        """What the statements call the table whose index it is: a term `t`, or an instance `i`."""
        return "t" if self.is_by_date else "i"

    def tables(self, dialect: Dialect) -> str:
        """What a walk along the index reads."""
        along = dialect.along(self.along)
        walked = f"term t{along}" if self.is_by_date else f"instance i{along}"
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

    def whole(
        self, parts: Iterable[tuple[str, Sequence[Sql]]], *, down: bool, more: Sequence[str] = ()
    ) -> Sql:
        """Numbers and keys of all rows in order, found in some tables by some conditions each.

        `more` columns of a term or an instance come after them.
        """
        columns = ", ".join(("i.id", *self.columns, *more))
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


def _plain(value: str | int | date | Product | Room) -> str | int:
    if isinstance(value, Product | Room):
        return value.code
    return value.isoformat() if isinstance(value, date) else value


def _grouped(group: str) -> ListOrder:
    return ListOrder(f"instance_by_{group}", ("g.code", "i.instance_id"), group)


ORDERS = {
    Sort.EXPIRE_DATE: ListOrder(BY_DATE, ("t.expire_date", "t.instance_id")),
    Sort.INSTANCE_ID: ListOrder("instance_by_id", ("i.instance_id",)),
    Sort.NAME: ListOrder("instance_by_name", ("i.name", "i.instance_id")),
    Sort.ACCOUNT: _grouped("account"),
    Sort.PRODUCT: _grouped("product"),
    Sort.ROOM: _grouped("room"),
    Sort.MONTHLY_PRICE: ListOrder("instance_by_price", ("i.monthly_price", "i.instance_id")),
}
"""The order that is walked for a sort column. Ties go by instance id: no other order knows dates,
or a renewal would have to rewrite its index too."""
