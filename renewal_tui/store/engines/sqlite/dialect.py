"""How statements are said to SQLite."""

from __future__ import annotations

from functools import lru_cache


class SqliteDialect:
    """Pieces of statements; the protocol's `Dialect`."""

    row_order = " NOT INDEXED"

    statement = staticmethod(lru_cache(maxsize=1024)(lambda text: text.replace("%s", "?")))

    @staticmethod
    def along(index: str) -> str:
        """Names the index: left alone SQLite may sort a list that an index holds in order."""
        return f" INDEXED BY {index}"

    @staticmethod
    def contains(column: str) -> str:
        """LIKE would take letters of either case, and know wildcards."""
        return f"instr({column}, %s) > 0"

    @staticmethod
    def no_whole_number(column: str) -> str:
        """SQLite stores what it is given: 10.5 and 'ten' pass a CHECK that says >= 0."""
        return f"typeof({column}) <> 'integer'"
