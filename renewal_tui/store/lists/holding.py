"""Statements that read a whole list at once, sorted: for those that are short enough to hold."""

from __future__ import annotations

from renewal_tui.store.engines import Engine
from renewal_tui.store.lists.narrowing import Narrowed
from renewal_tui.store.lists.orders import ListOrder
from renewal_tui.store.sql import Sql, both, joined


def along_index(engine: Engine, narrowed: Narrowed, order: ListOrder, *, descending: bool) -> Sql:
    """The numbers of all rows, found by the filter's index."""
    tables = f"instance i{engine.dialect.along(narrowed.along)}"
    holding = engine.search.in_row(narrowed.text)
    parts = [
        _select(tables, order, [*shelf.sql(), *narrowed.choices(), *holding])
        for shelf in narrowed.shelves
    ]
    return _sorted(joined(" UNION ALL ", parts), order, descending=descending)


def among(
    tables: str, conditions: list[Sql], narrowed: Narrowed, order: ListOrder, *, descending: bool
) -> Sql:
    """The numbers of all rows, found among what some tables and conditions give."""
    found = _select(tables, order, [*conditions, narrowed.anywhere()])
    return _sorted(found, order, descending=descending)


def _select(tables: str, order: ListOrder, conditions: list[Sql]) -> Sql:
    columns = ", ".join(("i.id", *order.columns))
    found = both([*conditions, *order.links()])
    group = f" CROSS JOIN {order.group} g" if order.group else ""
    return Sql(f"SELECT {columns} FROM {tables}{group} WHERE {found.text}", found.values)  # noqa: S608


def _sorted(found: Sql, order: ListOrder, *, descending: bool) -> Sql:
    return Sql(f"{found.text} ORDER BY {order.places(down=descending)}", found.values)
