"""Instances agree with their nature, their dates and the orders that block them [R1, R17, R20]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache, partial
from typing import NamedTuple

from renewal_tui.domain.calendar import LAST_DAY, anchor_fits
from renewal_tui.domain.codes import BillingMode, Type
from renewal_tui.domain.eligibility import why_never_renewable
from renewal_tui.domain.facts import Nature, Product
from renewal_tui.domain.filters import search_key
from renewal_tui.store.catalogue import read_catalogue
from renewal_tui.store.checks.dates import day_of
from renewal_tui.store.checks.problem import Broken, Problem, Rule, broken
from renewal_tui.store.connection import Store
from renewal_tui.store.stretches import stretches

_INSTANCES = """
SELECT instance_id, name, search, product_id, type, billing_mode, expire_date, anchor_day, listed
FROM instance WHERE id > %s AND id <= %s ORDER BY id
"""
_BLOCKS = (
    Rule(
        Broken.BLOCK_MISMATCH,
        "instance {instance_id}: blocked by order {number} ({state})",
        """
SELECT i.instance_id, i.unpaid_order_id AS number, COALESCE(o.status, 'does not exist') AS state
FROM instance i LEFT JOIN orders o ON o.id = i.unpaid_order_id
WHERE i.unpaid_order_id IS NOT NULL AND (o.status IS NULL OR o.status <> 'unpaid' OR NOT EXISTS (
  SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.instance_id = i.id
))
ORDER BY i.instance_id
""",
    ),
    Rule(
        Broken.BLOCK_MISMATCH,
        "instance {instance_id}: order {number} awaits payment, but {blocking} blocks it",
        """
SELECT i.instance_id, o.id AS number,
  COALESCE('order ' || i.unpaid_order_id, 'nothing') AS blocking
FROM orders o JOIN order_line l ON l.order_id = o.id JOIN instance i ON i.id = l.instance_id
WHERE o.status = 'unpaid' AND (i.unpaid_order_id IS NULL OR i.unpaid_order_id <> o.id)
ORDER BY i.instance_id
""",
    ),
)


class _Instance(NamedTuple):
    instance_id: str
    name: str
    search: str
    product: int
    type: str
    billing_mode: str
    expire_date: str
    anchor_day: int
    listed: int


def instances(store: Store) -> Iterator[Problem]:
    """Each instance's dates, anchor day, search text, and whether it is listed."""
    for numbers in stretches(store, "instance"):
        with store.reading():  # the catalogue of the same moment
            products = read_catalogue(store).products
            found = store.sql(_INSTANCES, numbers)
        listed = cache(partial(_is_listed, products))
        for one in map(_Instance._make, found):
            yield from _dates(one)
            if one.search != search_key(one.instance_id, one.name):
                detail = f"instance {one.instance_id}: would not be found by its id and name"
                yield Problem(Broken.SEARCH_MISMATCH, detail)
            if listed(one.product, one.type, one.billing_mode) not in (None, one.listed):
                detail = (
                    f"instance {one.instance_id}: listed is {one.listed}, which its type "
                    f"{one.type}, billing mode {one.billing_mode} and product do not say"
                )
                yield Problem(Broken.LISTED_MISMATCH, detail)


def blocks(store: Store) -> Iterator[Problem]:
    """An instance is blocked by an unpaid order with a line of it, and by no other [R20]."""
    return broken(store, *_BLOCKS)


def _dates(one: _Instance) -> Iterator[Problem]:
    day = day_of(one.expire_date)
    if day is None:
        detail = f"instance {one.instance_id}: expire_date {one.expire_date!r} is not a date"
        yield Problem(Broken.BAD_DATE, detail)
    elif not _anchor_fits(day, one.anchor_day):
        detail = (
            f"instance {one.instance_id}: anchor day {one.anchor_day} does not end "
            f"on {one.expire_date}"
        )
        yield Problem(Broken.ANCHOR_MISMATCH, detail)


@lru_cache(maxsize=65536)
def _anchor_fits(day: date, anchor_day: int) -> bool:
    """Whether a term can end so [R17]."""
    return anchor_day in range(1, LAST_DAY + 1) and anchor_fits(day, anchor_day)


def _is_listed(products: Mapping[int, Product], product: int, kind: str, mode: str) -> bool | None:
    """What the rule itself says of a nature [R1]; None for an unknown product: another check's."""
    try:
        nature = Nature(products[product], Type(kind), BillingMode(mode))
    except KeyError:
        return None
    except ValueError:
        return False
    return why_never_renewable(nature) is None
