"""From the text of a query to its terms [R31]; what is wrong is told with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from renewal_tui.domain.calendar import parse_date
from renewal_tui.domain.codes import PERIODS, Policy, Status
from renewal_tui.domain.facts import Room
from renewal_tui.domain.money import parse_money
from renewal_tui.domain.query.terms import (
    EXAMPLES,
    Key,
    Listed,
    Query,
    QueryProblem,
    Range,
    Term,
    Text,
    Value,
    Word,
)
from renewal_tui.domain.text import printable
from renewal_tui.domain.words import one_of, right_text

MOST_DAYS = 36_500
"""Days from today that can be asked for: a hundred years."""

_LONGEST_SHOWN = 40


# -- words -----------------------------------------------------------------------------------------

_BLANK, _NAME, _VALUE = re.compile(r"\s*"), re.compile(r"[^\s:]*"), re.compile(r"[^\s,]*")
_QUOTE = re.compile(r'"((?:[^"]|"")*)"')


def parse(text: str) -> Query:
    """Read a query. Raises QueryProblem; codes and rooms are for `check` to know."""
    words: list[Word] = []
    at = _past(_BLANK, text, 0)
    while at < len(text):
        word, end = _word(text, at)
        words.append(word)
        at = _past(_BLANK, text, end)
        if at == end < len(text):
            raise QueryProblem(at, "a blank is needed after the quote")
    return Query(tuple(words), listed(text))


def _past(what: re.Pattern[str], text: str, at: int) -> int:
    found = what.match(text, at)
    return found.end() if found else at


def _word(text: str, start: int) -> tuple[Word, int]:
    negated = text[start] == "-"
    at = start + negated
    if text[at : at + 1] == '"':
        quoted, end = _quoted(text, at)
        return Text(quoted, negated), end
    end = _past(_NAME, text, at)
    name = text[at:end]
    if text[end : end + 1] != ":":
        if not name:
            raise QueryProblem(start, 'what is left out follows "-" at once, as in -web')
        return Text(name, negated), end
    key = _key(name, at)
    values, places = [], []
    while True:
        at = end + 1
        value, end = _quoted(text, at) if text[at : at + 1] == '"' else _plain(text, at)
        if not value:
            raise QueryProblem(at, f"{key}: needs a value, as in {key}:{EXAMPLES[key]}")
        values.append(_read(key, value, at))
        places.append(at)
        if text[end : end + 1] != ",":
            return Term(key, tuple(values), negated, tuple(places)), end


def _plain(text: str, at: int) -> tuple[str, int]:
    end = _past(_VALUE, text, at)
    return text[at:end], end


def _quoted(text: str, at: int) -> tuple[str, int]:
    """A quoted text, in which a doubled quote stands for one."""
    found = _QUOTE.match(text, at)
    if found is None:
        raise QueryProblem(at, 'the quote is open: a " must end it')
    if not found[1]:
        raise QueryProblem(at, "the quotes are empty: a text must stand between them")
    return found[1].replace('""', '"'), found.end()


def _key(name: str, at: int) -> Key:
    try:
        return Key(name.casefold())
    except ValueError:
        right = right_text(name, Key, "keys are")
        why = f"{_shown(name)} is not a key; {right}; quote a text that has a colon"
        raise QueryProblem(at, why) from None


def _read(key: Key, value: str, at: int) -> Value:
    try:
        return _READ[key](value)
    except ValueError as problem:
        raise QueryProblem(at, f"{key}: {problem}") from None


# -- values ----------------------------------------------------------------------------------------


def _range(end: Callable[[str], Any], text: str) -> Range:
    low, dots, high = text.partition("..")
    if not dots:
        return Range(end(low), end(low))
    if not (low or high):
        raise ValueError("a range needs one end at least")
    found = Range(end(low) if low else None, end(high) if high else None)
    if low and high and found.high < found.low:
        raise ValueError(f"the range {_shown(text)} ends before it begins: {high}..{low}?")
    return found


def _days(text: str, least: int = -MOST_DAYS) -> int:
    number = int(text) if re.fullmatch("-?[0-9]{1,6}", text) else MOST_DAYS + 1
    if not least <= number <= MOST_DAYS:
        raise ValueError(f"{_shown(text)} is not a number of days from {least:,} to {MOST_DAYS:,}")
    return number


def _choice(known: Mapping[str, Value], text: str) -> Value:
    found = known.get(text.casefold())
    if found is None:
        raise ValueError(f"{_shown(text)} is not offered; choose {one_of(known)}")
    return found


_POLICIES = {str(one): one for one in (Policy.AUTO, Policy.MANUAL)}
_STATUSES = {str(one): one for one in (Status.ACTIVE, Status.EXPIRED)}
_MONTHS: dict[str, Value] = {str(months): months for months in PERIODS}

_READ: dict[Key, Callable[[str], Value]] = {
    Key.PRODUCT: str,
    Key.ROOM: str,
    Key.ACCOUNT: str,
    Key.POLICY: partial(_choice, _POLICIES),
    Key.STATUS: partial(_choice, _STATUSES),
    Key.DUE: partial(_days, least=0),
    Key.LEFT: partial(_range, _days),
    Key.EXPIRES: partial(_range, parse_date),
    Key.PRICE: partial(_range, parse_money),
    Key.MONTHS: partial(_choice, _MONTHS),
}


# -- what only a store knows -----------------------------------------------------------------------


class Known(NamedTuple):
    """The codes of a store, and its rooms."""

    products: Iterable[str]
    rooms: Iterable[Room]
    accounts: Iterable[str]


OF_STORE = (Key.PRODUCT, Key.ROOM, Key.ACCOUNT)
"""The keys whose values a store knows."""


def check(query: Query, known: Known) -> None:
    """Refuse a value that no product, room or account of a store fits. Raises QueryProblem."""
    facts: dict[Key, Iterable[Any]] = dict(zip(OF_STORE, known, strict=True))
    for term in query.terms(*OF_STORE):
        for value, at in zip(term.values, term.places, strict=True):
            every = list(facts[term.key])
            if not any(term.fits(value, fact) for fact in every):
                codes = (fact.code if isinstance(fact, Room) else fact for fact in every)
                right = right_text(str(value), codes)
                raise QueryProblem(at, f"{_shown(value)} fits no {term.key}; {right}")


def _shown(value: object) -> str:
    return f'"{printable(str(value), _LONGEST_SHOWN)}"'


# -- lists of ids ----------------------------------------------------------------------------------


def listed(text: str) -> Listed | None:
    """The words of what may be a list of ids: two or more, and nothing but plain words.

    One known id among them will do where a line break or a comma parts them; else it is the first.
    """
    words = tuple(dict.fromkeys(split_ids(text)))
    if len(words) < 2 or any(word[0] == "-" or '"' in word or ":" in word for word in words):
        return None
    return Listed(words, words if re.search(r"[\n\r,]", text.strip()) else words[:1])


def split_ids(text: str) -> Iterator[str]:
    """The ids of a list, whatever parts them: blanks, line breaks or commas."""
    return (word for word in re.split(r"[\s,]+", text) if word)
