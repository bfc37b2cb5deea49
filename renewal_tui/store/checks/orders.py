"""Orders add up, and what paid for them is theirs [R19, R30]."""

from __future__ import annotations

from collections.abc import Iterator

from renewal_tui.store.checks.problem import Broken, Problem, Rule, broken
from renewal_tui.store.connection import Store

_TOTALS = (
    Rule(
        Broken.ORDER_TOTAL,
        "order {id}: has no lines",
        """
SELECT o.id FROM orders o
WHERE NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id) ORDER BY o.id""",
    ),
    Rule(
        Broken.ORDER_TOTAL,
        "order {id}: total {total:money}, its {lines} lines come to {expected:money}",
        """
SELECT o.id, o.total, COUNT(l.id) AS lines, SUM(l.payable) AS expected
FROM orders o JOIN order_line l ON l.order_id = o.id
GROUP BY o.id, o.total HAVING o.total <> SUM(l.payable) ORDER BY o.id""",
    ),
    Rule(
        Broken.ORDER_UNBALANCED,
        "order {id}: total {total:money}, vouchers {voucher_total:money} (used {used:money}), "
        "balance {balance_total:money}",
        """
SELECT o.id, o.total, o.voucher_total, o.balance_total, COALESCE(u.used, 0) AS used
FROM orders o LEFT JOIN (
  SELECT l.order_id, SUM(v.amount) AS used
  FROM voucher_use v JOIN order_line l ON l.id = v.line_id GROUP BY l.order_id
) u ON u.order_id = o.id
WHERE o.status = 'paid'
  AND (o.total <> o.voucher_total + o.balance_total OR o.voucher_total <> COALESCE(u.used, 0))
ORDER BY o.id""",
    ),
)
_PAYMENT = Rule(
    Broken.ORDER_PAYMENT,
    "order {id} ({status}): {owed:money} of the balance to pay, "
    "{entries} ledger entries of {amount:money}",
    """
SELECT id, status, owed, entries, amount FROM (
  SELECT o.id, o.status, CASE WHEN o.status = 'paid' THEN o.balance_total ELSE 0 END AS owed,
    COALESCE(e.entries, 0) AS entries, COALESCE(e.amount, 0) AS amount
  FROM orders o LEFT JOIN (
    SELECT order_id, COUNT(*) AS entries, SUM(amount) AS amount
    FROM ledger_entry WHERE order_id IS NOT NULL GROUP BY order_id
  ) e ON e.order_id = o.id
) sums
WHERE entries <> CASE WHEN owed <> 0 THEN 1 ELSE 0 END OR amount <> -owed
ORDER BY id""",
)
_USE = Rule(
    Broken.VOUCHER_USE,
    "order {number} ({status}): line {id} costs {payable:money}, vouchers paid {used:money}",
    """
SELECT l.order_id AS number, l.id, o.status, l.payable, u.used
FROM (
  SELECT line_id, SUM(amount) AS used FROM voucher_use WHERE line_id IS NOT NULL GROUP BY line_id
) u JOIN order_line l ON l.id = u.line_id JOIN orders o ON o.id = l.order_id
WHERE o.status <> 'paid' OR u.used > l.payable ORDER BY l.id""",
)
_OWNER = Rule(
    Broken.ACCOUNT_MISMATCH,
    "order {id} of account {account}: {paid_by} is of {owner}",
    """
SELECT o.id, a.code AS account, 'voucher ' || v.code AS paid_by, b.code AS owner
FROM voucher_use u JOIN voucher v ON v.id = u.voucher_id JOIN order_line l ON l.id = u.line_id
  JOIN orders o ON o.id = l.order_id JOIN account a ON a.id = o.account_id
  JOIN account b ON b.id = v.account_id
WHERE v.account_id <> o.account_id
UNION ALL
SELECT o.id, a.code, 'ledger entry ' || e.id, b.code
FROM ledger_entry e JOIN orders o ON o.id = e.order_id JOIN account a ON a.id = o.account_id
  JOIN account b ON b.id = e.account_id
WHERE e.account_id <> o.account_id""",
)
_STATE = Rule(
    Broken.ORDER_STATE,
    "order {id}: {status}, but {closing}",
    """
SELECT id, status, COALESCE('closed at ' || closed_at, 'not closed') AS closing FROM orders
WHERE status NOT IN ('unpaid', 'paid', 'cancelled') OR (status = 'unpaid') <> (closed_at IS NULL)
ORDER BY id""",
)


def totals(store: Store) -> Iterator[Problem]:
    """Total = sum of the lines' payable = vouchers' part + balance's part."""
    return broken(store, *_TOTALS)


def payments(store: Store) -> Iterator[Problem]:
    """One ledger entry for what the balance paid of a paid order, none for any other."""
    return broken(store, _PAYMENT)


def voucher_uses(store: Store) -> Iterator[Problem]:
    """Vouchers pay for lines of paid orders, and no more than a line costs."""
    return broken(store, _USE)


def owners(store: Store) -> Iterator[Problem]:
    """An order is paid by its own account's balance and vouchers."""
    return broken(store, _OWNER)


def states(store: Store) -> Iterator[Problem]:
    """An order is unpaid, or paid or cancelled at some time."""
    return broken(store, _STATE)
