"""What the marks on instances mean: which are chosen, how many are hidden, what they cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter, Matching, matches
from renewal_tui.domain.money import show_money
from renewal_tui.errors import DeskError
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.sources import FleetSource
from renewal_tui.ui.dispatch import Chosen
from renewal_tui.ui.widgets.table import Marks, RowTable

WRITTEN_OUT = 5_000
"""Marks of "all that match" on at most so many rows are kept one by one when the filter changes."""

SUMMED = 1_000
"""The prices of at most so many marks are added up at once."""


def chosen(desk: Desk, table: RowTable[Instance], wanted: Filter) -> Chosen:
    """The marked rows, or the row under the cursor if none is marked."""
    marks = table.marks
    if marks.all_matching:
        matching = Matching(wanted, frozenset(marks.excepted))
        return Chosen(matching, marks.count(table.count), 0)
    if marks:
        found = desk.reader().by_ids(marks.ids)
        today = desk.today()
        hidden = sum(not matches(one, wanted, today) for one in found.values())
        return Chosen(tuple(sorted(marks.ids)), marks.count(table.count), hidden)
    under = (table.cursor_id,) if table.cursor_id else ()
    return Chosen(under, len(under), 0)


def settle(table: RowTable[Instance]) -> bool:
    """Write out what "all that match" means, before it would mean something else.

    Says whether that could be done; if not, the marks are cleared.
    """
    marks, source = table.marks, table.source
    if not marks.all_matching:
        return True
    total = source.count()
    kept = isinstance(source, FleetSource) and total <= WRITTEN_OUT
    ids = [one for one in source.ids(0, total) if marks.is_marked(one)] if kept else []
    marks.clear()
    marks.mark(ids)
    return kept


def know_absent(desk: Desk, marks: Marks, wanted: Filter) -> None:
    """Find out which rows that "all" leaves out are not in the list any more."""
    if marks.excepted:
        today = desk.today()
        found = desk.reader().by_ids(marks.excepted)
        here = {one for one, row in found.items() if matches(row, wanted, today)}
        marks.know_absent(marks.excepted - here)


def marks_text(table: RowTable[Instance], *, known: bool, price: Callable[[], int | None]) -> str:
    """How many rows are marked and what they cost a month, or that a range has begun."""
    marks, words = table.marks, []
    count = marks.count(table.count)
    if marks.all_matching and not known:
        words.append("all that match are marked")
    elif count:
        words.append(f"{count:,} marked{_price_text(marks, price)}")
    if table.range_anchor is not None:
        words.append("range begun: v ends it")
    return ", ".join(words)


def _price_text(marks: Marks, price: Callable[[], int | None]) -> str:
    if marks.all_matching or len(marks.ids) > SUMMED:
        return ""
    try:
        total = price()
    except DeskError:
        return ""  # a busy store: the next look tells
    return "" if total is None else f": {show_money(total)} a month"


class Prices:
    """Monthly prices (minor units) by instance id, of one state of the store.

    They are added up anew at each mark, without reading them all again.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[str, tuple[int, str]] = {}
        self._seen: object = None

    def total(self, ids: Iterable[str], seen: object, account: str = "") -> int | None:
        """What some instances cost together; `seen` is another once the store has changed.

        None when one of them is not of this `account` (any when ""): its currency may be another.
        """
        if seen != self._seen:
            self._known.clear()
            self._seen = seen
        wanted = list(ids)
        missing = [one for one in wanted if one not in self._known]
        if missing:
            found = self._desk.reader().by_ids(missing)
            facts = ((one, (row.monthly_price, row.account)) for one, row in found.items())
            self._known.update(facts)
        known = [self._known[one] for one in wanted if one in self._known]
        if account and any(owner != account for _, owner in known):
            return None
        return sum(price for price, _ in known)
