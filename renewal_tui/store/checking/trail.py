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
    happened: int
    told: int


class ToldOrder(NamedTuple):
    """An order that is not wholly told of: which records it has, and if it was closed at once."""

    target: str
    kind: str
    status: str
    made: int
    paid: int
    cancelled: int
    at_once: int | None


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
_ORDERS = """
SELECT 'order ' || id, kind, status, made, paid, cancelled, at_once FROM (
  SELECT o.id, o.kind, o.status, o.made_at = o.closed_at AS at_once,
    MAX(CASE WHEN a.action = o.kind THEN 1 ELSE 0 END) AS made,
    MAX(CASE WHEN a.action = 'pay_order' OR (
      a.action = o.kind AND REPLACE(a.after, '"status":"paid"', '') <> a.after
    ) THEN 1 ELSE 0 END) AS paid,
    MAX(CASE WHEN a.action = 'cancel_order' THEN 1 ELSE 0 END) AS cancelled
  FROM orders o LEFT JOIN audit a ON a.target = 'order ' || o.id
  WHERE o.id > %s AND o.id <= %s AND o.kind <> 'auto' GROUP BY o.id
) told WHERE made = 0 OR (status = 'paid' AND paid = 0) OR (status = 'cancelled' AND cancelled = 0)
ORDER BY id
"""
_UNTOLD = (
    (
        "orders",
        """
SELECT COALESCE(i.instance_id, 'nothing') || ' (order ' || o.id || ')', 'auto_renew', 1, 0
FROM orders o LEFT JOIN order_line l ON l.order_id = o.id
  LEFT JOIN instance i ON i.id = l.instance_id
WHERE o.id > %s AND o.id <= %s AND o.kind = 'auto' AND NOT EXISTS (
  SELECT 1 FROM audit a WHERE a.target = i.instance_id AND a.action = 'auto_renew'
    AND REPLACE(a.after, '"order":' || o.id || ',', '') <> a.after
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
  FROM account c WHERE c.id > %s AND c.id <= %s
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
  WHERE i.id > %s AND i.id <= %s GROUP BY i.id, i.instance_id
) counts WHERE told < happened ORDER BY instance_id
""",
    ),
)
_CHOSEN = """
SELECT i.instance_id, i.policy, i.auto_months, (
  SELECT a.after FROM audit a WHERE a.target = i.instance_id AND a.action = 'policy'
  ORDER BY a.id DESC LIMIT 1
)
FROM instance i WHERE i.id > %s AND i.id <= %s AND i.policy_set_here <> FALSE ORDER BY i.id
"""
_RUNS = """
SELECT r.id, r.renewed, r.failed, (
  SELECT p.answer FROM operation_part p WHERE p.key = r.operation_key ORDER BY p.part DESC LIMIT 1
), (
  SELECT COUNT(*) FROM audit a WHERE a.target = 'run ' || r.id AND a.action = 'auto_renew_run'
)
FROM (SELECT MAX(id) AS id FROM engine_run GROUP BY operation_key) newest
  JOIN engine_run r ON r.id = newest.id JOIN operation o ON o.key = r.operation_key
WHERE o.state = 'done' AND r.id > %s AND r.id <= %s ORDER BY r.id
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
SELECT operation_key, COUNT(*) FROM audit WHERE id > %s AND id <= %s AND action = 'import'
GROUP BY operation_key
"""


def untold_orders(store: Store) -> Iterator[ToldOrder]:
    """Orders that were made, paid or cancelled without a record; automatic ones are others'."""
    for stretch in stretches(store, "orders"):
        yield from (ToldOrder(*row) for row in store.sql(_ORDERS, stretch))


def untold_changes(store: Store) -> Iterator[Untold]:
    """Automatic renewals, top-ups and failed attempts."""
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
