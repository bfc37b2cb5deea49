"""Rows that wait: a database of this process alone, which vanishes with it.

SQLite keeps it in its own page cache, and once it outgrows that in a temporary file without a
name. So rows can be counted, compared and put in order however many they are, and nobody has to
read a file twice that may have changed in the meantime.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from renewal_tui import errors

CACHE_KB = 16_384


class TemporaryTables:
    """Tables of rows; their columns have no types. Names are ours, never an operator's."""

    def __init__(self) -> None:
        with _troubles():
            self._db = sqlite3.connect("", isolation_level=None)
            for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE_KB}"):
                self._db.execute(f"PRAGMA {pragma}")
            self._db.execute("BEGIN")
        self._columns: dict[str, tuple[str, ...]] = {}

    def close(self) -> None:
        """Let go of everything."""
        self._db.close()

    def add_table(self, table: str, columns: Sequence[str]) -> None:
        """Make an empty table, unless it is there."""
        if table not in self._columns:
            self._columns[table] = tuple(columns)
            with _troubles():
                self._db.execute(f"CREATE TABLE {table} ({', '.join(columns)})")

    def add(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Add rows of all the table's columns."""
        marks = ", ".join("?" * len(self._columns[table]))
        with _troubles():
            self._db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def rows(self, table: str, order: str = "rowid") -> Iterator[tuple[Any, ...]]:
        """All rows of a table in the order of some columns, or as they were added, one by one."""
        return self._walk(f"SELECT * FROM {table} ORDER BY {order}")

    def twins(self, table: str, key: str, tell: str) -> Iterator[tuple[Any, ...]]:
        """Each row whose key an earlier row has: (key, what to tell of the first, and of it).

        In the order in which they were added.
        """
        told = [column.strip() for column in tell.split(",")]
        first, again = (", ".join(f"{alias}.{column}" for column in told) for alias in "ab")
        return self._walk(
            f"SELECT b.{key}, {first}, {again} FROM (SELECT {key}, MIN(rowid) AS first"
            f" FROM {table} GROUP BY {key} HAVING COUNT(*) > 1) AS twice"
            f" JOIN {table} AS a ON a.rowid = twice.first"
            f" JOIN {table} AS b ON b.{key} = twice.{key} AND b.rowid > twice.first"
            " ORDER BY b.rowid"
        )

    def _walk(self, text: str) -> Iterator[tuple[Any, ...]]:
        with _troubles():
            for row in self._db.execute(text):  # noqa: UP028 - else the cursor is closed with us
                yield row


@contextmanager
def _troubles() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as problem:
        raise errors.StoreFull(
            f"there is no room for temporary files ({problem}); nothing more was changed"
        ) from problem
