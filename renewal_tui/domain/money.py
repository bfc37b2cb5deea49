"""Money as whole minor units (fen, cents): parsed, shown, and what a line costs [R16, R25]."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, NamedTuple

Money = Annotated[int, "minor units"]
"""An amount: in a document it is a decimal string."""

MAX_MINOR = 10**15
"""Ten trillion of the major unit: above any real amount, far below 64 bits."""

_AMOUNT = r"(?P<sign>-?)(?P<major>[0-9]{1,18})(?:\.(?P<minor>[0-9]{1,2}))?"


def parse_money(text: str, *, negative: bool = False) -> int:
    """Read a decimal string such as `1234.50` as minor units (123450).

    At most two decimals, no thousands separators, no exponent. Raises ValueError with a sentence
    that says what is wrong and what would be right.
    """
    found = re.fullmatch(_AMOUNT, text.strip())
    if found is None or not text.isascii():
        raise ValueError(f'"{text}" is not an amount such as 1234.50')
    minor = int(found["major"]) * 100 + int((found["minor"] or "0").ljust(2, "0"))
    if minor > MAX_MINOR:
        raise ValueError(f'"{text}" is larger than {format_money(MAX_MINOR)}')
    if found["sign"] and not negative:
        raise ValueError(f'"{text}" is negative; an amount of 0.00 or more is needed')
    return -minor if found["sign"] else minor


def format_money(minor: int) -> str:
    """Show minor units as a decimal string with two places: 123450 is `1234.50`."""
    if minor < 0:
        return f"-{format_money(-minor)}"
    return f"{minor // 100}.{minor % 100:02d}"


def show_money(minor: int) -> str:
    """Show minor units for people, with thousands separators: 123450 is `1,234.50`."""
    sign = "-" if minor < 0 else ""
    major, rest = divmod(abs(minor), 100)
    return f"{sign}{major:,}.{rest:02d}"


def half_up(numerator: int, denominator: int) -> int:
    """Divide non-negative integers and round half up [R16, R25]."""
    return (2 * numerator + denominator) // (2 * denominator)


DAYS_IN_MONTH = 30
"""A remaining day costs a thirtieth of the monthly price [R25]."""


class Fee(NamedTuple):
    """The three amounts of a line, all shown: payable = list price - discount."""

    list_price: int
    discount: int
    payable: int


@lru_cache(maxsize=8192)
def period_fee(monthly_price: int, months: int, percent: int) -> Fee:
    """The fee of a renewal by a period, with the product's discount for that period [R16]."""
    list_price = monthly_price * months
    payable = half_up(list_price * (100 - percent), 100) if percent else list_price
    return Fee(list_price, list_price - payable, payable)


def unified_fee(monthly_price: int, months: int, days: int) -> Fee:
    """The fee of whole months and remaining days, rounded once; no discounts [R25]."""
    payable = half_up(monthly_price * (months * DAYS_IN_MONTH + days), DAYS_IN_MONTH)
    return Fee(payable, 0, payable)
