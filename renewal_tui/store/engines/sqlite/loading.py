"""Filling a store with many instances at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from peewee import SqliteDatabase

from renewal_tui.store.engines.sqlite import triggers
from renewal_tui.store.engines.sqlite.search import SqliteSearch
from renewal_tui.store.schema import LIST_INDEXES

CACHE_KB = 24_576

_TALLY = (
    "DELETE FROM instance_tally",
    "INSERT INTO instance_tally (listed, policy, product_id, room_id, instances)"
    " SELECT listed, policy, product_id, room_id, COUNT(*) FROM instance GROUP BY 1, 2, 3, 4",
)


@contextmanager
def bulk_load(db: SqliteDatabase, search: SqliteSearch) -> Iterator[None]:
    """Write many instances in the caller's transaction.

    The triggers and the list indexes are out of the way meanwhile and are made anew at the end:
    that takes some 25 seconds a million rows *of the whole store*, however few were written.
    """
    names = [*LIST_INDEXES, *triggers.of_lists(with_search=search.is_there())]
    query = "SELECT name, type, sql FROM sqlite_master WHERE tbl_name IN ('instance', 'term')"
    found = [row for row in db.execute_sql(query).fetchall() if row[0] in names]
    for name, kind, _ in found:
        db.execute_sql(f"DROP {kind} {name}")
    yield
    for statement in _TALLY:
        db.execute_sql(statement)
    search.rebuild()
    for _, _, text in found:
        db.execute_sql(text)


@contextmanager
def sorting_on_disk(db: SqliteDatabase) -> Iterator[None]:
    """Let indexes be made in temporary files, so that memory does not grow with their rows.

    SQLite sorts as much at once as its page cache may hold. It takes this between transactions
    only.
    """
    ours = {"temp_store": 1, "cache_size": -CACHE_KB}
    before = {name: db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in ours}
    _set(db, ours)
    try:
        yield
    finally:
        _set(db, before)


def _set(db: SqliteDatabase, pragmas: Mapping[str, int]) -> None:
    for name, value in pragmas.items():
        db.execute_sql(f"PRAGMA {name} = {value}")
