"""CSV with a header row, as records with the number of the line on which each begins."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from renewal_tui.domain.text import unguarded
from renewal_tui.operations.importing.columns import Column
from renewal_tui.operations.importing.problems import Report
from renewal_tui.operations.importing.source import LONGEST_LINE

Texts = tuple[int, Sequence[str]]
"""The line on which a record begins, and its texts in the order of the columns; "" is "none"."""

_Reader = Any  # the csv module names no type for its readers


def csv_records(
    lines: Iterator[str], columns: Sequence[Column], report: Report, said: set[str]
) -> Iterator[Texts]:
    """Read the records of a CSV file; bad lines and a bad header are reported, not raised.

    The columns that the file has are added to `said`.

    Nothing is read after a bad header: no one knows what the cells would mean.
    """
    csv.field_size_limit(LONGEST_LINE)  # the csv module knows this limit only for all readers
    reader = csv.reader(lines, strict=True)
    found = _rows(reader, report)
    first = next(found, None)
    if first is None:
        report(1, f"a header row is needed: {', '.join(column.name for column in columns)}")
        return
    start, header = first
    faults = _header_faults(header, columns)
    said.update(header)
    for fault in faults:
        report(start, fault)
    if faults:
        return
    pick, width = _picker(header, columns), len(header)
    for start, cells in found:
        if len(cells) != width:
            report(start, f"has {len(cells)} cells; the header has {width}")
            continue
        cells.append("")
        guarded = "'" in "".join(cells)
        yield start, pick([unguarded(cell) for cell in cells] if guarded else cells)


def _rows(reader: _Reader, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank; after a fault reading goes on with the next line."""
    start = 1
    while True:
        try:
            for cells in reader:
                if cells and (len(cells) > 1 or cells[0].strip()):
                    yield start, cells
                start = reader.line_num + 1
            return
        except csv.Error as problem:
            report(start, _fault(str(problem)))
            start = reader.line_num + 1


def _fault(text: str) -> str:
    if text.startswith(("field larger", "unexpected end")):
        return f"not CSV: a quote is opened and not closed ({text})"
    return f"not CSV: {text}"


def _header_faults(header: Sequence[str], columns: Sequence[Column]) -> list[str]:
    known = [column.name for column in columns]
    unknown = [f'unknown column "{name}"' for name in header if name not in known]
    if unknown:
        unknown[-1] += f"; there are {', '.join(known)}"
    twice = [f'column "{name}" stands twice' for name, many in Counter(header).items() if many > 1]
    missing = [
        f'column "{column.name}" is missing'
        for column in columns
        if column.required and column.name not in header
    ]
    return unknown + twice + missing


def _picker(
    header: Sequence[str], columns: Sequence[Column]
) -> Callable[[Sequence[str]], Sequence[str]]:
    """Puts a row's cells in the order of the columns; the row has one "" more, for missing ones."""
    places = {name: place for place, name in enumerate(header)}
    pick: Callable[[Sequence[str]], Sequence[str]] = itemgetter(
        *(places.get(column.name, len(header)) for column in columns)
    )
    return pick
