"""JSON Lines with the columns as keys, as records with the number of their line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from renewal_tui.operations.importing.columns import Column
from renewal_tui.operations.importing.csv_reading import Texts
from renewal_tui.operations.importing.problems import Report


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
    """Read the records of a JSON Lines file; bad lines are reported, not raised.

    The keys that any of them has are added to `said`.
    """
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
            yield number, [_text(values, name) for name in names]


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


def _text(values: Mapping[str, str | None], name: str) -> str:
    """A value's text; a key that is missing or null is an empty cell."""
    return values.get(name) or ""
