"""Dates are real calendar dates and times real times: SQLite stores any text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar

from renewal_tui.clock import parse_stamp
from renewal_tui.domain.calendar import parse_date
from renewal_tui.store.checks.problem import Broken, Problem
from renewal_tui.store.connection import Store

T = TypeVar("T")

_DATES = (
    ("voucher", "'voucher ' || code", "expire_date", "TRUE"),
    ("voucher", "'voucher ' || code", "valid_from", "valid_from IS NOT NULL"),
    ("paid_term", "'paid term of order line ' || line_id", "from_date", "TRUE"),
    ("engine_run", "'run ' || id", "business_date", "TRUE"),
    ("attempt", "'attempt ' || id", "business_date", "TRUE"),
)
_STAMPS = (
    ("orders", "'order ' || id", "made_at", "TRUE"),
    ("orders", "'order ' || id", "closed_at", "closed_at IS NOT NULL"),
    ("ledger_entry", "'ledger entry ' || id", "at", "TRUE"),
    ("audit", "'audit record ' || id", "at", "TRUE"),
    ("operation", "'operation ' || key", "at", "TRUE"),
    ("engine_run", "'run ' || id", "at", "TRUE"),
    ("setting", "'setting ' || key", "value", "key IN ('sandbox_now', 'sandbox_start')"),
)
"""Table, row, column, and which rows have one there."""

_VALUES = "SELECT {1}, {2} FROM {0} WHERE {3}"
_NEVER_VALID = """
SELECT code, valid_from, expire_date FROM voucher WHERE valid_from > expire_date ORDER BY code"""


def dates(store: Store) -> Iterator[Problem]:
    """Every stored date and time that is not looked at with its row elsewhere.

    A voucher must be valid on some day [R12].
    """
    for columns, what, read in ((_DATES, "date", day_of), (_STAMPS, "time", _time_of)):
        for column in columns:
            for name, value in store.walk_sql(_VALUES.format(*column)):
                if read(value) is None:
                    detail = f"{name}: {column[2]} {value!r} is not a {what}"
                    yield Problem(Broken.BAD_DATE, detail)
    for code, first, last in store.walk_sql(_NEVER_VALID):
        if day_of(first) and day_of(last):
            detail = f"voucher {code}: valid_from {first} is after expire_date {last}"
            yield Problem(Broken.BAD_DATE, detail)


@lru_cache(maxsize=65536)
def day_of(value: object) -> date | None:
    """The calendar date that a stored value is, if it is one."""
    return _read(parse_date, value)


@lru_cache(maxsize=4096)
def _time_of(value: object) -> datetime | None:
    return _read(parse_stamp, value)


def _read(parse: Callable[[str], T], value: object) -> T | None:
    try:
        return parse(value) if isinstance(value, str) else None
    except ValueError:
        return None
