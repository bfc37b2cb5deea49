"""Single values of fleet files: each text is read strictly, or refused with one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import TypeVar

from renewal_tui.domain.calendar import parse_date
from renewal_tui.domain.codes import PERIODS
from renewal_tui.domain.text import unprintable_in

T = TypeVar("T")

LONGEST_CODE = 64
LONGEST_NAME = 200
MOST_REMEMBERED = 50_000
"""Texts of one column that are remembered with their values, before it begins anew."""

_CURRENCY = re.compile(r"[A-Z]{3}")


class Remembering(dict[str, T]):
    """Reads each text once: a million rows have few different dates, rooms or prices."""

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> T:
        value = self._read(text)
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        self[text] = value
        return value


def required(read: Callable[[str], T]) -> Callable[[str], T]:
    """The same reader, for a value that must be there."""

    def given(text: str) -> T:
        if not text:
            raise ValueError("is missing")
        return read(text)

    return given


def code(text: str) -> str:
    """An id or code: 1 to 64 printable characters without a space at either end."""
    if len(text) <= LONGEST_CODE and text.isascii() and text.isprintable() and text == text.strip():
        return text
    _refuse_unprintable(text, LONGEST_CODE)
    if text != text.strip():
        raise ValueError(f'"{text}" begins or ends with a space')
    return text


def product_code(text: str) -> str:
    """A product's code, which must also be able to stand in a voucher's list of products."""
    if text == "*" or ";" in text:
        raise ValueError(f'"{text}" cannot be a product: * and ; have a meaning in vouchers')
    return code(text)


def name(text: str) -> str:
    """A name, reason or other words: at most 200 printable characters."""
    if len(text) > LONGEST_NAME or not text.isprintable():
        _refuse_unprintable(text, LONGEST_NAME)
    return text


def _refuse_unprintable(text: str, longest: int) -> None:
    if len(text) > longest:
        raise ValueError(f"is longer than {longest} characters ({len(text):,})")
    character = unprintable_in(text)
    if character:
        raise ValueError(f"contains U+{ord(character):04X}, which is no printable character")


def day(text: str) -> str:
    """A calendar date, as ISO text."""
    return parse_date(text).isoformat()


def whole(low: int, high: int) -> Callable[[str], int]:
    """Reads a whole number between two bounds, which are allowed."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 9 and low <= int(text) <= high):
            raise ValueError(f'"{text}" is not a whole number from {low} to {high}')
        return int(text)

    return read


def one_of(words: Collection[str]) -> Callable[[str], str]:
    """Reads one of some fixed words."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f'"{text}" is not one of {", ".join(words)}')
        return text

    return read


def reference(what: str, known: Collection[str]) -> Callable[[str], str]:
    """Reads a code that must be known: in the store, or in the files that are read with it."""

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f'"{text}" is not {what} of the store or of these files')
        return text

    return read


def yes_or_no(text: str) -> int:
    """`yes` or `no`, as 1 or 0."""
    return int(one_of(("yes", "no"))(text) == "yes")


def period(text: str) -> int:
    """A number of months that is offered [R5]."""
    return int(one_of([str(months) for months in PERIODS])(text))


def currency(text: str) -> str:
    """An ISO 4217 code: three capital letters."""
    if not _CURRENCY.fullmatch(text):
        raise ValueError(f'"{text}" is not a currency such as CNY: three capital letters')
    return text


def discounts(text: str) -> str:
    """Period discounts [R16] such as `12:15;24:30` (months:percent), in order of the months."""
    found: dict[int, int] = {}
    for part in text.split(";"):
        months, colon, percent = part.partition(":")
        if not colon:
            raise ValueError(f'"{part}" is not a discount such as 12:15 (months:percent)')
        offered = period(months)
        if offered in found:
            raise ValueError(f"{offered} months stand twice")
        found[offered] = whole(0, 100)(percent)
    return ";".join(f"{months}:{percent}" for months, percent in sorted(found.items()))


def products(known: Collection[str]) -> Callable[[str], str]:
    """Reads what a voucher is for: `*`, or known products such as `KEC;EIP`, in their order."""
    read_one = reference("a product", known)

    def read(text: str) -> str:
        return text if text == "*" else ";".join(sorted({read_one(one) for one in text.split(";")}))

    return read
