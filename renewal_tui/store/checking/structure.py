"""The file itself: its pages, references, indexes and triggers; this is SQLite's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renewal_tui.store.connection import Store
from renewal_tui.store.schema import TABLES
from renewal_tui.store.sqlite import triggers

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

PAGE_FAULTS = 1_000
"""So many faults of pages are named at most; after the first few they only repeat."""


class Dangling(NamedTuple):
    """A row that names a row of another table that does not exist."""

    table: str
    row: int | None
    names: str


def page_faults(store: Store) -> Iterator[str]:
    """What SQLite finds wrong with pages, indexes, NOT NULLs and CHECKs, a line each.

    It forgets the CHECKs of a store that is open read-only.
    """
    for row in store.walk_sql(f"PRAGMA integrity_check({PAGE_FAULTS})"):
        if row[0] != "ok":
            yield str(row[0])


def dangling_rows(store: Store) -> Iterator[Dangling]:
    """Rows whose foreign keys name nothing."""
    return (Dangling(*row[:3]) for row in store.walk_sql("PRAGMA foreign_key_check"))


def missing_triggers(store: Store) -> Iterator[str]:
    """The triggers that are not there, or not as they were made [R28]."""
    kept = _schema_of(store, "trigger")
    for name, text in triggers(store.db).items():
        if kept.get(name) != text:
            yield name


def missing_indexes(store: Store) -> Iterator[str]:
    """The indexes that are not there; some of them keep codes and ids unique."""
    kept = _schema_of(store, "index")
    for model in TABLES:
        for index in model._meta.fields_to_index():
            if index._name not in kept:
                yield index._name


class Miscounted(NamedTuple):
    """A shelf, product and room of which the tally has another number than there are."""

    shelf: str
    tallied: int
    there: int


def wrong_tallies(store: Store) -> Iterator[Miscounted]:
    """Where the tally that lists are counted by is not what the instances say."""
    return (Miscounted(*row) for row in store.walk_sql(_TALLIES))


def _schema_of(store: Store, kind: str) -> dict[str, str | None]:
    return dict(store.sql("SELECT name, sql FROM sqlite_master WHERE type = ?", (kind,)))
