"""The database itself: pages, references, indexes, and the triggers of append-only tables [R28]."""

from __future__ import annotations

from collections.abc import Iterator

from renewal_tui.store.checks.problem import Broken, Problem, Rule, broken
from renewal_tui.store.connection import Store

_TALLY = Rule(
    Broken.TALLY_MISMATCH,
    "tally of listed {listed}, policy {policy}, product {product}, room {room}: says {tallied}, "
    "there are {counted}",
    """
SELECT t.listed, t.policy, COALESCE(p.code, '' || t.product_id) AS product,
  COALESCE(r.code, '' || t.room_id) AS room, SUM(t.tallied) AS tallied, SUM(t.counted) AS counted
FROM (
  SELECT listed, policy, product_id, room_id, instances AS tallied, 0 AS counted
  FROM instance_tally
  UNION ALL
  SELECT listed, policy, product_id, room_id, 0, COUNT(*) FROM instance GROUP BY 1, 2, 3, 4
) t LEFT JOIN product p ON p.id = t.product_id LEFT JOIN room r ON r.id = t.room_id
GROUP BY t.listed, t.policy, t.product_id, t.room_id, p.code, r.code
HAVING SUM(t.tallied) <> SUM(t.counted) ORDER BY 1, 2, 3, 4""",
)


def pages(store: Store) -> Iterator[Problem]:
    """Every page, index, CHECK and NOT NULL of the file."""
    with store.engine.troubles():
        for fault in store.engine.integrity.faults():
            yield Problem(Broken.CONSTRAINT if fault.of_a_row else Broken.PAGES, fault.what)


def references(store: Store) -> Iterator[Problem]:
    """Every foreign key names a row."""
    with store.engine.troubles():
        for one in store.engine.integrity.dangling():
            row = "a row" if one.row is None else f"row {one.row}"
            detail = f"{row} of {one.table} names a row of {one.names} that does not exist"
            yield Problem(Broken.FOREIGN_KEY, detail)


def triggers_and_indexes(store: Store) -> Iterator[Problem]:
    """The triggers that keep tables append-only, and the indexes that keep ids unique."""
    with store.engine.troubles():
        for name in store.engine.integrity.missing_triggers():
            detail = f"trigger {name} is missing or not as it was made"
            yield Problem(Broken.TRIGGER_MISSING, detail)
        for name in store.engine.integrity.missing_indexes():
            yield Problem(Broken.INDEX_MISSING, f"index {name} is missing")


def tallies(store: Store) -> Iterator[Problem]:
    """The tally by which lists are counted says how many instances there are."""
    return broken(store, _TALLY)


def texts(store: Store) -> Iterator[Problem]:
    """The text index, by which a search looks, holds each instance's text and no other."""
    with store.engine.troubles():
        for fault in store.engine.integrity.search_faults():
            yield Problem(Broken.SEARCH_MISMATCH, fault)
