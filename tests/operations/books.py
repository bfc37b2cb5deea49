"""R28 and R30 recomputed from a store's rows, without any of the program's own code."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

_AUDIT = (
    "SELECT id, at, operator, claimed, source, action, target, before, after, operation_key,"
    " previous_hash, hash, note, session_user FROM audit ORDER BY id"
)
_BROKEN = {
    "a balance is opening + the sum of its ledger": (
        "SELECT code FROM account WHERE balance <> opening + (SELECT coalesce(sum(amount), 0)"
        " FROM ledger_entry WHERE account_id = account.id)"
    ),
    "no balance is negative": "SELECT code FROM account WHERE balance < 0",
    "what is left of a voucher is its amount - the sum of its uses": (
        "SELECT code FROM voucher WHERE remaining <> amount - (SELECT coalesce(sum(amount), 0)"
        " FROM voucher_use WHERE voucher_id = voucher.id)"
    ),
    "no voucher is negative": "SELECT code FROM voucher WHERE remaining < 0",
    "each ledger entry says the balance after it": (
        "SELECT id FROM (SELECT e.id, balance_after, a.opening + sum(amount) OVER"
        " (PARTITION BY account_id ORDER BY e.id) AS summed FROM ledger_entry e"
        " JOIN account a ON a.id = account_id) WHERE balance_after <> summed"
    ),
    "an order's total is the sum of its lines": (
        "SELECT id FROM orders WHERE total <> (SELECT sum(payable) FROM order_line"
        " WHERE order_id = orders.id)"
    ),
    "a paid order is paid whole by vouchers and balance": (
        "SELECT id FROM orders LEFT JOIN (SELECT order_id, -sum(amount) AS charged"
        " FROM ledger_entry GROUP BY order_id) e ON e.order_id = orders.id"
        " WHERE status = 'paid' AND (total <> voucher_total + balance_total"
        " OR voucher_total <> (SELECT coalesce(sum(u.amount), 0) FROM voucher_use u"
        " JOIN order_line l ON l.id = u.line_id WHERE l.order_id = orders.id)"
        " OR balance_total <> coalesce(charged, 0))"
    ),
    "no voucher pays more for a line than it costs": (
        "SELECT id FROM order_line WHERE payable < (SELECT coalesce(sum(amount), 0)"
        " FROM voucher_use WHERE line_id = order_line.id)"
    ),
    "an order that is not paid has moved nothing": (
        "SELECT id FROM orders WHERE status <> 'paid' AND ("
        "EXISTS (SELECT 1 FROM ledger_entry WHERE order_id = orders.id) OR "
        "EXISTS (SELECT 1 FROM order_line l JOIN voucher_use u ON u.line_id = l.id"
        " WHERE l.order_id = orders.id) OR "
        "EXISTS (SELECT 1 FROM order_line l JOIN paid_term p ON p.line_id = l.id"
        " WHERE l.order_id = orders.id))"
    ),
    "each line of a paid order is one paid term": (
        "SELECT l.id FROM order_line l JOIN orders o ON o.id = l.order_id AND o.status = 'paid'"
        " LEFT JOIN paid_term p ON p.line_id = l.id AND p.instance_id = l.instance_id"
        " AND p.from_date = l.from_date WHERE p.line_id IS NULL"
    ),
    "paid terms follow one another, and the last one is the instance's": (
        "SELECT instance_id FROM (SELECT l.instance_id, l.to_date,"
        " lead(l.from_date, 1, i.expire_date) OVER (PARTITION BY l.instance_id ORDER BY l.id)"
        " AS next FROM order_line l JOIN orders o ON o.id = l.order_id AND o.status = 'paid'"
        " JOIN term i ON i.id = l.instance_id) WHERE to_date <> next"
    ),
    "an instance is blocked by the unpaid order that has its line, and by no other": (
        "SELECT i.instance_id FROM term i WHERE unpaid_order_id IS NOT (SELECT max(o.id)"
        " FROM orders o JOIN order_line l ON l.order_id = o.id"
        " WHERE o.status = 'unpaid' AND l.instance_id = i.id)"
    ),
    "no instance stands in two unpaid orders": (
        "SELECT l.instance_id FROM order_line l JOIN orders o ON o.id = l.order_id"
        " WHERE o.status = 'unpaid' GROUP BY l.instance_id HAVING count(*) > 1"
    ),
    "an order is closed when it is no longer unpaid": (
        "SELECT id FROM orders WHERE (status = 'unpaid') <> (closed_at IS NULL)"
    ),
    "an operation that is done has an answer": (
        "SELECT key FROM operation WHERE state = 'done'"
        " AND NOT EXISTS (SELECT 1 FROM operation_part p WHERE p.key = operation.key)"
    ),
    "what belongs together is there": "PRAGMA foreign_key_check",
}


def assert_books(path: Path) -> None:
    """Fail with the sentence that does not hold, and the rows for which it does not."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for sentence, query in _BROKEN.items():
            broken = connection.execute(query).fetchall()
            assert not broken, f"not so: {sentence}: {broken[:5]}"
        assert_chain(connection.execute(_AUDIT).fetchall())


def assert_chain(records: list[tuple[Any, ...]]) -> None:
    """The audit trail has no gap, and each record carries the hash of itself and the one before."""
    previous = "0" * 64
    for number, record in enumerate(records, start=1):
        assert record[0] == number
        facts, (kept, *more) = record[:11], record[11:14]
        assert facts[-1] == previous
        text = json.dumps(
            (*facts, *more) if any(more) else facts, ensure_ascii=False, separators=(",", ":")
        )
        previous = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        assert kept == previous, f"record {number} does not carry its own hash"
