"""Ranges of expire dates in SQL, with the day from which each product is retained (section 1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from renewal_tui.domain.facts import Product
from renewal_tui.store.sql import Sql, joined, one_of

_DAY = timedelta(days=1)


class Dates(NamedTuple):
    """A range of ISO dates, both ends inclusive; None is no end.

    `rest` is what the range alone does not say; from `clear` on it says nothing more.
    """

    low: str | None = None
    high: str | None = None
    rest: Sql | None = None
    clear: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no date is in the range."""
        return self.low is not None and self.high is not None and self.low > self.high

    def within(self, low: date | None, high: date | None) -> Dates:
        """The part of it between two dates, both inclusive."""
        lows = [each for each in (self.low, _iso(low)) if each is not None]
        highs = [each for each in (self.high, _iso(high)) if each is not None]
        start = max(lows, default=None)
        if self.clear is not None and start is not None and start >= self.clear:
            return Dates(start, min(highs, default=None))
        return Dates(start, min(highs, default=None), self.rest, self.clear)

    def sql(self) -> list[Sql]:
        """The conditions on a term that say it."""
        found = []
        if self.low is not None:
            found.append(Sql("t.expire_date >= %s", (self.low,)))
        if self.high is not None:
            found.append(Sql("t.expire_date <= %s", (self.high,)))
        if self.rest is not None:
            found.append(self.rest)
        return found

    def split(self) -> list[Dates]:
        """The same dates in two ranges, of which the long one needs no more than its ends."""
        if self.rest is None or self.clear is None:
            return [self]
        before = (date.fromisoformat(self.clear) - _DAY).isoformat()
        high = before if self.high is None else min(self.high, before)
        parts = [Dates(self.low, high, self.rest), Dates(self.clear, self.high)]
        return [part for part in parts if not part.is_empty]


class Retention(NamedTuple):
    """The two sides of retention on one day: what is not released yet, and what is."""

    retained: Dates
    released: Dates

    def other_side(self, dates: Dates) -> Dates | None:
        """The dates that are not among some, where that is one range too."""
        if dates == self.retained:
            return self.released
        if dates == self.released:
            return self.retained
        if dates.rest is None and dates.low is not None and dates.high is None:
            day = date.fromisoformat(dates.low)
            return None if day == date.min else Dates(high=(day - _DAY).isoformat())
        return None


def retention(products: Mapping[int, Product], today: date) -> Retention:
    """What is retained today, for some products by the store's numbers."""
    floors: dict[str, list[int]] = {}
    for row, product in products.items():
        floor = today - timedelta(days=product.retention_days)
        floors.setdefault(floor.isoformat(), []).append(row)
    if not floors:
        return Retention(Dates(low=today.isoformat()), Dates("9999-12-31", "0001-01-01"))
    first, last = min(floors), max(floors)
    before = (date.fromisoformat(last) - _DAY).isoformat()
    if first == last:
        return Retention(Dates(low=first), Dates(high=before))
    kept = [(floor, rows) for floor, rows in floors.items() if floor < last]
    gone = [(floor, rows) for floor, rows in floors.items() if floor > first]
    return Retention(
        Dates(first, None, _either(Sql("t.expire_date >= %s", (last,)), ">=", kept), last),
        Dates(None, before, _either(Sql("t.expire_date < %s", (first,)), "<", gone)),
    )


def _either(plain: Sql, sign: str, floors: Iterable[tuple[str, list[int]]]) -> Sql:
    """One plain condition, or that of a product's own floor."""
    parts = [plain]
    for floor, rows in sorted(floors):
        own = one_of("t.product_id", rows)
        parts.append(Sql(f"({own.text} AND t.expire_date {sign} %s)", (*own.values, floor)))
    found = joined(" OR ", parts)
    return Sql(f"({found.text})", found.values)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
