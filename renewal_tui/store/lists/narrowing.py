"""A filter as what the store can look for: shelves of the tabs, numbers for codes, and the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from renewal_tui.domain.codes import PERIODS, Policy, Status, Tab
from renewal_tui.domain.filters import Filter
from renewal_tui.domain.query.terms import Key, Query, Span, period_of
from renewal_tui.store.catalogue import Catalogue
from renewal_tui.store.engines import Dialect
from renewal_tui.store.lists.dates import Dates, Retention, retention
from renewal_tui.store.names import BY_DATE
from renewal_tui.store.sql import IDS_AT_ONCE, Sql, both, joined, one_of

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
    """What is looked for, in the way of the text index where there is one."""
    rest: tuple[Sql, ...]
    """Conditions on an instance or its term that no index of a list can answer."""
    retention: Retention
    along: str
    """The index of the column of whose codes the smallest share is chosen; empty for no choice."""

    @property
    def is_looked_at(self) -> bool:
        """Whether each row has to be looked at: the indexes of the lists do not know all of it."""
        return bool(self.text or self.rest)

    @property
    def rest_is_dated(self) -> bool:
        """Whether what is not indexed is asked of a term, too."""
        return any("t.expire_date" in piece.text for piece in self.rest)

    def indexed(self) -> Narrowed:
        """The same as far as the indexes of the lists know it."""
        return self._replace(text="", rest=())

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
        return self.indexed()._replace(shelves=tuple(shelves))

    def at(
        self, shelf: Shelf, dialect: Dialect, *, by_choice: bool, instances: bool = True
    ) -> tuple[str, list[Sql]]:
        """What to read to find a shelf's rows that pass all that is indexed, and the conditions.

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
        """All of it but the text, as one condition on a term, or on an instance and its term.

        The rest asks for an instance in any case.
        """
        if not self.shelves:
            return Sql("1 = 0")
        shelves = joined(" OR ", (_bracketed(both(shelf.sql(table))) for shelf in self.shelves))
        return both([*self.choices(table), _bracketed(shelves), *self.rest])


def narrow(wanted: Filter, catalogue: Catalogue, today: date, dialect: Dialect) -> Narrowed:
    """Find what a filter means in this store on this day."""
    products = {row: one.code for row, one in catalogue.products.items()}
    rooms = {row: one.code for row, one in catalogue.rooms.items()}
    facts: tuple[Mapping[int, object], ...] = (products, catalogue.rooms, catalogue.accounts)
    known = (products, rooms, catalogue.accounts)
    asked = (wanted.products, wanted.rooms, wanted.accounts)
    found = [
        _taken(codes, chosen, wanted.query, key, these)
        for codes, chosen, key, these in zip(known, asked, _CODED, facts, strict=True)
    ]
    text, rest = _looked_at(wanted, today, dialect)
    numbers: dict[Key, tuple[int, ...]] = dict.fromkeys(_CODED, ())
    shares = {}
    for key, codes, taken in zip(_CODED, known, found, strict=True):
        absent = sorted(codes.keys() - taken)
        if absent and len(taken) <= IDS_AT_ONCE:
            numbers[key] = tuple(sorted(taken))
            shares[key.value] = len(taken) / len(codes)
        elif absent:
            others = one_of(f"i.{key}_id", absent)
            rest.append(Sql(f"NOT {others.text}", others.values))
    kept = retention(
        {row: one for row, one in catalogue.products.items() if row in found[0]}, today
    )
    shelves = tuple(_shelves(wanted, kept, today)) if all(found) else ()
    # Along the index of the column of which the smallest share of the codes is chosen.
    along = f"instance_by_{min(shares, key=shares.__getitem__)}" if shares else ""
    return Narrowed(
        shelves,
        numbers[Key.PRODUCT],
        numbers[Key.ROOM],
        numbers[Key.ACCOUNT],
        text,
        tuple(rest),
        kept,
        along,
    )


_CODED = (Key.PRODUCT, Key.ROOM, Key.ACCOUNT)


def _taken(
    known: Mapping[int, str],
    chosen: frozenset[str],
    query: Query,
    key: Key,
    facts: Mapping[int, object],
) -> set[int]:
    """The numbers of the codes that are chosen, whose facts a query takes."""
    taken = {row for row, code in known.items() if code in chosen} if chosen else set(known)
    if any(query.terms(key)):
        taken = {row for row in taken if query.takes(key, facts[row])}
    return taken


def _looked_at(wanted: Filter, today: date, dialect: Dialect) -> tuple[str, list[Sql]]:
    """The text by which rows are looked up, the longest one, and what else they must be."""
    query, holds = wanted.query, dialect.contains("i.search")
    texts = [one.text.casefold() for one in query.texts if not one.negated]
    text, *others = sorted({wanted.search.casefold(), *texts}, key=len, reverse=True)
    rest = [Sql(holds, (other,)) for other in others if other not in text]
    rest += [Sql(f"NOT {holds}", (one.text.casefold(),)) for one in query.texts if one.negated]
    rest += _in_spans("t.expire_date", query.dates(today), gaps_only=True)
    rest += _in_spans("i.monthly_price", query.prices())
    if any(query.terms(Key.MONTHS)):
        policies = (_with_months(policy, query) for policy in Policy)
        rest.append(_bracketed(joined(" OR ", policies)))
    return text, rest


def _with_months(policy: Policy, query: Query) -> Sql:
    months = [one for one in PERIODS if query.takes(Key.MONTHS, period_of(policy, one))]
    within = one_of("i.auto_months", months) if months else Sql("1 = 0")
    return both([Sql("i.policy = %s", (policy.value,)), within])


def _in_spans(column: str, spans: Sequence[Span], *, gaps_only: bool = False) -> list[Sql]:
    """The condition that a column is in one of some spans; or in none of the gaps between them."""
    if (gaps_only and len(spans) < 2) or spans == [(None, None)]:
        return []
    found = [Sql("1 = 0")]
    for span in spans:
        ends = zip((">=", "<="), span, strict=True)
        found.append(
            both(
                Sql(f"{column} {sign} %s", (_plain(end),)) for sign, end in ends if end is not None
            )
        )
    return [_bracketed(joined(" OR ", found))]


def _plain(end: date | int) -> str | int:
    return end.isoformat() if isinstance(end, date) else end


def _shelves(wanted: Filter, kept: Retention, today: date) -> list[Shelf]:
    query, tabs = wanted.query, wanted.tabs or frozenset(Tab)
    every = tuple(sorted(one.value for one in Policy if _takes_policy(query, one)))
    spans = query.dates(today)
    if not every or not spans:
        return []
    found: list[Shelf] = []
    sides: dict[Dates, list[str]] = {}
    for tab, policy in _POLICIES.items():
        if policy in every and (tab in tabs or Tab.EXCLUDED in tabs):
            side = Dates() if {tab, Tab.EXCLUDED} <= tabs else kept[tab not in tabs]
            sides.setdefault(side, []).append(policy)
    if Tab.EXCLUDED in tabs:
        found.append(Shelf(False, every, Dates()))
    found += [Shelf(True, tuple(sorted(policies)), side) for side, policies in sides.items()]
    latest, (first, last) = wanted.latest(today), (spans[0][0], spans[-1][1])
    ranged = [
        shelf._replace(
            dates=_of_status(shelf.dates, status, kept, today)
            .within(wanted.expires_from, latest)
            .within(first, last)
        )
        for shelf in found
        for status in _statuses(wanted)
    ]
    return [shelf for shelf in ranged if not shelf.dates.is_empty]


def _takes_policy(query: Query, policy: Policy) -> bool:
    months = (period_of(policy, one) for one in PERIODS)
    return query.takes(Key.POLICY, policy) and any(query.takes(Key.MONTHS, one) for one in months)


def _statuses(wanted: Filter) -> list[Status | None]:
    """The statuses that are asked for; None for all of them."""
    found = [one for one in Status if wanted.query.takes(Key.STATUS, one)]
    found = [one for one in found if wanted.status in (None, one)]
    return [None] if len(found) == len(Status) else [*found]


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
