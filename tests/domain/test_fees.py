"""What a line costs: by period [R16] and by date [R25]."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.domain.calendar import whole_months_and_days
from renewal_tui.domain.money import Fee, period_fee, unified_fee
from tests.domain.strategies import terms

prices = st.integers(0, 10**9)
percents = st.integers(0, 100)


def test_twelve_months_at_fifteen_percent_off_cost_what_was_published() -> None:
    """R16: 364.00 a month, list 4368.00, discount 655.20, payable 3712.80."""
    assert period_fee(364_00, 12, 15) == Fee(4368_00, 655_20, 3712_80)


def test_a_period_without_a_discount_costs_its_list_price() -> None:
    """R16."""
    assert period_fee(320_00, 3, 0) == Fee(960_00, 0, 960_00)


@pytest.mark.parametrize(
    ("price", "percent", "payable"),
    [(1, 50, 1), (3, 50, 2), (5, 50, 3), (10, 15, 9), (10, 16, 8), (999, 100, 0)],
)
def test_the_payable_is_rounded_half_up_and_the_discount_is_the_rest(
    price: int, percent: int, payable: int
) -> None:
    """R16: the payable is rounded, not the discount (0.5 of a fen is paid, not given)."""
    assert period_fee(price, 1, percent) == Fee(price, price - payable, payable)


@given(prices, st.integers(1, 36), percents)
def test_the_period_fee_is_the_exact_amount_rounded_once(
    price: int, months: int, percent: int
) -> None:
    """R16, against decimal arithmetic."""
    fee = period_fee(price, months, percent)
    exact = Decimal(price) * months * (100 - percent) / 100
    assert fee.list_price == price * months
    assert fee.payable == exact.quantize(Decimal(1), ROUND_HALF_UP)
    assert fee.payable + fee.discount == fee.list_price
    assert fee.discount >= 0


def test_a_month_and_fifteen_days_cost_what_was_published() -> None:
    """R25: 60 + 60 / 30 x 15 = 90.00."""
    assert unified_fee(60_00, 1, 15) == Fee(90_00, 0, 90_00)


@pytest.mark.parametrize(
    ("price", "months", "days", "payable"),
    [(1, 0, 14, 0), (1, 0, 15, 1), (10, 0, 4, 1), (10, 0, 5, 2), (1, 3, 0, 3), (100, 0, 30, 100)],
)
def test_a_day_costs_a_thirtieth_and_the_line_is_rounded_half_up(
    price: int, months: int, days: int, payable: int
) -> None:
    """R25: rounded once a line, not once a day (30 days of 100 are 100)."""
    assert unified_fee(price, months, days).payable == payable


@given(prices, st.integers(0, 60), st.integers(0, 30))
def test_the_unified_fee_is_the_exact_amount_rounded_once_and_has_no_discount(
    price: int, months: int, days: int
) -> None:
    """R25, against decimal arithmetic."""
    fee = unified_fee(price, months, days)
    exact = (Decimal(price) * months * 30 + Decimal(price) * days) / 30
    assert fee.payable == exact.quantize(Decimal(1), ROUND_HALF_UP)
    assert fee.list_price == fee.payable
    assert fee.discount == 0


@given(terms(), st.integers(0, 400), st.integers(1, 62), prices)
def test_a_later_date_never_costs_less(
    term: tuple[date, int], days: int, more: int, price: int
) -> None:
    """R25: months and days together grow with the date, across every end of a month."""
    start, anchor = term
    fees = []
    for distance in (days, days + more):
        split = whole_months_and_days(start, start + timedelta(days=distance), anchor)
        fees.append(unified_fee(price, *split).payable)
    assert fees == sorted(fees)
