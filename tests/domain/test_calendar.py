"""Anchored months [R17], unified dates [R22, R23], and months and days between dates [R25]."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.domain.calendar import (
    LAST_DAY,
    MAX_YEAR,
    add_months,
    anchor_fits,
    day_in_month,
    parse_date,
    plus_days,
    unified_on_day,
    whole_months_and_days,
)
from renewal_tui.domain.codes import PERIODS
from tests.domain.strategies import terms, wanted_days


@pytest.mark.parametrize(
    ("start", "anchor", "months", "end"),
    [
        ("2026-01-31", 31, 1, "2026-02-28"),
        ("2028-01-31", 31, 1, "2028-02-29"),
        ("2026-02-28", 31, 1, "2026-03-31"),
        ("2028-02-29", 31, 1, "2028-03-31"),
        ("2026-02-28", 28, 1, "2026-03-28"),
        ("2026-02-28", 30, 1, "2026-03-30"),
        ("2026-04-30", 31, 1, "2026-05-31"),
        ("2024-02-29", 29, 12, "2025-02-28"),
        ("2025-02-28", 29, 36, "2028-02-29"),
        ("2026-11-30", 30, 3, "2027-02-28"),
        ("2026-12-15", 15, 1, "2027-01-15"),
    ],
)
def test_months_keep_the_anchor_day_where_the_month_has_it(
    start: str, anchor: int, months: int, end: str
) -> None:
    """R17, with the published examples: Jan 31, Feb 28 (29), Mar 31."""
    assert add_months(parse_date(start), months, anchor) == parse_date(end)


@given(terms(), st.lists(st.integers(1, 36), min_size=1, max_size=12))
def test_any_split_of_the_months_ends_where_renewing_once_ends(
    term: tuple[date, int], split: list[int]
) -> None:
    """R17: twelve times one month is once twelve months; so is every other way to divide them."""
    start, anchor = term
    end = start
    for months in split:
        end = add_months(end, months, anchor)
    assert end == add_months(start, sum(split), anchor)


@given(terms(), st.sampled_from(PERIODS))
def test_months_counted_from_a_date_still_fit_the_anchor(
    term: tuple[date, int], months: int
) -> None:
    """R17: however short the months on the way, the anchor day is not lost."""
    start, anchor = term
    assert anchor_fits(add_months(start, months, anchor), anchor)


@pytest.mark.parametrize(
    ("expire_date", "anchor", "fits"),
    [
        ("2026-02-28", 28, True),
        ("2026-02-28", 31, True),
        ("2026-02-27", 31, False),
        ("2026-03-30", 31, False),
        ("2026-03-30", 30, True),
        ("2026-03-30", 29, False),
    ],
)
def test_an_anchor_fits_its_own_day_or_the_end_of_a_shorter_month(
    expire_date: str, anchor: int, fits: bool
) -> None:
    assert anchor_fits(parse_date(expire_date), anchor) is fits


@pytest.mark.parametrize(
    ("start", "end", "anchor", "months", "days"),
    [
        ("2018-10-08", "2018-11-12", 8, 1, 4),
        ("2026-04-05", "2026-05-20", 5, 1, 15),
        ("2026-04-05", "2026-05-05", 5, 1, 0),
        ("2026-04-05", "2026-05-04", 5, 0, 29),
        ("2026-04-05", "2026-04-06", 5, 0, 1),
        ("2026-04-05", "2026-04-05", 5, 0, 0),
        ("2026-01-31", "2026-02-28", 31, 1, 0),
        ("2026-02-28", "2026-03-30", 31, 0, 30),
        ("2026-02-28", "2026-03-30", 28, 1, 2),
        ("2026-02-28", "2027-03-01", 28, 12, 1),
    ],
)
def test_time_between_dates_is_whole_anchored_months_and_the_days_after_them(
    start: str, end: str, anchor: int, months: int, days: int
) -> None:
    """R25, with the published 1 month and 4 days."""
    found = whole_months_and_days(parse_date(start), parse_date(end), anchor)
    assert found == (months, days)


@given(terms(), st.integers(0, 2000))
def test_whole_months_and_days_lead_back_to_the_end_and_no_more_months_fit(
    term: tuple[date, int], distance: int
) -> None:
    """R25: start + months + days is the end, and one month more would pass it."""
    start, anchor = term
    end = start + timedelta(days=distance)
    months, days = whole_months_and_days(start, end, anchor)
    reached = add_months(start, months, anchor) if months else start
    assert months >= 0
    assert days >= 0
    assert reached + timedelta(days=days) == end
    assert add_months(start, months + 1, anchor) > end


@pytest.mark.parametrize(
    ("expire_date", "anchor", "wanted", "unified"),
    [
        ("2018-10-08", 8, 12, "2018-11-12"),
        ("2018-10-18", 18, 12, "2018-12-12"),
        ("2026-04-05", 5, 20, "2026-05-20"),
        ("2026-10-12", 12, 12, "2026-11-12"),
        ("2026-01-31", 31, 28, "2026-02-28"),
        ("2028-01-31", 31, 28, "2028-03-28"),
        ("2026-01-31", 31, 1, "2026-03-01"),
        ("2026-01-15", 15, LAST_DAY, "2026-02-28"),
        ("2026-01-31", 31, LAST_DAY, "2026-02-28"),
        ("2026-02-28", 28, LAST_DAY, "2026-03-31"),
        ("2026-02-28", 28, 28, "2026-03-28"),
        ("2026-02-28", 29, 28, "2026-04-28"),
        ("2026-02-28", 31, 28, "2026-04-28"),
        ("2026-02-28", 31, LAST_DAY, "2026-03-31"),
        ("2026-11-30", 30, 5, "2027-01-05"),
    ],
)
def test_unifying_on_a_day_gives_a_term_of_at_least_one_anchored_month(
    expire_date: str, anchor: int, wanted: int, unified: str
) -> None:
    """R23: on or after, so a day exactly one month away counts and an earlier one does not."""
    assert unified_on_day(parse_date(expire_date), wanted, anchor) == parse_date(unified)


@given(terms(), wanted_days)
def test_the_unified_date_is_the_first_such_day_on_or_after_one_month_later(
    term: tuple[date, int], wanted: int
) -> None:
    """R23, by walking the calendar day by day; at least one whole month is bought [R17]."""
    expire_date, anchor = term
    following = expire_date.replace(day=1) + timedelta(days=31)
    last = monthrange(following.year, following.month)[1]
    day = following.replace(day=min(anchor, last))
    while day.day != wanted and not (wanted == LAST_DAY and (day + timedelta(days=1)).day == 1):
        day += timedelta(days=1)
    assert unified_on_day(expire_date, wanted, anchor) == day
    assert whole_months_and_days(expire_date, day, anchor)[0] >= 1


def test_the_last_day_is_that_of_each_month() -> None:
    """R22."""
    found = [day_in_month(date(2026, month, 15), LAST_DAY).day for month in (1, 2, 4)]
    assert found == [31, 28, 30]


def test_a_date_is_read_as_iso() -> None:
    assert parse_date("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-30",
        "2026-2-3",
        "20260203",
        "22.11.2026",
        "2026-11-22T00:00",
        "2026-11-2２",
        " 2026-11-22",
        "1969-12-31",
        f"{MAX_YEAR + 1}-01-01",
        "2026-W47-7",
    ],
)
def test_what_is_not_a_calendar_date_is_refused_by_its_own_words(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date") as caught:
        parse_date(text)
    assert f'"{text}"' in str(caught.value)


def test_days_are_added_and_stop_at_the_ends_of_the_calendar() -> None:
    assert plus_days(date(2026, 2, 28), 1) == date(2026, 3, 1)
    assert plus_days(date(2026, 3, 1), -1) == date(2026, 2, 28)
    assert plus_days(date(2026, 3, 1), 10**20) == date.max
    assert plus_days(date(2026, 3, 1), -(10**20)) == date.min
