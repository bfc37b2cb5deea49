"""Text tables without a library: columns aligned by the cells that a terminal gives a character."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from renewal_tui.cli.output import say
from renewal_tui.domain.text import printable

RowT = TypeVar("RowT")

GAP = "  "
ROWS_AT_ONCE = 1_000
"""Rows that are aligned with one another; of longer tables nobody waits for the end."""

LONGEST = 60
"""Cells that one column gets at most; what is longer ends with an ellipsis."""


class Column(NamedTuple, Generic[RowT]):
    """A heading, what of a row stands under it, whether to the right (numbers), and how wide."""

    heading: str
    cell: Callable[[RowT], object]
    right: bool = False
    limit: int | None = LONGEST


@lru_cache(maxsize=8192)
def cell_width(text: str) -> int:
    """How many cells a terminal gives a text that is printable."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, limit: int | None) -> str:
    """A text that fits into so many cells, its end cut off with an ellipsis."""
    if limit is None or (len(text) <= limit and cell_width(text) <= limit):
        return text
    kept, used = [], 1
    for character in text:
        used += _character_width(character)
        if used > limit:
            break
        kept.append(character)
    return "".join(kept) + "…"


class Table(Generic[RowT]):
    """Writes rows as they come, a heading first; a table without rows writes nothing."""

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        write: Callable[[str], object] = say,
        *,
        indent: str = "",
    ) -> None:
        self._columns = columns
        self._write = write
        self._indent = indent
        self._waiting: list[tuple[str, ...]] = []
        self._widths = [cell_width(column.heading) for column in columns]
        self.count = 0

    def add(self, row: RowT) -> None:
        """Take in one row; its cells may hold anything."""
        self._waiting.append(
            tuple(cut(printable(str(one.cell(row))), one.limit) for one in self._columns)
        )
        if len(self._waiting) >= ROWS_AT_ONCE:
            self._align()

    def close(self) -> None:
        """Write what waits."""
        if self._waiting:
            self._align()

    def _align(self) -> None:
        for place, width in enumerate(self._widths):
            widest = max(cell_width(row[place]) for row in self._waiting)
            self._widths[place] = max(width, widest)
        if not self.count:
            self._write(self._line([column.heading for column in self._columns]))
        for row in self._waiting:
            self._write(self._line(row))
        self.count += len(self._waiting)
        self._waiting = []

    def _line(self, cells: Sequence[str]) -> str:
        parts = []
        for cell, column, width in zip(cells, self._columns, self._widths, strict=True):
            blank = " " * (width - cell_width(cell))
            parts.append(blank + cell if column.right else cell + blank)
        return (self._indent + GAP.join(parts)).rstrip()


def write_table(
    columns: Sequence[Column[RowT]],
    rows: Iterable[RowT],
    write: Callable[[str], object] = say,
    *,
    indent: str = "",
) -> int:
    """Write a whole table; how many rows it has."""
    table = Table(columns, write, indent=indent)
    for row in rows:
        table.add(row)
    table.close()
    return table.count


def write_facts(facts: Iterable[tuple[str, object]], write: Callable[[str], object] = say) -> None:
    """Write names and values, one a line, aligned."""
    shown = [(name, printable(str(value))) for name, value in facts]
    width = max((cell_width(name) for name, _ in shown), default=0)
    for name, value in shown:
        write(f"{name}{' ' * (width - cell_width(name))}{GAP}{value}".rstrip())
