"""Paid terms: one for each line of a paid order, one behind the other [R17, R30]."""

from __future__ import annotations

from collections.abc import Iterator

from renewal_tui.store.checks.problem import Broken, Problem, Rule, broken, problem
from renewal_tui.store.connection import Store

_PAID_ONCE = (
    Rule(
        Broken.PAID_TWICE,
        "instance {instance_id}: {lines} paid lines from {from_date} on, "
        "in orders {first} to {last}",
        """
SELECT i.instance_id, l.from_date, MIN(l.order_id) AS first, MAX(l.order_id) AS last,
  COUNT(*) AS lines
FROM order_line l JOIN orders o ON o.id = l.order_id JOIN instance i ON i.id = l.instance_id
WHERE o.status = 'paid'
GROUP BY i.instance_id, l.from_date HAVING COUNT(*) > 1 ORDER BY i.instance_id, l.from_date""",
    ),
    Rule(
        Broken.PAID_TERM,
        "order {number}: instance {instance_id} has no paid term from {from_date} on by it",
        """
SELECT l.order_id AS number, i.instance_id, l.from_date
FROM order_line l JOIN orders o ON o.id = l.order_id JOIN instance i ON i.id = l.instance_id
  LEFT JOIN paid_term t ON t.instance_id = l.instance_id AND t.from_date = l.from_date
WHERE o.status = 'paid' AND (t.line_id IS NULL OR t.line_id <> l.id) ORDER BY l.id""",
    ),
    Rule(
        Broken.PAID_TERM,
        "instance {instance_id}: paid term from {from_date} on, by {paid_by}",
        """
SELECT i.instance_id, t.from_date,
  COALESCE('order ' || o.id || ' (' || o.status || ')', 'no order') AS paid_by
FROM paid_term t LEFT JOIN instance i ON i.id = t.instance_id
  LEFT JOIN order_line l ON l.id = t.line_id LEFT JOIN orders o ON o.id = l.order_id
WHERE o.status IS NULL OR o.status <> 'paid'
  OR l.instance_id <> t.instance_id OR l.from_date <> t.from_date
ORDER BY i.instance_id, t.from_date""",
    ),
)
_CHAIN = """
SELECT i.instance_id, i.anchor_day, i.renewed_here, i.expire_date, t.order_id, t.to_date,
  t.anchor_after, t.following
FROM (
  SELECT t.instance_id, l.order_id, l.to_date, l.anchor_after,
    LEAD(t.from_date) OVER (PARTITION BY t.instance_id ORDER BY t.from_date) AS following
  FROM paid_term t JOIN order_line l ON l.id = t.line_id
) t JOIN term i ON i.id = t.instance_id
WHERE t.to_date <> COALESCE(t.following, i.expire_date) OR i.renewed_here = FALSE
  OR (t.following IS NULL AND t.anchor_after <> i.anchor_day)
ORDER BY i.instance_id, t.to_date"""
_NAME = "instance {instance_id}: "
_UNFOUNDED = Rule(
    Broken.TERM_CHAIN,
    "instance {instance_id}: is marked as renewed, but no order paid for it",
    """
SELECT i.instance_id FROM term i WHERE i.renewed_here <> FALSE
  AND NOT EXISTS (SELECT 1 FROM paid_term t WHERE t.instance_id = i.id)
ORDER BY i.instance_id""",
)


def paid_once(store: Store) -> Iterator[Problem]:
    """Every line of a paid order has its one paid term, and nothing else has one."""
    return broken(store, *_PAID_ONCE)


def chains(store: Store) -> Iterator[Problem]:
    """Each paid term leads to the next, the newest to the instance's expire date [R17]."""
    for one in store.named(_CHAIN):
        following = one["following"]
        if one["to_date"] != (following or one["expire_date"]):
            goes_on = "the next one starts on {following}"
            stands = goes_on if following else "it expires on {expire_date}"
            sentence = _NAME + "order {order_id} paid to {to_date}, but " + stands
            yield problem(Broken.TERM_CHAIN, sentence, one)
        if not following and one["anchor_after"] != one["anchor_day"]:
            sentence = _NAME + "anchor day {anchor_day}, order {order_id} left {anchor_after}"
            yield problem(Broken.ANCHOR_MISMATCH, sentence, one)
        if not one["renewed_here"]:
            sentence = _NAME + "order {order_id} paid for it, but it is not marked as renewed"
            yield problem(Broken.TERM_CHAIN, sentence, one)
    yield from broken(store, _UNFOUNDED)
