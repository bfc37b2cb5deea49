"""What can be exported: the columns of each table, and its rows as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, Literal, NamedTuple

from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.money import format_money
from renewal_tui.domain.records import InstanceRecord
from renewal_tui.operations import recorded
from renewal_tui.store import exporting
from renewal_tui.store.audit import AuditRecord, walk_audit
from renewal_tui.store.connection import Store
from renewal_tui.store.engines import TemporaryTables

What = Literal["instances", "orders", "ledger", "audit"]


class Table(NamedTuple):
    """Its columns, and its rows as texts (money too), numbers, lists, objects and None."""

    columns: tuple[str, ...]
    rows: Callable[[Store], Iterator[tuple[Any, ...]]]


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
