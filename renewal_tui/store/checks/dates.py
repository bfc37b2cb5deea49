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

_DATES = """
SELECT 'voucher ' || code AS name, 'expire_date' AS field, expire_date AS value FROM voucher
UNION ALL
SELECT 'voucher ' || code, 'valid_from', valid_from FROM voucher WHERE valid_from IS NOT NULL
UNION ALL
SELECT 'paid term of order line ' || line_id, 'from_date', from_date FROM paid_term
UNION ALL
SELECT 'run ' || id, 'business_date', business_date FROM engine_run
UNION ALL
SELECT 'attempt ' || id, 'business_date', business_date FROM attempt
"""
_STAMPS = """
SELECT 'order ' || id AS name, 'made_at' AS field, made_at AS value FROM orders
UNION ALL
SELECT 'order ' || id, 'closed_at', closed_at FROM orders WHERE closed_at IS NOT NULL
UNION ALL
SELECT 'ledger entry ' || id, 'at', at FROM ledger_entry
UNION ALL
SELECT 'audit record ' || id, 'at', at FROM audit
UNION ALL
SELECT 'operation ' || key, 'at', at FROM operation
UNION ALL
SELECT 'run ' || id, 'at', at FROM engine_run
UNION ALL
SELECT 'setting ' || key, 'value', value FROM setting WHERE key IN ('sandbox_now', 'sandbox_start')
"""
_NEVER_VALID = """
SELECT code, valid_from, expire_date FROM voucher WHERE valid_from > expire_date ORDER BY code
"""


def dates(store: Store) -> Iterator[Problem]:
    """Every stored date and time that is not looked at with its row elsewhere.

    A voucher must be valid on some day [R12].
    """
    for text, what, read in ((_DATES, "date", day_of), (_STAMPS, "time", _time_of)):
        for name, field, value in store.walk_sql(text):
            if read(value) is None:
                yield Problem(Broken.BAD_DATE, f"{name}: {field} {value!r} is not a {what}")
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
