"""Orders against their lines, voucher uses and ledger entries [R19, R30]; in minor units."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renewal_tui.store.connection import Store


class WrongTotal(NamedTuple):
    """An order whose total is not the sum of its lines' payable amounts."""

    order: int
    total: int
    expected: int
    lines: int


class WrongSplit(NamedTuple):
    """A paid order whose vouchers' and balance's parts do not add up, or not to its uses."""

    order: int
    total: int
    voucher_total: int
    balance_total: int
    uses: int


class WrongPayment(NamedTuple):
    """An order whose ledger entries are not what its status and balance's part ask for."""

    order: int
    status: str
    balance_total: int
    entries: int
    amount: int


class WrongUse(NamedTuple):
    """A line on which vouchers paid more than it costs, or without its order being paid."""

    order: int
    line: int
    status: str
    payable: int
    used: int


class WrongAccount(NamedTuple):
    """An order that was paid by what belongs to another account; `paid_by` names it."""

    order: int
    account: str
    paid_by: str
    owner: str


class WrongClosing(NamedTuple):
    """An order with a status that is none, or closed without a time, or open with one."""

    order: int
    status: str
    closed_at: str | None


_TOTALS = """
SELECT id, total, expected, lines FROM (
  SELECT o.id, o.total, COALESCE(SUM(l.payable), 0) AS expected, COUNT(l.id) AS lines
  FROM orders o LEFT JOIN order_line l ON l.order_id = o.id
  GROUP BY o.id, o.total
) sums WHERE total <> expected OR lines = 0 ORDER BY id
"""
_SPLITS = """
SELECT o.id, o.total, o.voucher_total, o.balance_total, COALESCE(u.used, 0) AS used
FROM orders o LEFT JOIN (
  SELECT l.order_id, SUM(v.amount) AS used
  FROM voucher_use v JOIN order_line l ON l.id = v.line_id GROUP BY l.order_id
) u ON u.order_id = o.id
WHERE o.status = 'paid'
  AND (o.total <> o.voucher_total + o.balance_total OR o.voucher_total <> COALESCE(u.used, 0))
ORDER BY o.id
"""
_PAYMENTS = """
SELECT o.id, o.status, o.balance_total, COALESCE(e.entries, 0), COALESCE(e.amount, 0)
FROM orders o LEFT JOIN (
  SELECT order_id, COUNT(*) AS entries, SUM(amount) AS amount
  FROM ledger_entry WHERE order_id IS NOT NULL GROUP BY order_id
) e ON e.order_id = o.id
WHERE COALESCE(e.entries, 0) <> CASE WHEN o.status = 'paid' AND o.balance_total <> 0 THEN 1
    ELSE 0 END
  OR (o.status = 'paid' AND COALESCE(e.amount, 0) <> -o.balance_total)
ORDER BY o.id
"""
_USES = """
SELECT l.order_id, l.id, o.status, l.payable, u.used
FROM (
  SELECT line_id, SUM(amount) AS used FROM voucher_use WHERE line_id IS NOT NULL GROUP BY line_id
) u JOIN order_line l ON l.id = u.line_id JOIN orders o ON o.id = l.order_id
WHERE o.status <> 'paid' OR u.used > l.payable ORDER BY l.id
"""
_ACCOUNTS = """
SELECT o.id, a.code, 'voucher ' || v.code, b.code
FROM voucher_use u JOIN voucher v ON v.id = u.voucher_id JOIN order_line l ON l.id = u.line_id
  JOIN orders o ON o.id = l.order_id JOIN account a ON a.id = o.account_id
  JOIN account b ON b.id = v.account_id
WHERE v.account_id <> o.account_id
UNION ALL
SELECT o.id, a.code, 'ledger entry ' || e.id, b.code
FROM ledger_entry e JOIN orders o ON o.id = e.order_id JOIN account a ON a.id = o.account_id
  JOIN account b ON b.id = e.account_id
WHERE e.account_id <> o.account_id
"""
_CLOSINGS = """
SELECT id, status, closed_at FROM orders
WHERE status NOT IN ('unpaid', 'paid', 'cancelled') OR (status = 'unpaid') <> (closed_at IS NULL)
ORDER BY id
"""


def wrong_totals(store: Store) -> Iterator[WrongTotal]:
    """Orders whose total is not that of their lines, and orders without lines."""
    return (WrongTotal(*row) for row in store.walk_sql(_TOTALS))


def wrong_splits(store: Store) -> Iterator[WrongSplit]:
    """Paid orders with total <> vouchers + balance, or vouchers <> the uses of their lines."""
    return (WrongSplit(*row) for row in store.walk_sql(_SPLITS))


def wrong_payments(store: Store) -> Iterator[WrongPayment]:
    """Paid orders without their one ledger entry, and entries of orders that are not paid."""
    return (WrongPayment(*row) for row in store.walk_sql(_PAYMENTS))


def wrong_uses(store: Store) -> Iterator[WrongUse]:
    """Lines that vouchers paid too much for, or paid for although their order is not paid."""
    return (WrongUse(*row) for row in store.walk_sql(_USES))


def wrong_accounts(store: Store) -> Iterator[WrongAccount]:
    """Orders that another account's voucher or balance paid for."""
    return (WrongAccount(*row) for row in store.walk_sql(_ACCOUNTS))


def wrong_closings(store: Store) -> Iterator[WrongClosing]:
    """Orders whose status and time of closing do not go together."""
    return (WrongClosing(*row) for row in store.walk_sql(_CLOSINGS))
