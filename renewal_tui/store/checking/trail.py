"""What must have left a record in the audit trail, asked for by kind and target [R28].

So the end of the trail cannot be cut off unseen: the money, dates and policies that it told of
are still there. Each statement sees one moment of a stretch of rows; a record is written in the
transaction of what it tells of, and so no change that goes on meanwhile can look like a loss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from renewal_tui.store.checking.stretches import stretches
from renewal_tui.store.connection import Store


class Untold(NamedTuple):
    """A record that is not in the trail, or not as often as what it tells of has happened."""

    target: str
    action: str
    happened: int = 1
    told: int = 0


class Chosen(NamedTuple):
    """An instance whose policy was chosen here, and what its newest record says (JSON)."""

    instance: str
    policy: str
    months: int
    told: str | None


class FinishedRun(NamedTuple):
    """The last run of a key that is done: what it did, its answer, and whether it is told of."""

    number: int
    renewed: int
    failed: int
    answer: str | None
    told: int


class Moved(NamedTuple):
    """A sandbox's clock, the moment it was made at, and the newest record of a move (JSON)."""

    now: str
    start: str | None
    told: str | None


# What is looked for in a record's JSON are its keys: in a value their quotes would be escaped.
_UNTOLD = (
    (
        "orders",
        """
SELECT 'order ' || o.id, o.kind FROM orders o
WHERE o.id > ? AND o.id <= ? AND o.kind <> 'auto' AND NOT EXISTS (
  SELECT 1 FROM audit a WHERE a.target = 'order ' || o.id AND a.action = o.kind
) ORDER BY o.id
""",
    ),
    (
        "orders",
        """
SELECT 'order ' || o.id, 'pay_order' FROM orders o
WHERE o.id > ? AND o.id <= ? AND o.status = 'paid' AND o.kind <> 'auto' AND NOT EXISTS (
  SELECT 1 FROM audit a WHERE a.target = 'order ' || o.id
    AND (a.action = 'pay_order' OR (a.action = o.kind AND a.after LIKE '%"status":"paid"%'))
) AND (o.made_at <> o.closed_at OR EXISTS (
  SELECT 1 FROM audit a WHERE a.target = 'order ' || o.id AND a.action = o.kind
)) ORDER BY o.id
""",
    ),
    (
        "orders",
        """
SELECT 'order ' || o.id, 'cancel_order' FROM orders o
WHERE o.id > ? AND o.id <= ? AND o.status = 'cancelled' AND NOT EXISTS (
  SELECT 1 FROM audit a WHERE a.target = 'order ' || o.id AND a.action = 'cancel_order'
) ORDER BY o.id
""",
    ),
    (
        "orders",
        """
SELECT i.instance_id || ' (order ' || o.id || ')', 'auto_renew'
FROM orders o JOIN order_line l ON l.order_id = o.id JOIN instance i ON i.id = l.instance_id
WHERE o.id > ? AND o.id <= ? AND o.kind = 'auto' AND NOT EXISTS (
  SELECT 1 FROM audit a WHERE a.target = i.instance_id AND a.action = 'auto_renew'
    AND a.after LIKE '%"order":' || o.id || ',%'
) ORDER BY o.id
""",
    ),
    (
        "account",
        """
SELECT code, 'top_up', happened, told FROM (
  SELECT c.code,
    (SELECT COUNT(*) FROM ledger_entry e WHERE e.account_id = c.id AND e.kind = 'top_up')
      AS happened,
    (SELECT COUNT(*) FROM audit a WHERE a.target = c.code AND a.action = 'top_up') AS told
  FROM account c WHERE c.id > ? AND c.id <= ?
) counts WHERE told < happened ORDER BY code
""",
    ),
    (
        "instance",
        """
SELECT instance_id, 'auto_renew_failed', happened, told FROM (
  SELECT i.instance_id, COUNT(*) AS happened,
    (SELECT COUNT(*) FROM audit a
      WHERE a.target = i.instance_id AND a.action = 'auto_renew_failed') AS told
  FROM instance i JOIN attempt t ON t.instance_id = i.id
  WHERE i.id > ? AND i.id <= ? GROUP BY i.id, i.instance_id
) counts WHERE told < happened ORDER BY instance_id
""",
    ),
)
_CHOSEN = """
SELECT i.instance_id, i.policy, i.auto_months, (
  SELECT a.after FROM audit a WHERE a.target = i.instance_id AND a.action = 'policy'
  ORDER BY a.id DESC LIMIT 1
)
FROM instance i WHERE i.id > ? AND i.id <= ? AND i.policy_set_here <> 0 ORDER BY i.id
"""
_RUNS = """
SELECT r.id, r.renewed, r.failed, (
  SELECT p.answer FROM operation_part p WHERE p.key = r.operation_key ORDER BY p.part DESC LIMIT 1
), (
  SELECT COUNT(*) FROM audit a WHERE a.target = 'run ' || r.id AND a.action = 'auto_renew_run'
)
FROM (SELECT MAX(id) AS id FROM engine_run GROUP BY operation_key) newest
  JOIN engine_run r ON r.id = newest.id JOIN operation o ON o.key = r.operation_key
WHERE o.state = 'done' AND r.id > ? AND r.id <= ? ORDER BY r.id
"""
_CLOCK = """
SELECT s.value, (SELECT f.value FROM setting f WHERE f.key = 'sandbox_start'), (
  SELECT a.after FROM audit a WHERE a.target = 'clock' AND a.action = 'clock'
  ORDER BY a.id DESC LIMIT 1
)
FROM setting s WHERE s.key = 'sandbox_now'
"""
_IMPORTED = """
SELECT p.key, p.answer FROM operation_part p JOIN operation o ON o.key = p.key
WHERE o.action = 'import' ORDER BY p.key, p.part
"""
_IMPORTS_TOLD = """
SELECT operation_key, COUNT(*) FROM audit WHERE id > ? AND id <= ? AND action = 'import'
GROUP BY operation_key
"""


def untold_changes(store: Store) -> Iterator[Untold]:
    """Orders made, paid, cancelled or renewed automatically, top-ups and failed attempts."""
    for table, text in _UNTOLD:
        for stretch in stretches(store, table):
            yield from (Untold(*row) for row in store.sql(text, stretch))


def chosen_policies(store: Store) -> Iterator[Chosen]:
    """Every instance whose policy was chosen here."""
    for stretch in stretches(store, "instance"):
        yield from (Chosen(*row) for row in store.sql(_CHOSEN, stretch))


def finished_runs(store: Store) -> Iterator[FinishedRun]:
    """The last run of each key that is done."""
    for stretch in stretches(store, "engine_run"):
        yield from (FinishedRun(*row) for row in store.sql(_RUNS, stretch))


def moved_clock(store: Store) -> Moved | None:
    """A sandbox's clock; None for a real store."""
    found = store.sql(_CLOCK)
    return Moved(*found[0]) if found else None


def import_answers(store: Store) -> Iterator[tuple[str, str]]:
    """(key, JSON) of each part of an import's answer."""
    return ((row[0], row[1]) for row in store.walk_sql(_IMPORTED))


def imports_told(store: Store) -> Counter[str]:
    """How many records imports have, by key."""
    told: Counter[str] = Counter()
    for stretch in stretches(store, "audit"):
        told.update(dict(store.sql(_IMPORTS_TOLD, stretch)))
    return told
