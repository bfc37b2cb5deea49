"""Pieces of SQL with their values; names in the text are ours, an operator's words are values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Sql(NamedTuple):
    """A piece of a statement, and a value for each question mark in it."""

    text: str
    values: tuple[object, ...] = ()


def one_of(column: str, values: Sequence[object]) -> Sql:
    """A column that has one of some values."""
    if len(values) == 1:
        return Sql(f"{column} = ?", tuple(values))
    return Sql(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))


def both(conditions: Iterable[Sql]) -> Sql:
    """All of some conditions."""
    found = list(conditions)
    if not found:
        return Sql("1 = 1")
    return joined(" AND ", found)


def joined(between: str, pieces: Iterable[Sql]) -> Sql:
    """Pieces one after another, with a word between them."""
    found = list(pieces)
    return Sql(
        between.join(piece.text for piece in found),
        tuple(value for piece in found for value in piece.values),
    )
