"""Where a table's rows come from: counted, fetched by position, found again by id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

RowT = TypeVar("RowT")


class RowSource(Protocol[RowT]):
    """Rows in a fixed order, each with an id of its own.

    Positions count from 0; `start` and `stop` mean what they mean to a slice of a list, so a
    part beyond the end is simply missing. The answers of one source belong together: when the
    rows change, the table is told to reload or is given another source.
    """

    def count(self) -> int:
        """How many rows there are."""
        ...

    def rows(self, start: int, stop: int) -> Sequence[RowT]:
        """The rows from position `start` up to, not including, `stop`."""
        ...

    def ids(self, start: int, stop: int) -> Sequence[str]:
        """The ids of the same rows, for when nothing else of them is needed."""
        ...

    def position(self, row_id: str) -> int | None:
        """Where the row with this id stands, None if it is not among the rows."""
        ...

    def id_of(self, row: RowT) -> str:
        """The id of a row that this source gave out."""
        ...


class ListSource(Generic[RowT]):
    """Rows that are all in memory."""

    def __init__(self, rows: Sequence[RowT], id_of: Callable[[RowT], str]) -> None:
        self._rows = rows
        self._id_of = id_of
        # Only needed once somebody asks for a position.
        self._positions: dict[str, int] | None = None

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def rows(self, start: int, stop: int) -> Sequence[RowT]:
        """The rows from `start` up to, not including, `stop`."""
        return self._rows[max(start, 0) : max(stop, 0)]

    def ids(self, start: int, stop: int) -> Sequence[str]:
        """The ids of the same rows."""
        return [self._id_of(row) for row in self.rows(start, stop)]

    def position(self, row_id: str) -> int | None:
        """Where the row with this id stands, None if it is not among the rows."""
        if self._positions is None:
            self._positions = {self._id_of(row): at for at, row in enumerate(self._rows)}
        return self._positions.get(row_id)

    def id_of(self, row: RowT) -> str:
        """The id of a row."""
        return self._id_of(row)
