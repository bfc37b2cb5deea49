"""CSV with a header row, or JSON Lines, as records with the number of the line of each."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from renewal_tui.domain.text import unguarded
from renewal_tui.operations.importing.columns import Column
from renewal_tui.operations.importing.source import LONGEST_LINE, Report

Texts = tuple[int, Sequence[str]]
"""The line on which a record begins, and its texts in the order of the columns; "" is "none"."""

_Reader = Any  # the csv module names no type for its readers


def csv_records(
    lines: Iterator[str], columns: Sequence[Column], report: Report, said: set[str]
) -> Iterator[Texts]:
    """Read a CSV file's records, reporting what is bad; `said` gets the columns that it has.

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
    width = len(header)
    places = {name: place for place, name in enumerate(header)}
    # A row's cells in the order of the columns; it gets one "" more, for those that are missing.
    pick = itemgetter(*(places.get(column.name, width) for column in columns))
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
            unclosed = str(problem).startswith(("field larger", "unexpected end"))
            fault = f"a quote is opened and not closed ({problem})" if unclosed else problem
            report(start, f"not CSV: {fault}")
            start = reader.line_num + 1


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


class _Pairs(list[tuple[str, Any]]):
    """An object's keys and values as they stand, so that a key that stands twice is seen."""


class _Constant(str):
    """NaN or Infinity, which JSON does not have and Python reads all the same."""

    __slots__ = ()


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Pairs,
    parse_float=str,  # a number is taken exactly as it was written: money is never a float
    parse_int=str,
    parse_constant=_Constant,
)


def json_records(
    lines: Iterator[str], columns: Sequence[Column], report: Report, said: set[str]
) -> Iterator[Texts]:
    """Read a JSON Lines file's records, reporting bad lines; `said` gets the keys that it has."""
    names = [column.name for column in columns]
    known = frozenset(names)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = _object(line)
        except ValueError as problem:
            report(number, str(problem))
            continue
        faults = _faults(found, known)
        for fault in faults:
            report(number, fault)
        if not faults:
            values = dict(found)
            said.update(values)
            yield number, [values.get(name) or "" for name in names]  # missing, null: empty


def _object(line: str) -> _Pairs:
    """One line's object. Raises ValueError."""
    try:
        found = _DECODER.decode(line)
    except json.JSONDecodeError as problem:
        raise ValueError(f"not JSON: {problem.msg} at character {problem.pos + 1}") from None
    except RecursionError:
        raise ValueError("not an object of texts and numbers: nested too deeply") from None
    if not isinstance(found, _Pairs):
        raise ValueError("not a JSON object")
    return found


def _faults(found: _Pairs, known: frozenset[str]) -> list[str]:
    names = Counter(name for name, _ in found)
    faults = [
        f'unknown key "{name}"; there are {", ".join(sorted(known))}'
        for name in names
        if name not in known
    ]
    faults += [f'key "{name}" stands twice' for name, many in names.items() if many > 1]
    faults += [
        f"{name}: is neither a text nor a number"
        for name, value in found
        if isinstance(value, _Constant) or not (value is None or isinstance(value, str))
    ]
    return faults
