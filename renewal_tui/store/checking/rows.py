"""Instances and lines as they are stored, stretch by stretch, for rules that are not SQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from renewal_tui.store.catalogue import Catalogue, read_catalogue
from renewal_tui.store.connection import Store

AT_ONCE = 20_000
"""Rows in one short read; a writer waits for no more than that."""


class RawInstance(NamedTuple):
    """An instance as it is stored."""

    row: int
    instance_id: str
    name: str
    search: str
    product: int
    type: str
    billing_mode: str
    expire_date: str
    anchor_day: int
    listed: int


class RawLine(NamedTuple):
    """A line with its order's kind, as they are stored; amounts in minor units."""

    row: int
    order: int
    instance_id: str
    kind: str
    months: int
    days: int
    from_date: str
    to_date: str
    anchor_after: int
    monthly_price: int
    list_price: int
    discount: int
    payable: int


class Block(NamedTuple):
    """An instance and an unpaid order that do not know of each other [R20]."""

    instance: str
    order: int
    status: str | None
    blocked_by: int | None


_INSTANCES = """
SELECT id, instance_id, name, search, product_id, type, billing_mode, expire_date, anchor_day,
  listed
FROM instance WHERE id > %s ORDER BY id LIMIT %s
"""
_LINES = """
SELECT l.id, l.order_id, i.instance_id, o.kind, l.months, l.days, l.from_date, l.to_date,
  l.anchor_after, l.monthly_price, l.list_price, l.discount, l.payable
FROM order_line l JOIN orders o ON o.id = l.order_id JOIN instance i ON i.id = l.instance_id
WHERE l.id > %s ORDER BY l.id LIMIT %s
"""
_STALE_BLOCKS = """
SELECT i.instance_id, i.unpaid_order_id, o.status, i.unpaid_order_id
FROM instance i LEFT JOIN orders o ON o.id = i.unpaid_order_id
WHERE i.unpaid_order_id IS NOT NULL AND (o.status IS NULL OR o.status <> 'unpaid' OR NOT EXISTS (
  SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.instance_id = i.id
))
ORDER BY i.instance_id
"""
_MISSING_BLOCKS = """
SELECT i.instance_id, o.id, o.status, i.unpaid_order_id
FROM orders o JOIN order_line l ON l.order_id = o.id JOIN instance i ON i.id = l.instance_id
WHERE o.status = 'unpaid' AND (i.unpaid_order_id IS NULL OR i.unpaid_order_id <> o.id)
ORDER BY i.instance_id
"""


def walk_instances(
    store: Store, at_once: int = AT_ONCE
) -> Iterator[tuple[Catalogue, list[RawInstance]]]:
    """Every instance in stretches, each with the catalogue of the same moment."""
    last = -1
    while True:
        with store.reading():
            catalogue = read_catalogue(store)
            found = [RawInstance(*row) for row in store.sql(_INSTANCES, (last, at_once))]
        if not found:
            return
        yield catalogue, found
        last = found[-1].row


def walk_lines(store: Store, at_once: int = AT_ONCE) -> Iterator[RawLine]:
    """Every line of every order, without holding them all."""
    last = -1
    while True:
        found: list[tuple[Any, ...]] = store.sql(_LINES, (last, at_once))
        if not found:
            return
        yield from (RawLine(*row) for row in found)
        last = found[-1][0]


def stale_blocks(store: Store) -> Iterator[Block]:
    """Instances blocked by an order that does not await payment, or has no line of theirs."""
    return (Block(*row) for row in store.walk_sql(_STALE_BLOCKS))


def missing_blocks(store: Store) -> Iterator[Block]:
    """Lines of unpaid orders whose instance is not blocked by that order."""
    return (Block(*row) for row in store.walk_sql(_MISSING_BLOCKS))
