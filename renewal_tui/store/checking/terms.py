"""Paid terms: one for each line of a paid order, one behind the other [R17, R30]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renewal_tui.store.connection import Store


class PaidTwice(NamedTuple):
    """An instance with several paid lines from one expire date on."""

    instance: str
    from_date: str
    first_order: int
    last_order: int
    lines: int


class LineWithoutTerm(NamedTuple):
    """A line of a paid order that no paid term stands for."""

    order: int
    instance: str
    from_date: str


class WrongTerm(NamedTuple):
    """A paid term whose line is not paid, or is another instance's or another start's."""

    instance: str
    from_date: str
    order: int | None
    status: str | None


class ChainedTerm(NamedTuple):
    """A paid term that the next one, or the instance, does not go on from.

    `following` is the start of the instance's next paid term, None after the newest.
    """

    instance: str
    order: int
    to_date: str
    anchor_after: int
    following: str | None
    expire_date: str
    anchor_day: int
    renewed_here: int


_TWICE = """
SELECT i.instance_id, l.from_date, MIN(l.order_id), MAX(l.order_id), COUNT(*)
FROM order_line l JOIN orders o ON o.id = l.order_id JOIN instance i ON i.id = l.instance_id
WHERE o.status = 'paid'
GROUP BY i.instance_id, l.from_date HAVING COUNT(*) > 1 ORDER BY i.instance_id, l.from_date
"""
_WITHOUT = """
SELECT l.order_id, i.instance_id, l.from_date
FROM order_line l JOIN orders o ON o.id = l.order_id JOIN instance i ON i.id = l.instance_id
  LEFT JOIN paid_term t ON t.instance_id = l.instance_id AND t.from_date = l.from_date
WHERE o.status = 'paid' AND (t.line_id IS NULL OR t.line_id <> l.id) ORDER BY l.id
"""
_WRONG = """
SELECT i.instance_id, t.from_date, o.id, o.status
FROM paid_term t LEFT JOIN instance i ON i.id = t.instance_id
  LEFT JOIN order_line l ON l.id = t.line_id LEFT JOIN orders o ON o.id = l.order_id
WHERE o.status IS NULL OR o.status <> 'paid'
  OR l.instance_id <> t.instance_id OR l.from_date <> t.from_date
ORDER BY i.instance_id, t.from_date
"""
_CHAIN = """
SELECT i.instance_id, c.order_id, c.to_date, c.anchor_after, c.following, i.expire_date,
  i.anchor_day, i.renewed_here
FROM (
  SELECT t.instance_id, l.order_id, l.to_date, l.anchor_after,
    LEAD(t.from_date) OVER (PARTITION BY t.instance_id ORDER BY t.from_date) AS following
  FROM paid_term t JOIN order_line l ON l.id = t.line_id
) c JOIN instance i ON i.id = c.instance_id
WHERE c.to_date <> COALESCE(c.following, i.expire_date) OR i.renewed_here = FALSE
  OR (c.following IS NULL AND c.anchor_after <> i.anchor_day)
ORDER BY i.instance_id, c.to_date
"""
_UNFOUNDED = """
SELECT i.instance_id FROM instance i WHERE i.renewed_here <> FALSE
  AND NOT EXISTS (SELECT 1 FROM paid_term t WHERE t.instance_id = i.id)
ORDER BY i.instance_id
"""


def paid_twice(store: Store) -> Iterator[PaidTwice]:
    """Instances that were paid for twice from one date on."""
    return (PaidTwice(*row) for row in store.walk_sql(_TWICE))


def lines_without_term(store: Store) -> Iterator[LineWithoutTerm]:
    """Lines of paid orders without their paid term."""
    return (LineWithoutTerm(*row) for row in store.walk_sql(_WITHOUT))


def wrong_terms(store: Store) -> Iterator[WrongTerm]:
    """Paid terms that nobody has paid for."""
    return (WrongTerm(*row) for row in store.walk_sql(_WRONG))


def broken_chains(store: Store) -> Iterator[ChainedTerm]:
    """Paid terms that do not lead to the next one, or at last to the instance's expire date."""
    return (ChainedTerm(*row) for row in store.walk_sql(_CHAIN))


def renewed_without_term(store: Store) -> Iterator[str]:
    """Instances that are said to be renewed here and have no paid term, by id."""
    return (row[0] for row in store.walk_sql(_UNFOUNDED))
