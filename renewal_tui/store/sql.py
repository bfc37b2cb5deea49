"""Pieces of SQL with their values; names in the text are ours, an operator's words are values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T")
Columns = dict[str, object]
"""Values of a row by the names of their columns, in the same order for each row of a table."""


class Sql(NamedTuple):
    """A piece of a statement, and a value for each `%s` in it."""

    text: str
    values: tuple[object, ...] = ()


IDS_AT_ONCE = 500
"""Values in one IN list; old builds of SQLite allow 999 in a statement."""


def in_parts(values: Sequence[T]) -> Iterator[list[T]]:
    """The values of as many IN lists as they need."""
    for start in range(0, len(values), IDS_AT_ONCE):
        yield list(values[start : start + IDS_AT_ONCE])


def marks(count: int) -> str:
    """The places of so many values in a row or a list."""
    return ", ".join(["%s"] * count)


def insert_into(table: str, columns: str) -> str:
    """The statement that adds a row, with a value for each of its comma-separated columns."""
    return f"INSERT INTO {table} ({columns}) VALUES ({marks(columns.count(',') + 1)})"  # noqa: S608


def one_of(column: str, values: Sequence[object]) -> Sql:
    """A column that has one of some values."""
    if len(values) == 1:
        return Sql(f"{column} = %s", tuple(values))
    return Sql(f"{column} IN ({marks(len(values))})", tuple(values))


def both(conditions: Iterable[Sql]) -> Sql:
    """All of some conditions."""
    return joined(" AND ", list(conditions) or [Sql("1 = 1")])


def joined(between: str, pieces: Iterable[Sql]) -> Sql:
    """Pieces one after another, with a word between them."""
    found = list(pieces)
    return Sql(
        between.join(piece.text for piece in found),
        tuple(value for piece in found for value in piece.values),
    )


_PART = 10**9


def exact_sum(column: str) -> str:
    """Two columns that together are the sum of a column's amounts, however many there are.

    One sum of 64 bits would not do: ten thousand of the largest amounts are beyond them.
    """
    return f"SUM({column} / {_PART}), SUM({column} - {column} / {_PART} * {_PART})"


def summed(large: int, small: int) -> int:
    """The sum that the two columns of `exact_sum` say."""
    return int(large) * _PART + int(small)
