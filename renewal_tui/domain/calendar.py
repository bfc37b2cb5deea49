"""Calendar dates and anchored months [R17, R22 to R25]; no clock is read here."""

from __future__ import annotations

import calendar as _calendar
import re
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache

LAST_DAY = 31
"""The anchor of "the last day of each month"; also how a unification on the last day is told."""

_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

MAX_YEAR = MAXYEAR - 100
"""No date beyond this year is accepted, so that no plan can run off the calendar."""


def parse_date(text: str) -> date:
    """Read an ISO calendar date (`2026-11-22`). Raises ValueError with a clear sentence."""
    try:
        if not re.fullmatch(_ISO, text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a date') from None
    if not 1970 <= day.year <= MAX_YEAR:
        raise ValueError(f'"{text}" is not a date between 1970 and {MAX_YEAR}')
    return day


def days_in_month(day: date) -> int:
    """The number of days of the month in which `day` lies."""
    return _calendar.monthrange(day.year, day.month)[1]


def anchor_fits(expire_date: date, anchor_day: int) -> bool:
    """Whether a term that ends on `expire_date` can have this anchor day [R17]."""
    return expire_date.day == min(anchor_day, days_in_month(expire_date))


@lru_cache(maxsize=65536)
def add_months(day: date, months: int, anchor_day: int) -> date:
    """Count `months` calendar months from `day`, keeping the anchor day where a month has it [R17].

    Jan 31 + 1 month = Feb 28 (29); + 1 month again = Mar 31, because the anchor stays 31.
    """
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - lists count no months

    return day + relativedelta(months=months, day=anchor_day)


def whole_months_and_days(start: date, end: date, anchor_day: int) -> tuple[int, int]:
    """Split start..end (not before it) into whole anchored months and the days after them [R25]."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months and add_months(start, months, anchor_day) > end:
        months -= 1
    reached = add_months(start, months, anchor_day) if months else start
    return months, (end - reached).days


def day_in_month(day: date, wanted: int) -> date:
    """The wanted day of the month of `day`: 1 to 28, or LAST_DAY."""
    return day.replace(day=min(wanted, days_in_month(day)))


def unified_on_day(expire_date: date, wanted: int, anchor_day: int) -> date:
    """The first wanted day of a month on or after (expire date + 1 anchored month) [R23].

    Feb 28 with anchor day 31: Mar 31 is a month later, so day 28 is Apr 28.
    """
    earliest = add_months(expire_date, 1, anchor_day)
    found = day_in_month(earliest, wanted)
    return found if found >= earliest else day_in_month(add_months(earliest, 1, LAST_DAY), wanted)


def plus_days(day: date, days: int) -> date:
    """Add calendar days, clamped to the calendar's ends instead of an error."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
