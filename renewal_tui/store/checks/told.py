"""What must have left a record in the audit trail, asked for by kind and target [R28].

So the end of the trail cannot be cut off unseen: the money, dates and policies that it told of
are still there. Each statement sees one moment of a stretch of rows; a record is written in the
transaction of what it tells of, and so no change that goes on meanwhile can look like a loss.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from renewal_tui.store.checks.problem import Broken, Problem, Rule, broken, rows_of
from renewal_tui.store.connection import Store

_COUNTED = "{target}, {action}: {happened} in the books, {told} in the audit trail"


def _counted(table: str, statement: str) -> Rule:
    return Rule(Broken.AUDIT_MISSING, _COUNTED, statement, table)


# What is looked for in a record's JSON are its keys: in a value their quotes would be escaped.
_ORDERS = """
SELECT 'order ' || id AS target, kind, status, made, paid, cancelled, at_once FROM (
  SELECT o.id, o.kind, o.status, o.made_at = o.closed_at AS at_once,
    MAX(CASE WHEN a.action = o.kind THEN 1 ELSE 0 END) AS made,
    MAX(CASE WHEN a.action = 'pay_order' OR (
      a.action = o.kind AND REPLACE(a.after, '"status":"paid"', '') <> a.after
    ) THEN 1 ELSE 0 END) AS paid,
    MAX(CASE WHEN a.action = 'cancel_order' THEN 1 ELSE 0 END) AS cancelled
  FROM orders o LEFT JOIN audit a ON a.target = 'order ' || o.id
  WHERE o.id > %s AND o.id <= %s AND o.kind <> 'auto' GROUP BY o.id
) told WHERE made = 0 OR (status = 'paid' AND paid = 0) OR (status = 'cancelled' AND cancelled = 0)
ORDER BY id"""
_COUNTS = (
    _counted(
        "orders",
        """
SELECT COALESCE(i.instance_id, 'nothing') || ' (order ' || o.id || ')' AS target,
  'auto_renew' AS action, 1 AS happened, 0 AS told
FROM orders o LEFT JOIN order_line l ON l.order_id = o.id
  LEFT JOIN instance i ON i.id = l.instance_id
WHERE o.id > %s AND o.id <= %s AND o.kind = 'auto' AND NOT EXISTS (
  SELECT 1 FROM audit a WHERE a.target = i.instance_id AND a.action = 'auto_renew'
    AND REPLACE(a.after, '"order":' || o.id || ',', '') <> a.after
) ORDER BY o.id""",
    ),
    _counted(
        "account",
        """
SELECT target, 'top_up' AS action, happened, told FROM (
  SELECT c.code AS target,
    (SELECT COUNT(*) FROM ledger_entry e WHERE e.account_id = c.id AND e.kind = 'top_up')
      AS happened,
    (SELECT COUNT(*) FROM audit a WHERE a.target = c.code AND a.action = 'top_up') AS told
  FROM account c WHERE c.id > %s AND c.id <= %s
) counts WHERE told < happened ORDER BY target""",
    ),
    _counted(
        "instance",
        """
SELECT target, 'auto_renew_failed' AS action, happened, told FROM (
  SELECT i.instance_id AS target, COUNT(*) AS happened,
    (SELECT COUNT(*) FROM audit a
      WHERE a.target = i.instance_id AND a.action = 'auto_renew_failed') AS told
  FROM instance i JOIN attempt t ON t.instance_id = i.id
  WHERE i.id > %s AND i.id <= %s GROUP BY i.id, i.instance_id
) counts WHERE told < happened ORDER BY target""",
    ),
)
_POLICY = _counted(
    "instance",
    """
SELECT i.instance_id AS target, 'policy' AS action, 1 AS happened, 0 AS told FROM instance i
WHERE i.id > %s AND i.id <= %s AND i.policy_set_here <> FALSE AND NOT EXISTS (
  SELECT 1 FROM audit a
  WHERE a.id = (
    SELECT MAX(p.id) FROM audit p WHERE p.target = i.instance_id AND p.action = 'policy'
  ) AND REPLACE(a.after, '"policy":"' || i.policy || '"', '') <> a.after
  AND (i.policy <> 'auto' OR REPLACE(a.after, '"months":' || i.auto_months || ',', '') <> a.after)
) ORDER BY i.id""",
)
# Of a run that was killed another one with its key is the end, and has the record.
_RUNS = """
SELECT 'run ' || r.id AS target, r.renewed, r.failed, (
  SELECT p.answer FROM operation_part p WHERE p.key = r.operation_key ORDER BY p.part DESC LIMIT 1
) AS answer
FROM (SELECT MAX(id) AS id FROM engine_run GROUP BY operation_key) newest
  JOIN engine_run r ON r.id = newest.id JOIN operation o ON o.key = r.operation_key
WHERE r.id > %s AND r.id <= %s AND o.state = 'done' AND NOT EXISTS (
  SELECT 1 FROM audit a WHERE a.target = 'run ' || r.id AND a.action = 'auto_renew_run'
) ORDER BY r.id"""
_CLOCK = """
SELECT s.value AS now, (SELECT f.value FROM setting f WHERE f.key = 'sandbox_start') AS start, (
  SELECT a.after FROM audit a WHERE a.target = 'clock' AND a.action = 'clock'
  ORDER BY a.id DESC LIMIT 1
) AS told
FROM setting s WHERE s.key = 'sandbox_now'"""


def orders(store: Store) -> Iterator[Problem]:
    """Orders that were made, paid, cancelled or have lapsed: batches have one record an order."""
    for one in rows_of(store, _ORDERS, "orders"):
        if not one["made"]:
            yield lost(one["target"], one["kind"])
        if one["status"] == "paid" and not one["paid"] and (one["made"] or not one["at_once"]):
            yield lost(one["target"], "pay_order")
        if one["status"] == "cancelled" and not one["cancelled"]:
            yield lost(one["target"], "cancel_order")


def counts(store: Store) -> Iterator[Problem]:
    """Automatic renewals, top-ups and failed attempts."""
    return broken(store, *_COUNTS)


def policies(store: Store) -> Iterator[Problem]:
    """A policy that was chosen here is what the newest record says."""
    return broken(store, _POLICY)


def runs(store: Store) -> Iterator[Problem]:
    """A run that did something, or told of what it missed or left out."""
    for one in rows_of(store, _RUNS, "engine_run"):
        answer = _fields(one["answer"])
        if one["renewed"] or one["failed"] or answer.get("missed") or answer.get("skipped"):
            yield lost(one["target"], "auto_renew_run")


def clock(store: Store) -> Iterator[Problem]:
    """A sandbox's clock stands where the newest record, or else its making, has put it."""
    for one in store.named(_CLOCK):
        if one["now"] != (_fields(one["told"]).get("now") or one["start"] or one["now"]):
            yield lost("clock", "clock")


def lost(target: str, action: str, happened: int = 1, told: int = 0) -> Problem:
    """Something happened oftener than the trail tells of it."""
    counted = _COUNTED.format(target=target, action=action, happened=happened, told=told)
    return Problem(Broken.AUDIT_MISSING, counted)


def _fields(text: str | None) -> dict[str, Any]:
    """A JSON object; an empty one where there is none that can be read."""
    try:
        found = json.loads(text or "{}")
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
