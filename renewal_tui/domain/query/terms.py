"""What a query asks of an instance [R31]: as values, in writing, and as plain as a rule can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from renewal_tui.domain.calendar import plus_days
from renewal_tui.domain.codes import Policy
from renewal_tui.domain.eligibility import status_of
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.money import format_money
from renewal_tui.domain.text import search_key


class QueryProblem(ValueError):
    """What is wrong with a query, in one line; `at` is the character where, from 0."""

    def __init__(self, at: int, why: str) -> None:
        self.at = at
        super().__init__(f"character {at + 1}: {why}")


class Key(StrEnum):
    """What a term narrows."""

    PRODUCT = "product"
    ROOM = "room"
    ACCOUNT = "account"
    POLICY = "policy"
    STATUS = "status"
    DUE = "due"
    LEFT = "left"
    EXPIRES = "expires"
    PRICE = "price"
    MONTHS = "months"


EXAMPLES = {
    Key.PRODUCT: "KEC,KRDS",
    Key.ROOM: "beijing",
    Key.ACCOUNT: "acme-prod",
    Key.POLICY: "auto",
    Key.STATUS: "expired",
    Key.DUE: "7",
    Key.LEFT: "0..7",
    Key.EXPIRES: "2026-12-01..2026-12-07",
    Key.PRICE: "100..250",
    Key.MONTHS: "12",
}
"""A value of each key, for the help."""


class Range(NamedTuple):
    """From one date, amount or number to another, both inclusive; None is an open end."""

    low: Any
    high: Any

    def holds(self, fact: Any) -> bool:
        """Whether something is in it."""
        return (self.low is None or fact >= self.low) and (self.high is None or fact <= self.high)


Span = tuple[Any, Any]
"""The same, where both ends may be open."""

Value = str | int | Range
"""A code, a word or a part of a name; a number of days or months; a range."""


def _is_code(value: Any, code: str) -> bool:
    return bool(value.casefold() == code.casefold())


_FITS: dict[Key, Callable[[Any, Any], bool]] = {
    Key.PRODUCT: _is_code,
    Key.ROOM: lambda part, room: any(part.casefold() in name.casefold() for name in room),
    Key.ACCOUNT: _is_code,
    Key.DUE: lambda days, left: left <= days,
    Key.LEFT: Range.holds,
    Key.EXPIRES: Range.holds,
    Key.PRICE: Range.holds,
}
"""Whether a value of a key fits a fact of `_FACTS`; of the other keys, whether it is that fact."""

_FACTS: dict[Key, Callable[[Instance, date], Any]] = {
    Key.PRODUCT: lambda one, _: one.product.code,
    Key.ROOM: lambda one, _: one.room,
    Key.ACCOUNT: lambda one, _: one.account,
    Key.POLICY: lambda one, _: one.policy,
    Key.STATUS: status_of,
    Key.DUE: lambda one, today: (one.expire_date - today).days,
    Key.LEFT: lambda one, today: (one.expire_date - today).days,
    Key.EXPIRES: lambda one, _: one.expire_date,
    Key.PRICE: lambda one, _: one.monthly_price,
    Key.MONTHS: lambda one, _: period_of(one.policy, one.auto_months),
}


def period_of(policy: Policy, months: int) -> int:
    """What `months` asks about: the period of what renews automatically, else none."""
    return months if policy is Policy.AUTO else 0


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is in the id or the name, whatever its case; or that is not."""

    text: str
    negated: bool = False

    def matches(self, instance: Instance, _: date) -> bool:
        """Whether an instance is as it asks."""
        found = self.text.casefold() in search_key(instance.instance_id, instance.name)
        return found is not self.negated

    def __str__(self) -> str:
        """As it is typed."""
        return "-" * self.negated + (
            _quoted(self.text) if re.search(_QUOTED, self.text) else self.text
        )


@dataclass(frozen=True, slots=True)
class Term:
    """`key:value,value`: a fact that one of the values fits; or that none does."""

    key: Key
    values: tuple[Value, ...]
    negated: bool = False
    places: tuple[int, ...] = field(default=(), compare=False)
    """Where each value stands in the text, from 0."""

    def fits(self, value: Value, fact: Any) -> bool:
        """Whether one of its values fits a fact."""
        fits = _FITS.get(self.key)
        return fits(value, fact) if fits else value == fact

    def takes(self, fact: Any) -> bool:
        """Whether a fact is as it asks."""
        return any(self.fits(value, fact) for value in self.values) is not self.negated

    def matches(self, instance: Instance, today: date) -> bool:
        """Whether an instance is as it asks."""
        return self.takes(_FACTS[self.key](instance, today))

    def __str__(self) -> str:
        """As it is typed."""
        values = ",".join(_written(self.key, value) for value in self.values)
        return f"{'-' * self.negated}{self.key}:{values}"


Word = Text | Term


class Listed(NamedTuple):
    """Words that are a list of ids if the store knows one of the `decisive` ones."""

    words: tuple[str, ...]
    decisive: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """Words, all of which an instance must satisfy."""

    words: tuple[Word, ...] = ()
    listed: Listed | None = field(default=None, compare=False)
    """Its words, where they may be a list of ids."""

    def __bool__(self) -> bool:
        """Whether it asks anything."""
        return bool(self.words)

    def __str__(self) -> str:
        """As it is typed; read again, it is the same query."""
        return " ".join(map(str, self.words))

    def matches(self, instance: Instance, today: date) -> bool:
        """Whether an instance is among those asked for."""
        return all(word.matches(instance, today) for word in self.words)

    @property
    def texts(self) -> list[Text]:
        """The texts that it looks for."""
        return [word for word in self.words if isinstance(word, Text)]

    def terms(self, *keys: Key) -> Iterator[Term]:
        """What it asks of some facts."""
        return (one for one in self.words if isinstance(one, Term) and one.key in keys)

    def takes(self, key: Key, fact: Any) -> bool:
        """Whether all that it asks of one fact is so."""
        return all(term.takes(fact) for term in self.terms(key))

    # -- what it asks of dates and prices, as spans that lie apart, in ascending order -----------

    def dates(self, today: date) -> list[Span]:
        """The expire dates that it asks for."""

        def takes(days: int) -> bool:
            left = self.takes(Key.DUE, days) and self.takes(Key.LEFT, days)
            return left and self.takes(Key.EXPIRES, plus_days(today, days))

        edges: list[int] = []
        for term in self.terms(Key.DUE, Key.LEFT, Key.EXPIRES):
            for value in term.values:
                ends = value if isinstance(value, Range) else Range(None, value)
                edges += _edges(_in_days(end, today) for end in ends)
        return [
            (None if low is None else plus_days(today, low),
             None if high is None else plus_days(today, high))
            for low, high in _spans(edges, takes)
        ]  # fmt: skip

    def prices(self) -> list[Span]:
        """The monthly prices that it asks for, in minor units."""
        values = [value for term in self.terms(Key.PRICE) for value in term.values]
        edges = [edge for value in values if isinstance(value, Range) for edge in _edges(value)]
        return _spans(edges, lambda price: self.takes(Key.PRICE, price))


EVERYTHING = Query()
"""It asks nothing."""


def _in_days(end: date | int | None, today: date) -> int | None:
    return (end - today).days if isinstance(end, date) else end


def _edges(ends: Iterable[int | None]) -> list[int]:
    """Where a range begins, and where what follows it does."""
    return [end + place for place, end in enumerate(ends) if end is not None]


def _spans(edges: Iterable[int], takes: Callable[[int], bool]) -> list[Span]:
    """The numbers that are taken, where nothing changes between two edges."""
    cuts = sorted(set(edges))
    if not cuts:
        return [(None, None)]
    found: list[Span] = []
    for low, end in zip((None, *cuts), (*cuts, None), strict=True):
        high = None if end is None else end - 1
        if not takes(cuts[0] - 1 if low is None else low):
            continue
        if found and low is not None and found[-1][1] == low - 1:
            low = found.pop()[0]  # noqa: PLW2901 - it goes on from the one before
        found.append((low, high))
    return found


# -- in writing ------------------------------------------------------------------------------------

_QUOTED = r'[\s:,]|^["-]'
"""What a text has that has to be quoted."""


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _written(key: Key, value: Value) -> str:
    if isinstance(value, Range):
        low, high = ("" if end is None else _end(key, end) for end in value)
        return low if low == high else f"{low}..{high}"
    text = str(value)
    return _quoted(text) if re.search(r'[\s,]|^"', text) else text


def _end(key: Key, end: Any) -> str:
    return format_money(end) if key is Key.PRICE else str(end)
