"""What SQLite can say of a store's soundness, and whether triggers and indexes are as made."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from peewee import SqliteDatabase

from renewal_tui.store.engines.protocol import Dangling, Fault
from renewal_tui.store.engines.sqlite import failures, triggers
from renewal_tui.store.engines.sqlite.failures import DATABASE_ERRORS
from renewal_tui.store.engines.sqlite.search import REBUILD, SqliteSearch
from renewal_tui.store.schema import TABLES

PAGE_FAULTS = 1_000
"""So many faults of pages are named at most; after the first few they only repeat."""

_OF_ROWS = ("CHECK constraint failed", "NULL value in")
"""How the lines of integrity_check begin that are about a row; they carry no code."""


class SqliteIntegrity:
    """The protocol's `Integrity`."""

    def __init__(self, db: SqliteDatabase, search: SqliteSearch) -> None:
        self._db = db
        self._search = search

    def faults(self) -> Iterator[Fault]:
        """What SQLite finds wrong with pages, indexes, NOT NULLs and CHECKs.

        It forgets the CHECKs of a store that is open read-only.
        """
        for row in self._db.execute_sql(f"PRAGMA integrity_check({PAGE_FAULTS})"):
            if row[0] != "ok":
                yield Fault(str(row[0]), str(row[0]).startswith(_OF_ROWS))

    def dangling(self) -> Iterator[Dangling]:
        """Rows whose foreign keys name nothing."""
        for row in self._db.execute_sql("PRAGMA foreign_key_check"):
            yield Dangling(*row[:3])

    def missing_triggers(self) -> Iterator[str]:
        """The triggers that are not there, or not as they were made [R28]."""
        yield from triggers.missing(self._db, with_search=self._search.is_there())

    def missing_indexes(self) -> Iterator[str]:
        """The indexes that are not there; some of them keep codes and ids unique."""
        return missing_indexes(self._db)

    def search_faults(self) -> Iterator[str]:
        """FTS5 compares its index with the rows by itself, and calls it damage when they differ."""
        if not self._search.is_there():
            return
        try:
            self._search.compare()
        except DATABASE_ERRORS as problem:
            if failures.is_of_a_virtual_table(problem):
                yield (
                    "the text index does not hold what the instances say, so a search misses some "
                    f"or finds others; {REBUILD} makes it anew"
                )
                return
            raise


def missing_indexes(db: SqliteDatabase) -> Iterator[str]:
    """The indexes that are not there."""
    found = db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'index'")
    kept = {row[0] for row in found}
    for model in TABLES:
        for index in model._meta.fields_to_index():
            if index._name not in kept:
                yield index._name


def lacks_something(db: SqliteDatabase) -> bool:
    """Whether a table, a column or an index that our statements name is not there."""
    for model in TABLES:
        columns = ", ".join(field.column_name for field in model._meta.sorted_fields)
        try:
            db.execute_sql(f"SELECT {columns} FROM {model._meta.table_name} LIMIT 0")
        except DATABASE_ERRORS as problem:
            if failures.code_of(problem) == sqlite3.SQLITE_ERROR:
                return True
    return any(missing_indexes(db))
