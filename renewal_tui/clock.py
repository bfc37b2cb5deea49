"""The only place that asks what time it is; everything else is told."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LAST_YEAR = 8999
"""No clock is set beyond it: what expires then can still be renewed."""

_STEP = r"([0-9]{1,5})([dhm])"
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """The time now, in UTC, to the second."""
        ...


class SystemClock:
    """The machine's clock: what a real store goes by."""

    def now(self) -> datetime:
        """The machine's time, in UTC, to the second."""
        return datetime.now(UTC).replace(microsecond=0)


def zone(name: str) -> ZoneInfo:
    """A time zone by its IANA name. Raises ValueError with a clear sentence."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'"{name}" is not a time zone such as Asia/Shanghai') from None


def business_date(now: datetime, tz: ZoneInfo) -> date:
    """The calendar date at `now` in a store's time zone (section 1, "today")."""
    return now.astimezone(tz).date()


def stamp(now: datetime) -> str:
    """A UTC time as it is stored: `2026-11-22T02:00:00Z`."""
    return now.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def parse_stamp(text: str) -> datetime:
    """A stored UTC time back as a time. Raises ValueError for what `stamp` does not write."""
    found = datetime.fromisoformat(text)
    if f"{found.replace(tzinfo=None).isoformat()}Z" != text:
        raise ValueError(f'"{text}" is not a UTC time')
    return found


def local_text(now: datetime, tz: ZoneInfo) -> str:
    """A time for people, in the store's zone: `2026-11-22 10:00`."""
    return now.astimezone(tz).strftime("%Y-%m-%d %H:%M")


def moment(text: str, tz: ZoneInfo) -> str:
    """A stamp in a time zone, to be read by people. Raises ValueError for what is no stamp."""
    return local_text(parse_stamp(text), tz)


def parse_local(text: str, tz: ZoneInfo) -> datetime:
    """Read `2026-11-22 10:00` (or a date alone, meaning 00:00) in a zone, as UTC.

    Raises ValueError with a clear sentence.
    """
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d"):
        try:
            found = datetime.strptime(text.strip(), form)
        except ValueError:
            continue
        if 1970 < found.year <= LAST_YEAR:
            return found.replace(tzinfo=tz).astimezone(UTC)
    raise ValueError(f'"{text}" is not a time such as "2026-11-22 10:00"')


def parse_step(text: str) -> timedelta:
    """Read a step forward such as `10d`, `3h` or `30m`. Raises ValueError with a clear sentence."""
    found = re.fullmatch(_STEP, text.strip())
    if found is None or int(found[1]) == 0:
        raise ValueError(f'"{text}" is not a step forward such as 10d, 3h or 30m')
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
