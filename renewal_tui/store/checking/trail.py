"""What must have left a trace: changes in the audit trail, operations by their keys [R28, R29]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renewal_tui.store.connection import Store


class Untold(NamedTuple):
    """A change that the audit trail does not tell of, or not as often as it happened."""

    what: str
    happened: int
    told: int


class WrongOperation(NamedTuple):
    """An operation by its key that is not what its state says; `state` None: there is none."""

    key: str
    state: str | None
    parts: int
    last_part: int | None


class WrongRun(NamedTuple):
    """The runs of one key whose counts are not those of its orders or attempts."""

    key: str
    what: str
    counted: int
    found: int


_UNTOLD = """
SELECT 'order ' || o.id, 1, 0 FROM orders o
WHERE o.kind <> 'auto' AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.target = 'order ' || o.id)
UNION ALL
SELECT 'automatic renewals of ' || o.operation_key, o.happened, COALESCE(a.told, 0)
FROM (
  SELECT operation_key, COUNT(*) AS happened FROM orders WHERE kind = 'auto' GROUP BY operation_key
) o LEFT JOIN (
  SELECT operation_key, COUNT(*) AS told FROM audit WHERE action = 'auto_renew'
  GROUP BY operation_key
) a ON a.operation_key = o.operation_key
WHERE o.happened <> COALESCE(a.told, 0)
UNION ALL
SELECT 'top-ups of account ' || c.code, e.happened, COALESCE(a.told, 0)
FROM (
  SELECT account_id, COUNT(*) AS happened FROM ledger_entry WHERE kind = 'top_up'
  GROUP BY account_id
) e JOIN account c ON c.id = e.account_id LEFT JOIN (
  SELECT target, COUNT(*) AS told FROM audit WHERE action = 'top_up' GROUP BY target
) a ON a.target = c.code
WHERE e.happened <> COALESCE(a.told, 0)
"""
_OPERATIONS = """
SELECT k.key, o.state, COALESCE(p.parts, 0), p.last_part
FROM (
  SELECT key FROM operation UNION SELECT key FROM operation_part
  UNION SELECT operation_key FROM orders
) k LEFT JOIN operation o ON o.key = k.key LEFT JOIN (
  SELECT key, COUNT(*) AS parts, MAX(part) AS last_part FROM operation_part GROUP BY key
) p ON p.key = k.key
WHERE o.state IS NULL OR o.state NOT IN ('intended', 'started', 'done')
  OR (o.state = 'done' AND p.parts IS NULL) OR (o.state = 'intended' AND p.parts IS NOT NULL)
  OR p.last_part <> p.parts - 1
ORDER BY k.key
"""
_RUNS = """
SELECT r.operation_key, 'renewed', r.counted, COALESCE(o.found, 0)
FROM (
  SELECT operation_key, SUM(renewed) AS counted FROM engine_run GROUP BY operation_key
) r LEFT JOIN (
  SELECT operation_key, COUNT(*) AS found FROM orders WHERE kind = 'auto' GROUP BY operation_key
) o ON o.operation_key = r.operation_key
WHERE r.counted <> COALESCE(o.found, 0)
UNION ALL
SELECT r.operation_key, 'failed', r.failed, COALESCE(t.found, 0)
FROM engine_run r LEFT JOIN (
  SELECT run_id, COUNT(*) AS found FROM attempt GROUP BY run_id
) t ON t.run_id = r.id
WHERE r.failed <> COALESCE(t.found, 0)
"""
_ANSWERS = "SELECT key, part, answer FROM operation_part"


def untold_changes(store: Store) -> Iterator[Untold]:
    """Orders, automatic renewals and top-ups that the audit trail does not tell of."""
    return (Untold(*row) for row in store.walk_sql(_UNTOLD))


def wrong_operations(store: Store) -> Iterator[WrongOperation]:
    """Operations whose state and answer do not go together, and orders of no operation."""
    return (WrongOperation(*row) for row in store.walk_sql(_OPERATIONS))


def wrong_runs(store: Store) -> Iterator[WrongRun]:
    """Runs of the engine whose counts are not those of what they left."""
    return (WrongRun(*row) for row in store.walk_sql(_RUNS))


def walk_answers(store: Store) -> Iterator[tuple[str, int, str]]:
    """(key, part, JSON text) of every kept answer."""
    return ((row[0], row[1], row[2]) for row in store.walk_sql(_ANSWERS))
