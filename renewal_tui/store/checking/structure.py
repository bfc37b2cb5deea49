"""The database itself: its soundness, references, indexes, triggers and tally."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renewal_tui.store.connection import Store
from renewal_tui.store.engines import Dangling, Fault

_TALLIES = (
    "SELECT 'listed ' || t.listed || ', policy ' || t.policy || ', product '"
    " || COALESCE(p.code, t.product_id) || ', room ' || COALESCE(r.code, t.room_id),"
    " SUM(t.tallied), SUM(t.there)"
    " FROM (SELECT listed, policy, product_id, room_id, instances AS tallied, 0 AS there"
    " FROM instance_tally UNION ALL SELECT listed, policy, product_id, room_id, 0, COUNT(*)"
    " FROM instance GROUP BY 1, 2, 3, 4) AS t LEFT JOIN product p ON p.id = t.product_id"
    " LEFT JOIN room r ON r.id = t.room_id GROUP BY t.listed, t.policy, t.product_id, t.room_id"
    " HAVING SUM(t.tallied) <> SUM(t.there) ORDER BY 1"
)


def faults(store: Store) -> Iterator[Fault]:
    """What is wrong with pages, indexes and constraints."""
    with store.engine.troubles():
        yield from store.engine.integrity.faults()


def dangling_rows(store: Store) -> Iterator[Dangling]:
    """Rows whose foreign keys name nothing."""
    with store.engine.troubles():
        yield from store.engine.integrity.dangling()


def missing_triggers(store: Store) -> Iterator[str]:
    """The triggers that are not there, or not as they were made [R28]."""
    with store.engine.troubles():
        yield from store.engine.integrity.missing_triggers()


def missing_indexes(store: Store) -> Iterator[str]:
    """The indexes that are not there; some of them keep codes and ids unique."""
    with store.engine.troubles():
        yield from store.engine.integrity.missing_indexes()


class Miscounted(NamedTuple):
    """A shelf, product and room of which the tally has another number than there are."""

    shelf: str
    tallied: int
    there: int


def wrong_tallies(store: Store) -> Iterator[Miscounted]:
    """Where the tally that lists are counted by is not what the instances say."""
    return (Miscounted(*row) for row in store.walk_sql(_TALLIES))
