"""Operations by their keys, their kept answers, and the engine's runs [R8, R29]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renewal_tui.store.connection import Store


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


def wrong_operations(store: Store) -> Iterator[WrongOperation]:
    """Operations whose state and answer do not go together, and orders of no operation."""
    return (WrongOperation(*row) for row in store.walk_sql(_OPERATIONS))


def wrong_runs(store: Store) -> Iterator[WrongRun]:
    """Runs of the engine whose counts are not those of what they left."""
    return (WrongRun(*row) for row in store.walk_sql(_RUNS))


def walk_answers(store: Store) -> Iterator[tuple[str, int, str]]:
    """(key, part, JSON text) of every kept answer."""
    return ((row[0], row[1], row[2]) for row in store.walk_sql(_ANSWERS))
