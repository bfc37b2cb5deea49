"""Operations by their keys, their kept answers, and the engine's runs [R8, R29]."""

from __future__ import annotations

import json
from collections.abc import Iterator

from renewal_tui.store.checks.problem import Broken, Problem, Rule, broken
from renewal_tui.store.connection import Store

_STATE = Rule(
    Broken.OPERATION_STATE,
    "operation {key}: {state}, with {parts} parts of an answer{numbered}",
    """
SELECT k.key, COALESCE(o.state, 'not known') AS state, COALESCE(p.parts, 0) AS parts,
  CASE WHEN p.last_part <> p.parts - 1
    THEN ', the last of them numbered ' || p.last_part ELSE '' END AS numbered
FROM (
  SELECT key FROM operation UNION SELECT key FROM operation_part
  UNION SELECT operation_key FROM orders
) k LEFT JOIN operation o ON o.key = k.key LEFT JOIN (
  SELECT key, COUNT(*) AS parts, MAX(part) AS last_part FROM operation_part GROUP BY key
) p ON p.key = k.key
WHERE o.state IS NULL OR o.state NOT IN ('intended', 'started', 'done')
  OR (o.state = 'done' AND p.parts IS NULL) OR (o.state = 'intended' AND p.parts IS NOT NULL)
  OR p.last_part <> p.parts - 1
ORDER BY k.key""",
)
_RUN = Rule(
    Broken.RUN_COUNT,
    "run with key {key}: {what} {counted}, found {found}",
    """
SELECT r.key, 'renewed' AS what, r.counted, COALESCE(o.found, 0) AS found
FROM (
  SELECT operation_key AS key, SUM(renewed) AS counted FROM engine_run GROUP BY operation_key
) r LEFT JOIN (
  SELECT operation_key AS key, COUNT(*) AS found FROM orders WHERE kind = 'auto'
  GROUP BY operation_key
) o ON o.key = r.key
WHERE r.counted <> COALESCE(o.found, 0)
UNION ALL
SELECT r.operation_key, 'failed', r.failed, COALESCE(t.found, 0)
FROM engine_run r LEFT JOIN (
  SELECT run_id, COUNT(*) AS found FROM attempt GROUP BY run_id
) t ON t.run_id = r.id
WHERE r.failed <> COALESCE(t.found, 0)""",
)


def operations(store: Store) -> Iterator[Problem]:
    """What is done has its answer, what is intended has none, every order has its operation."""
    return broken(store, _STATE)


def answers(store: Store) -> Iterator[Problem]:
    """Every kept answer can be given again."""
    for one in store.named("SELECT key, part, answer FROM operation_part"):
        try:
            json.loads(one["answer"])
        except (TypeError, ValueError):
            detail = f"operation {one['key']}: part {one['part']} of its answer is not readable"
            yield Problem(Broken.OPERATION_STATE, detail)


def runs(store: Store) -> Iterator[Problem]:
    """A run's counts are those of the orders and attempts that it left."""
    return broken(store, _RUN)
