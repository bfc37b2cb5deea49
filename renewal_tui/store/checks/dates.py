"""Dates are real calendar dates and times real times: SQLite stores any text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from renewal_tui.clock import parse_stamp
from renewal_tui.domain.calendar import parse_date
from renewal_tui.store.checks.problem import Broken, Problem
from renewal_tui.store.connection import Store

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
    for text, what, is_one in ((_DATES, "date", is_date), (_STAMPS, "time", _is_stamp)):
        for name, field, value in store.walk_sql(text):
            if not is_one(value):
                yield Problem(Broken.BAD_DATE, f"{name}: {field} {value!r} is not a {what}")
    for code, first, last in store.walk_sql(_NEVER_VALID):
        if is_date(first) and is_date(last):
            detail = f"voucher {code}: valid_from {first} is after expire_date {last}"
            yield Problem(Broken.BAD_DATE, detail)


@lru_cache(maxsize=65536)
def is_date(value: object) -> bool:
    """Whether a stored value is a calendar date."""
    try:
        return isinstance(value, str) and bool(parse_date(value))
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def _is_stamp(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(parse_stamp(value))
    except ValueError:
        return False
