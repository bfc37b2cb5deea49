"""`export`: a whole table as CSV or as one JSON document, written as it is read (section 4)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date
from io import StringIO
from typing import Any, Literal, NamedTuple

from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.money import format_money
from renewal_tui.domain.records import InstanceRecord
from renewal_tui.domain.text import guarded, printable, unprintable_in
from renewal_tui.operations import recorded
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import document
from renewal_tui.operations.listing import Row, row_of
from renewal_tui.store import exporting
from renewal_tui.store.audit import AuditRecord, walk_audit
from renewal_tui.store.connection import Store
from renewal_tui.store.engines import TemporaryTables

What = Literal["instances", "orders", "ledger", "audit"]


class Table(NamedTuple):
    """Its columns, and its rows as texts (money too), numbers, lists, objects and None."""

    columns: tuple[str, ...]
    rows: Callable[[Store], Iterator[tuple[Any, ...]]]


def fleet_of(instances: Iterable[Instance]) -> Table:
    """Some instances in the columns of a fleet file, in their order."""

    def rows(_store: Store) -> Iterator[tuple[Any, ...]]:
        for one in instances:
            row = one._replace(product=one.product.code, room=one.room.code)  # type: ignore[arg-type]
            facts = (getattr(row, name) for name in InstanceRecord._fields[:-1])
            yield (*facts, format_money(one.monthly_price))

    return Table(InstanceRecord._fields, rows)


def list_of(instances: Iterable[Instance], today: date) -> Table:
    """Some instances in the columns of `list`, in their order."""
    rows = (tuple(document(row_of(one, today)).values()) for one in instances)
    return Table(Row._fields, lambda _store: rows)


def _instances(store: Store) -> Iterator[tuple[Any, ...]]:
    """In order of expire date, then instance id; they are put in order outside the store."""
    with closing(TemporaryTables()) as tables:
        tables.add_table("instance", InstanceRecord._fields)
        tables.add("instance", exporting.walk_instances(store))
        for row in tables.rows("instance", "expire_date, instance_id"):
            yield (*row[:-1], format_money(row[-1]))


def _orders(store: Store) -> Iterator[tuple[Any, ...]]:
    """A row a line; what the balance paid is known once the order is paid."""
    for line, uses in exporting.walk_lines(store):
        paid = line["payable"] - sum(amount for _, amount in uses)
        line["request"] = recorded.parsed(line["request"])
        line["vouchers"] = [{"voucher_id": one, "amount": format_money(part)} for one, part in uses]
        line["balance"] = format_money(paid) if line["status"] == OrderStatus.PAID else None
        yield _told(line, "monthly_price", "list_price", "discount", "payable")


def _ledger(store: Store) -> Iterator[tuple[Any, ...]]:
    return (_told(entry, "amount", "balance_after") for entry in exporting.walk_ledger(store))


def _told(row: dict[str, Any], *amounts: str) -> tuple[Any, ...]:
    for name in amounts:
        row[name] = format_money(row[name])
    return tuple(row.values())


def _audit(store: Store) -> Iterator[tuple[Any, ...]]:
    """Evidence: what was hashed, with money in minor units, so that others can verify the chain."""
    for record in walk_audit(store):
        facts = {"before": recorded.parsed(record.before), "after": recorded.parsed(record.after)}
        yield tuple(record._replace(**facts))


TABLES: dict[What, Table] = {
    "instances": Table(InstanceRecord._fields, _instances),
    "orders": Table((*exporting.LINE_COLUMNS, "vouchers", "balance"), _orders),
    "ledger": Table(exporting.ENTRY_COLUMNS, _ledger),
    "audit": Table(AuditRecord._fields, _audit),
}


Format = Literal["csv", "json"]

_ROWS_AT_ONCE = 500
_OUTSIDE = frozenset(
    ("instance_id", "name", "account", "product", "room", "vouchers", "note", "request", "reason")
) | frozenset(("operation_key", "operator", "claimed", "target", "before", "after"))
"""Columns whose words an operator, a file or the environment may have chosen."""


def export_rows(
    desk: Desk,
    what: What,
    format: Format,
    write: Callable[[str], object],
    table: Table | None = None,
) -> int:
    """Write every row of a table through `write`, piece by piece; how many rows there were.

    Another `table` than the whole one has some of its rows, or other columns.

    No lock is held while `write` waits. Instances come in the columns of a fleet file, so that
    they can be imported again. Raises StoreBusy and the like as the store does, and what `write`
    raises.
    """
    table = table or TABLES[what]
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
    if foreign:  # neither a spreadsheet nor a terminal may obey words from outside
        text = guarded(text)
        return printable(text) if unprintable_in(text) else text
    return text


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
