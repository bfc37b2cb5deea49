"""Every stored date and time but those of instances and lines, which are walked on their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renewal_tui.store.connection import Store


class StoredDate(NamedTuple):
    """A date or time as it is stored; `row` and `column` name it."""

    row: str
    column: str
    value: object


class NeverValid(NamedTuple):
    """A voucher whose first valid day comes after its last."""

    voucher: str
    valid_from: object
    expire_date: object


_DATES = """
SELECT 'voucher ' || code, 'expire_date', expire_date FROM voucher
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
SELECT 'order ' || id, 'made_at', made_at FROM orders
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
SELECT 'setting ' || key, 'value', value FROM setting WHERE key = 'sandbox_now'
"""

_NEVER_VALID = """
SELECT code, valid_from, expire_date FROM voucher WHERE valid_from > expire_date ORDER BY code
"""


def walk_dates(store: Store) -> Iterator[StoredDate]:
    """Every calendar date of vouchers, terms, runs and attempts."""
    return (StoredDate(*row) for row in store.walk_sql(_DATES))


def walk_stamps(store: Store) -> Iterator[StoredDate]:
    """Every time of orders, ledger, audit, operations and runs."""
    return (StoredDate(*row) for row in store.walk_sql(_STAMPS))


def never_valid(store: Store) -> Iterator[NeverValid]:
    """Vouchers that are valid on no day [R12]."""
    return (NeverValid(*row) for row in store.walk_sql(_NEVER_VALID))
