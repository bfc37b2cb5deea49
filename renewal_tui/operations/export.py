"""`export`: a whole table as CSV or as one JSON document, written as it is read (section 4)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any, Literal

from renewal_tui.domain.text import guarded, printable, unprintable_in
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.export_tables import TABLES, Table, What

Format = Literal["csv", "json"]

_ROWS_AT_ONCE = 500
_OUTSIDE = frozenset(
    ("instance_id", "name", "account", "product", "room", "vouchers", "note", "request")
) | frozenset(("operation_key", "operator", "claimed", "target", "before", "after"))
"""Columns whose words an operator, a file or the environment may have chosen."""


def export_rows(desk: Desk, what: What, format: Format, write: Callable[[str], object]) -> int:
    """Write every row of a table through `write`, piece by piece; how many rows there were.

    No lock is held while `write` waits. Instances come in the columns of a fleet file, so that
    they can be imported again. Raises StoreBusy and the like as the store does, and what `write`
    raises.
    """
    table = TABLES[what]
    rows = table.rows(desk.store)
    if format == "csv":
        return _write_csv(table, rows, write)
    return _write_json(what, table, rows, write)


def _write_csv(
    table: Table, rows: Iterator[tuple[Any, ...]], write: Callable[[str], object]
) -> int:
    outside = [column in _OUTSIDE for column in table.columns]
    page = StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(table.columns)
    count = 0
    for count, row in enumerate(rows, start=1):
        writer.writerow(
            _cell(value, foreign=foreign) for value, foreign in zip(row, outside, strict=True)
        )
        if count % _ROWS_AT_ONCE == 0:
            write(page.getvalue())
            page.seek(0)
            page.truncate()
    write(page.getvalue())
    return count


def _cell(value: Any, *, foreign: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        value = ";".join(f"{one['voucher_id']}:{one['amount']}" for one in value)
    elif isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    text = str(value)
    return _harmless(text) if foreign else text


def _harmless(text: str) -> str:
    """Words from outside, so that neither a spreadsheet nor a terminal obeys them."""
    text = guarded(text)
    return printable(text) if unprintable_in(text) else text


def _write_json(
    what: What, table: Table, rows: Iterator[tuple[Any, ...]], write: Callable[[str], object]
) -> int:
    write(f'{{"{what}":[')
    count = 0
    for count, row in enumerate(rows, start=1):
        text = json.dumps(dict(zip(table.columns, row, strict=True)))
        write(f"\n{text}" if count == 1 else f",\n{text}")
    write("\n]}\n" if count else "]}\n")
    return count
