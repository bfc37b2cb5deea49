"""A filter as what the store can look for: shelves of the tabs, numbers for codes, and a text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from renewal_tui.domain.codes import Policy, Status, Tab
from renewal_tui.domain.filters import Filter
from renewal_tui.store.catalogue import Catalogue
from renewal_tui.store.engines import Dialect
from renewal_tui.store.lists.dates import Dates, Retention, retention
from renewal_tui.store.schema import BY_DATE
from renewal_tui.store.sql import Sql, both, joined, one_of

_POLICIES = {Tab.AUTO: Policy.AUTO.value, Tab.MANUAL: Policy.MANUAL.value}


class Shelf(NamedTuple):
    """Instances that are listed or not, of some policies, with a range of expire dates."""

    listed: bool
    policies: tuple[str, ...]
    dates: Dates

    def tab(self, table: str) -> list[Sql]:
        """The conditions on an instance or a term that say all but the dates."""
        return [
            Sql(f"{table}.listed = %s", (self.listed,)),
            one_of(f"{table}.policy", self.policies),
        ]

    def sql(self, table: str = "t") -> list[Sql]:
        """The conditions that say it, the columns of an index first; a term says the dates."""
        return [*self.tab(table), *self.dates.sql()]


class Narrowed(NamedTuple):
    """A filter in the store's terms: the rows on any of the shelves that pass all the rest.

    Empty `products`, `rooms` and `accounts` mean any.
    """

    shelves: tuple[Shelf, ...]
    products: tuple[int, ...]
    rooms: tuple[int, ...]
    accounts: tuple[int, ...]
    text: str
    retention: Retention
    along: str
    """The index of the column of whose codes the smallest share is chosen; empty for no choice."""

    def chosen(self) -> dict[str, tuple[int, ...]]:
        """The columns that must have one of some numbers."""
        columns = {"account_id": self.accounts, "product_id": self.products, "room_id": self.rooms}
        return {column: numbers for column, numbers in columns.items() if numbers}

    def choices(self, table: str) -> list[Sql]:
        """What the columns of an instance or a term must be, as conditions."""
        return [one_of(f"{table}.{column}", numbers) for column, numbers in self.chosen().items()]

    def without_dates(self) -> Narrowed:
        """The same on any date."""
        shelves = dict.fromkeys(shelf._replace(dates=Dates()) for shelf in self.shelves)
        return self._replace(shelves=tuple(shelves), text="")

    def at(
        self, shelf: Shelf, dialect: Dialect, *, by_choice: bool, instances: bool = True
    ) -> tuple[str, list[Sql]]:
        """What to read to find a shelf's rows that pass all but the text, and the conditions.

        By the index of what is chosen, with a look at each row's date, or else by the dates, where
        the `instances` themselves may be left out.
        """
        same = Sql("t.id = i.id")
        if by_choice:
            tables = f"instance i{dialect.along(self.along)} CROSS JOIN term t"
            return tables, [*shelf.tab("i"), *self.choices("i"), same, *shelf.dates.sql()]
        tables, conditions = f"term t{dialect.along(BY_DATE)}", [*shelf.sql(), *self.choices("t")]
        if not instances:
            return tables, conditions
        return f"{tables} CROSS JOIN instance i", [*conditions, same]

    def anywhere(self, table: str = "t") -> Sql:
        """All of it but the text, as one condition on a term, or on an instance and its term."""
        if not self.shelves:
            return Sql("1 = 0")
        shelves = joined(" OR ", (_bracketed(both(shelf.sql(table))) for shelf in self.shelves))
        return both([*self.choices(table), _bracketed(shelves)])


def narrow(wanted: Filter, catalogue: Catalogue, today: date) -> Narrowed:
    """Find what a filter means in this store on this day."""
    known = (catalogue.product_rows(), catalogue.room_rows(), catalogue.account_rows())
    codes = (wanted.products, wanted.rooms, wanted.accounts)
    found = [_numbers(*each) for each in zip(codes, known, strict=True)]
    products, rooms, accounts = (numbers or () for numbers in found)
    kept = retention(
        {row: one for row, one in catalogue.products.items() if not products or row in products},
        today,
    )
    shelves = () if None in found else tuple(_shelves(wanted, kept, today))
    # Along the index of the column of which the smallest share of the codes is chosen.
    shares = {
        column: len(numbers) / len(every)
        for column, numbers, every in zip(
            ("product", "room", "account"), (products, rooms, accounts), known, strict=True
        )
        if numbers
    }
    along = f"instance_by_{min(shares, key=shares.__getitem__)}" if shares else ""
    text = wanted.search.casefold()
    return Narrowed(shelves, products, rooms, accounts, text, kept, along)


def _numbers(codes: frozenset[str], known: Mapping[str, int]) -> tuple[int, ...] | None:
    """The numbers of codes: empty when all will do, None when none is known."""
    if codes.issuperset(known):
        return ()
    numbers = sorted(known[code] for code in codes if code in known)
    return None if codes and not numbers else tuple(numbers)


def _shelves(wanted: Filter, kept: Retention, today: date) -> list[Shelf]:
    tabs = wanted.tabs or frozenset(Tab)
    every = tuple(sorted(_POLICIES.values()))
    found: list[Shelf] = []
    sides: dict[Dates, list[str]] = {}
    for tab, policy in _POLICIES.items():
        if tab in tabs or Tab.EXCLUDED in tabs:
            side = Dates() if {tab, Tab.EXCLUDED} <= tabs else kept[tab not in tabs]
            sides.setdefault(side, []).append(policy)
    if Tab.EXCLUDED in tabs:
        found.append(Shelf(False, every, Dates()))
    found += [Shelf(True, tuple(sorted(policies)), side) for side, policies in sides.items()]
    latest = wanted.latest(today)
    ranged = [
        shelf._replace(
            dates=_of_status(shelf.dates, wanted.status, kept, today).within(
                wanted.expires_from, latest
            )
        )
        for shelf in found
    ]
    return [shelf for shelf in ranged if not shelf.dates.is_empty]


def _of_status(dates: Dates, status: Status | None, kept: Retention, today: date) -> Dates:
    """The part of a tab's dates that has a status."""
    if status is None:
        return dates
    if status is Status.ACTIVE:
        return dates.within(today, None)
    wanted = kept.retained if status is Status.EXPIRED else kept.released
    if dates not in (Dates(), wanted):
        return Dates("9999-12-31", "0001-01-01")  # the other side of retention
    high = today - timedelta(days=1) if status is Status.EXPIRED else None
    return wanted.within(None, high)


def _bracketed(piece: Sql) -> Sql:
    return Sql(f"({piece.text})", piece.values)
