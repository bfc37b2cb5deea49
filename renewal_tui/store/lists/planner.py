"""Chooses how a list is read: how it is counted, and whether its rows are held or walked along."""

from __future__ import annotations

from abc import abstractmethod
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter, Order, Sort, matches
from renewal_tui.store.catalogue import Catalogue
from renewal_tui.store.connection import Store
from renewal_tui.store.lists.asked import Asked, Dated, Searched
from renewal_tui.store.lists.counting import Counting
from renewal_tui.store.lists.dates import Dates
from renewal_tui.store.lists.narrowing import Narrowed, Shelf, narrow
from renewal_tui.store.lists.orders import ORDERS, Key, ListOrder
from renewal_tui.store.lists.walking import FewDates, Walk, rows_in_stretches
from renewal_tui.store.lists.windows import Held, Walked, Windows
from renewal_tui.store.sql import Sql, both


class Limits(NamedTuple):
    """Sizes from which on a list is read another way."""

    held: int = 10_000
    """Rows of a list that are sorted and held in memory; longer lists are walked along an index.

    Reading and sorting 10,000 rows takes 20 ms, 50,000 would take 150. A walk passes over the rows
    that do not match: of a tab of 600,000 at least one in 60 does, so a page is found in a few ms.
    """

    held_if_far: int = 50_000
    """The same for a list whose rows a walk has to ask for their text or date one by one.

    They are held once more rows would have to be asked than `looked_at`.
    """

    looked_at: int = 10_000
    """Rows that are asked for their text or date one by one, before a list is read another way."""

    stretch: int = 5_000
    """Rows of a long list that are read, or looked at, at one moment: some 20 ms."""

    few_dates: int = 50_000
    """Rows of some dates that are found anew for each page of another order: a few ms.

    Ten times as many for a far jump.
    """

    far: int = 1_000
    """Rows that are passed over at once from which on each is not asked for its date."""

    absent: int = 20_000
    """Rows of other dates whose places in another order are held in memory."""

    named: int = 1_000
    """Ids of a list whose instances are read in a moment."""

    held_apart: int = 500_000
    """Rows of a list in the midst of its dates that a worker may hold: it takes a second."""


_A_HIT = 4
"""Rows along an index that take as long as one that is found by the text index."""


class Way(Enum):
    """How the rows of a filter are found."""

    INDEX = "by the list indexes, which know all that matters, or leave few rows to look at"
    FEW_HITS = "by the text index, in no time"
    SLOW = "by looking at every row, or at the many that the text index gives"


class Planner:
    """Counts lists and reads them by position, in one state of the store.

    What it has found out it keeps: it lives as long as nobody changes the store.
    """

    def __init__(self, store: Store, catalogue: Catalogue, today: date, limits: Limits) -> None:
        self._store = store
        self.catalogue = catalogue
        self._today = today
        self._limits = limits
        self._counting = Counting(store, limits.held)
        self._search = store.engine.search
        self._known_hits: dict[tuple[str, int], bool] = {}
        self._ways: dict[Filter, tuple[Way, Narrowed]] = {}
        self._counts: dict[Filter, int] = {}
        self._windows: dict[tuple[Filter, Order], Windows] = {}
        self._instances: dict[frozenset[str], list[Instance]] = {}

    def way(self, wanted: Filter) -> tuple[Way, Narrowed]:
        """How the rows of a filter are found, and what the filter means here."""
        if wanted not in self._ways:
            dialect = self._store.engine.dialect
            narrowed = narrow(wanted, self.catalogue, self._today, dialect)
            self._ways[wanted] = (self._choose(narrowed), narrowed)
        return self._ways[wanted]

    def count(self, wanted: Filter) -> int:
        """How many rows match."""
        return self.counts([wanted])[0]

    def counts(self, several: Sequence[Filter]) -> list[int]:
        """How many rows match each of some filters: less work than one by one."""
        slow: dict[tuple[str, Way], dict[Filter, Narrowed]] = {}
        for wanted in several:
            if wanted in self._counts:
                continue
            if wanted.ids is not None:
                self._counts[wanted] = len(self._named(wanted, wanted.ids))
                continue
            way, narrowed = self.way(wanted)
            if way is not Way.INDEX:
                slow.setdefault((narrowed.text, way), {})[wanted] = narrowed
            elif narrowed.is_looked_at:
                self._counts[wanted] = self._counting.rows_looked_at(narrowed)
            else:
                self._counts[wanted] = self._counting.rows(narrowed)
        for (text, way), some in slow.items():
            many = way is Way.SLOW and not self._hits_can_be_held(text)
            counts = self._counting.rows_with_text(list(some.values()), many=many)
            self._counts.update(zip(some, counts, strict=True))
        return [self._counts[wanted] for wanted in several]

    def is_quick(self, wanted: Filter, order: Order) -> bool:
        """Whether a list is counted, or will be in no time, and any page of it as soon."""
        if wanted.ids is not None:
            return wanted.ids in self._instances or len(wanted.ids) <= self._limits.named
        windows = self.windows(wanted, order)
        return not (isinstance(windows, Asked) and windows.has_far_pages)

    def windows(self, wanted: Filter, order: Order) -> Windows:
        """A list's rows by position."""
        if (wanted, order) not in self._windows:
            self._windows[wanted, order] = self._read(wanted, order)
        return self._windows[wanted, order]

    def prepare(self, wanted: Filter, order: Order, limit: int, total: int) -> None:
        """Find out what a list's rows rest on, and its first ones; `total` have been counted."""
        self._counts.setdefault(wanted, total)
        windows = self.windows(wanted, order)
        if isinstance(windows, Asked):
            windows.read_all()
        windows.numbers(0, limit)

    def row_numbers(self, wanted: Filter, excepted: frozenset[str]) -> dict[str, array[int]]:
        """The store's numbers of all that match, by account; each by expire date, instance id."""
        found: dict[int, array[int]] = {}
        order = ORDERS[Sort.EXPIRE_DATE]
        for row, _, instance_id, account in self._ascending(wanted, order, ("t.account_id",)):
            if instance_id not in excepted:
                found.setdefault(account, array("q")).append(row)
        codes = self.catalogue.accounts
        return {codes[row]: found[row] for row in sorted(found, key=codes.__getitem__)}

    def numbers(self, wanted: Filter, order: Order) -> array[int]:
        """The store's numbers of all that match, in the order asked for, however many they are.

        A long list is read in stretches, with nothing of the store open between them: a row that
        matches all the while is there once, whatever changes meanwhile.
        """
        columns = ORDERS[order.column]
        found = array("q", (row[0] for row in self._ascending(wanted, columns)))
        if order.descending:
            found.reverse()
        return found

    def _ascending(
        self, wanted: Filter, columns: ListOrder, more: tuple[str, ...] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """Number and key of every row: a short list's at once, a long one's in stretches.

        `more` columns of its term come after the key.
        """
        if wanted.ids is not None:
            accounts = self.catalogue.account_rows()
            named = self._named(wanted, wanted.ids)
            found = [(one.row, *columns.key_of(one), accounts[one.account]) for one in named]
            return iter(sorted(found, key=lambda row: row[1:-1]))
        way, narrowed = self.way(wanted)
        if not narrowed.shelves:
            return iter(())
        few = way is Way.FEW_HITS or (way is Way.SLOW and self._hits_can_be_held(narrowed.text))
        if few or self.count(wanted) <= self._limits.held:
            whole = self._whole(wanted, columns, descending=False, more=more)
            return iter(self._store.sql(*whole))
        walk = self._walk(narrowed, columns, descending=False)._replace(more=more)
        return rows_in_stretches(self._store, walk, self._limits.stretch)

    def _choose(self, narrowed: Narrowed) -> Way:
        if not narrowed.is_looked_at:
            return Way.INDEX
        if self._has_hits(narrowed.text, self._limits.held // _A_HIT):
            return Way.FEW_HITS
        few = self._counting.rows(narrowed) <= self._limits.held
        return Way.INDEX if few else Way.SLOW

    def _hits_can_be_held(self, sought: str) -> bool:
        """Whether the text index gives no more rows than a list may hold: it takes a while."""
        return self._has_hits(sought, self._limits.held_if_far)

    def _has_hits(self, sought: str, limit: int) -> bool:
        """Whether the text index knows which rows may hold a text, at most so many of them.

        Of a common text it is asked about these only.
        """
        if (sought, limit) not in self._known_hits:
            hits = limit + 1
            if self._search.can_look_up(sought):
                hits = int(self._store.sql(*self._search.hits(sought, limit + 1))[0][0])
            self._known_hits[sought, limit] = hits <= limit
        return self._known_hits[sought, limit]

    def _read(self, wanted: Filter, order: Order) -> Windows:
        if wanted.ids is not None:
            return Held(self.numbers(wanted, order))
        way, narrowed = self.way(wanted)
        columns = ORDERS[order.column]

        def count() -> int:
            return self.count(wanted)

        def hold() -> Held:
            numbers = self._whole(wanted, columns, descending=order.descending)
            held = Held(array("q", (row[0] for row in self._store.walk_sql(*numbers))))
            self._counts[wanted] = len(held)
            return held

        def hold_if_short(limit: int = self._limits.held_if_far) -> Held | None:
            few = bool(narrowed.text) and self._hits_can_be_held(narrowed.text)
            return hold() if few or count() <= limit else None

        if not narrowed.shelves:
            return Held(array("q"))
        if way is Way.FEW_HITS or (way is Way.INDEX and count() <= self._limits.held):
            return hold()
        walk = self._walk(narrowed, columns, descending=order.descending)
        if way is not Way.INDEX:
            return Searched(self._store, walk, count, hold_if_short, self._limits.looked_at)
        if columns.is_by_date or narrowed == narrowed.without_dates():
            return Walked(self._store, walk, count)
        absent, looked_at = self._absent(walk), self._limits.looked_at
        if absent is None:
            hold_if_short = partial(hold_if_short, self._limits.held_apart)
        dated = Dated(self._store, walk, count, hold_if_short, looked_at)
        return dated.skipping(self._counting.rows(narrowed.without_dates()), absent)

    def _walk(self, narrowed: Narrowed, columns: ListOrder, *, descending: bool) -> Walk:
        holding = tuple(self._search.walked(narrowed.text, f"{columns.table}.id"))
        few = {} if columns.is_by_date else self._few_dates(narrowed)
        dialect, look = self._store.engine.dialect, self._look(narrowed)
        asked = both(look) if look else None
        holding += narrowed.rest
        return Walk(narrowed, columns, descending, dialect, holding, asked, few)

    def _look(self, narrowed: Narrowed) -> list[Sql]:
        """The conditions that say of a row whether it is as what is not indexed says."""
        return [*self._search.in_row(narrowed.text), *narrowed.rest]

    def _named(self, wanted: Filter, ids: frozenset[str]) -> list[Instance]:
        """The instances of a list of ids that match: what the rules say, and no SQL."""
        if ids not in self._instances:
            self._instances[ids] = list(self.by_ids(ids).values())
        return [one for one in self._instances[ids] if matches(one, wanted, self._today)]

    @abstractmethod
    def by_ids(self, ids: Iterable[str]) -> dict[str, Instance]:
        """Instances by id; unknown ids are not in the answer."""

    def _few_dates(self, narrowed: Narrowed) -> dict[Shelf, FewDates]:
        """Of which dates a part of a list has few rows, or few are left out of it."""
        found, few = {}, self._limits.few_dates
        for shelf in narrowed.shelves:
            for policy in shelf.policies:
                part = shelf._replace(policies=(policy,))
                if part.dates == Dates():
                    continue
                inside, outside = self._counting.sides(part, narrowed.retention)
                others = narrowed.retention.other_side(part.dates)
                if others and outside <= min(inside, few * 10):
                    far = self._limits.far + outside // 20
                    found[part] = FewDates(others, inside=False, far=far)
                elif inside <= few:
                    found[part] = FewDates(part.dates, inside=True)
        return found

    def _absent(self, walk: Walk) -> Callable[[], list[Key]] | None:
        """What reads where the rows of other dates stand, in ascending order, if they are few."""
        narrowed = walk.narrowed
        others = [narrowed.retention.other_side(shelf.dates) for shelf in narrowed.shelves]
        if None in others:
            return None
        shelves = zip(narrowed.shelves, others, strict=True)
        absent = narrowed._replace(
            shelves=tuple(shelf._replace(dates=dates) for shelf, dates in shelves if dates)
        )
        if self._counting.rows(absent) > self._limits.absent:
            return None
        found = walk.order.whole(self._parts(absent), down=False)
        return lambda: [row[1:] for row in self._store.sql(*found)]

    def _whole(
        self,
        wanted: Filter,
        columns: ListOrder,
        *,
        descending: bool,
        more: tuple[str, ...] = (),
    ) -> Sql:
        way, narrowed = self.way(wanted)
        if way is Way.INDEX:
            parts = self._parts(narrowed)
        else:
            tables, conditions = self._search.holding(narrowed.text)
            parts = [(tables, [*conditions, narrowed.anywhere()])]
        return columns.whole(parts, down=descending, more=more)

    def _parts(self, narrowed: Narrowed) -> list[tuple[str, list[Sql]]]:
        """What to read to find all rows, along an index that leaves few of the others."""
        by_choice = self._counting.by_choice(narrowed)
        dialect, look = self._store.engine.dialect, self._look(narrowed)
        found = (narrowed.at(shelf, dialect, by_choice=by_choice) for shelf in narrowed.shelves)
        return [(tables, [*conditions, *look]) for tables, conditions in found]
