"""What a line costs: by period [R16] and by date [R25]; minor units in, minor units out."""

from __future__ import annotations

from typing import NamedTuple

from renewal_tui.domain.money import half_up

DAYS_IN_MONTH = 30
"""A remaining day costs a thirtieth of the monthly price [R25]."""


class Fee(NamedTuple):
    """The three amounts of a line, all shown: payable = list price - discount."""

    list_price: int
    discount: int
    payable: int


def period_fee(monthly_price: int, months: int, percent: int) -> Fee:
    """The fee of a renewal by a period, with the product's discount for that period [R16]."""
    list_price = monthly_price * months
    payable = half_up(list_price * (100 - percent), 100) if percent else list_price
    return Fee(list_price, list_price - payable, payable)


def unified_fee(monthly_price: int, months: int, days: int) -> Fee:
    """The fee of whole months and remaining days, rounded once; no discounts [R25]."""
    payable = half_up(monthly_price * (months * DAYS_IN_MONTH + days), DAYS_IN_MONTH)
    return Fee(payable, 0, payable)
