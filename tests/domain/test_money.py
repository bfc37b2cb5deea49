"""Money is an integer number of minor units, read and shown with two places."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.domain.money import MAX_MINOR, format_money, half_up, parse_money, show_money

amounts = st.integers(-MAX_MINOR, MAX_MINOR)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1234.50", 1234_50),
        ("1234.5", 1234_50),
        ("1234.05", 1234_05),
        ("1234", 1234_00),
        ("0", 0),
        ("0.01", 1),
        (" 12.00 ", 12_00),
        ("10000000000000", MAX_MINOR),
    ],
)
def test_an_amount_is_read_as_minor_units(text: str, minor: int) -> None:
    assert parse_money(text) == minor


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ".5",
        "5.",
        "1,234.50",
        "1e3",
        "1.234",
        "1.2.3",
        "NaN",
        "+1",
        "1_0",
        "٣",
        "１",
        "1 0",
    ],
)
def test_what_is_not_an_amount_is_refused_by_its_own_words(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount such as") as caught:
        parse_money(text)
    assert f'"{text}"' in str(caught.value)


def test_a_negative_amount_is_refused_unless_allowed() -> None:
    with pytest.raises(ValueError, match="is negative"):
        parse_money("-0.01")
    assert parse_money("-12.30", negative=True) == -12_30


def test_an_amount_beyond_the_largest_is_refused() -> None:
    with pytest.raises(ValueError, match="is larger than"):
        parse_money("10000000000000.01")


@given(amounts)
def test_what_is_formatted_is_read_back_as_the_same_amount(minor: int) -> None:
    text = format_money(minor)
    assert parse_money(text, negative=True) == minor
    assert Decimal(text) == Decimal(minor) / 100
    assert text[-3] == "."


@given(amounts)
def test_people_see_the_same_amount_with_thousands_separators(minor: int) -> None:
    assert show_money(minor).replace(",", "") == format_money(minor)


@pytest.mark.parametrize(
    ("minor", "text"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (-5, "-0.05"),
        (1234_50, "1,234.50"),
        (-1234_00, "-1,234.00"),
    ],
)
def test_amounts_read_as_on_a_bill(minor: int, text: str) -> None:
    assert show_money(minor) == text


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(1, 2, 1), (3, 2, 2), (5, 2, 3), (49, 100, 0), (50, 100, 1), (14, 30, 0), (15, 30, 1)],
)
def test_a_half_is_rounded_up_and_never_to_even(
    numerator: int, denominator: int, rounded: int
) -> None:
    """R16, R25."""
    assert half_up(numerator, denominator) == rounded


@given(st.integers(0, 10**17), st.sampled_from((1, 7, 30, 100)))
def test_rounding_is_what_decimal_arithmetic_calls_half_up(
    numerator: int, denominator: int
) -> None:
    """R16, R25."""
    exact = Decimal(numerator) / Decimal(denominator)
    assert half_up(numerator, denominator) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))
