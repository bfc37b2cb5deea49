"""Instances agree with their nature, their dates and the orders that block them [R1, R17, R20]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache, partial

from renewal_tui.domain.calendar import LAST_DAY, anchor_fits
from renewal_tui.domain.codes import BillingMode, Type
from renewal_tui.domain.eligibility import why_never_renewable
from renewal_tui.domain.facts import Nature, Product
from renewal_tui.domain.text import search_key
from renewal_tui.store.catalogue import read_catalogue
from renewal_tui.store.checks.dates import day_of
from renewal_tui.store.checks.problem import Broken, Problem, Rule, broken, problem
from renewal_tui.store.connection import Store
from renewal_tui.store.schema import COPIED
from renewal_tui.store.stretches import stretches

_DIFFERING = " OR ".join(f"t.{column} <> i.{column}" for column in COPIED)
_INSTANCES = """
SELECT i.instance_id, i.name, i.search, i.product_id, i.type, i.billing_mode, t.expire_date,
  t.anchor_day, i.listed
FROM instance i JOIN term t ON t.id = i.id WHERE i.id > %s AND i.id <= %s ORDER BY i.id"""
_TERMS = Rule(
    Broken.TERM_MISMATCH,
    "instance {instance_id}: its term does not say what it says, or is missing",
    f"""
SELECT i.instance_id FROM instance i LEFT JOIN term t ON t.id = i.id
WHERE i.id > %s AND i.id <= %s AND (t.id IS NULL OR {_DIFFERING}) ORDER BY i.id""",  # noqa: S608
    "instance",
)
_BLOCKS = (
    Rule(
        Broken.BLOCK_MISMATCH,
        "instance {instance_id}: blocked by order {number} ({state})",
        """
SELECT t.instance_id, t.unpaid_order_id AS number, COALESCE(o.status, 'does not exist') AS state
FROM term t LEFT JOIN orders o ON o.id = t.unpaid_order_id
WHERE t.unpaid_order_id IS NOT NULL AND (o.status IS NULL OR o.status <> 'unpaid' OR NOT EXISTS (
  SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.instance_id = t.id
))
ORDER BY t.instance_id""",
    ),
    Rule(
        Broken.BLOCK_MISMATCH,
        "instance {instance_id}: order {number} awaits payment, but {blocking} blocks it",
        """
SELECT t.instance_id, o.id AS number,
  COALESCE('order ' || t.unpaid_order_id, 'nothing') AS blocking
FROM orders o JOIN order_line l ON l.order_id = o.id JOIN term t ON t.id = l.instance_id
WHERE o.status = 'unpaid' AND (t.unpaid_order_id IS NULL OR t.unpaid_order_id <> o.id)
ORDER BY t.instance_id""",
    ),
)


_NAME = "instance {instance_id}: "
_NOT_LISTED = (
    _NAME + "listed is {listed}, which its type {type}, billing mode {billing_mode} and product "
    "do not say"
)


def instances(store: Store) -> Iterator[Problem]:
    """Each instance's dates, anchor day, search text, and whether it is listed."""
    for numbers in stretches(store, "instance"):
        with store.reading():  # the catalogue of the same moment
            products = read_catalogue(store).products
            found = list(store.named(_INSTANCES, numbers))
        listed = cache(partial(_is_listed, products))
        for one in found:
            day = day_of(one["expire_date"])
            if day is None:
                sentence = _NAME + "expire_date {expire_date!r} is not a date"
                yield problem(Broken.BAD_DATE, sentence, one)
            elif not _anchor_fits(day, one["anchor_day"]):
                sentence = _NAME + "anchor day {anchor_day} does not end on {expire_date}"
                yield problem(Broken.ANCHOR_MISMATCH, sentence, one)
            if one["search"] != search_key(one["instance_id"], one["name"]):
                sentence = _NAME + "would not be found by its id and name"
                yield problem(Broken.SEARCH_MISMATCH, sentence, one)
            nature = (one["product_id"], one["type"], one["billing_mode"])
            if listed(*nature) not in (None, one["listed"]):
                yield problem(Broken.LISTED_MISMATCH, _NOT_LISTED, one)


def terms(store: Store) -> Iterator[Problem]:
    """Each instance has its term, which says of it what the instance says."""
    return broken(store, _TERMS)


def blocks(store: Store) -> Iterator[Problem]:
    """An instance is blocked by an unpaid order with a line of it, and by no other [R20]."""
    return broken(store, *_BLOCKS)


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
