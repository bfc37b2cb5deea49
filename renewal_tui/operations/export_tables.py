"""What can be exported: the columns of each table, and its rows as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, Literal, NamedTuple

from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.money import format_money
from renewal_tui.domain.records import InstanceRecord
from renewal_tui.operations import recorded
from renewal_tui.store.audit import AuditRecord, walk_audit
from renewal_tui.store.connection import Store
from renewal_tui.store.engines import TemporaryTables
from renewal_tui.store.exporting import ExportedLine, walk_instances, walk_ledger, walk_lines

What = Literal["instances", "orders", "ledger", "audit"]


class Table(NamedTuple):
    """One table: its columns, and its rows as texts, numbers, lists, objects and None.

    Money is a text already. `outside` are the columns whose words an operator, a file or the
    environment may have chosen.
    """

    columns: tuple[str, ...]
    outside: frozenset[str]
    rows: Callable[[Store], Iterator[tuple[Any, ...]]]


def _instances(store: Store) -> Iterator[tuple[Any, ...]]:
    """In order of expire date, then instance id; they are put in order outside the store."""
    with closing(TemporaryTables()) as tables:
        tables.add_table("instance", _INSTANCE_COLUMNS)
        tables.add("instance", walk_instances(store))
        for row in tables.rows("instance", "expire_date, instance_id"):
            yield (*row[:-1], format_money(row[-1]))


def _orders(store: Store) -> Iterator[tuple[Any, ...]]:
    """A row a line; what the balance paid is known once the order is paid."""
    for line in walk_lines(store):
        paid = line.payable - sum(amount for _, amount in line.uses)
        yield (
            line.order,
            *line[2:5],
            recorded.parsed(line.request),
            *line[6:18],
            *map(format_money, line[18:22]),
            [{"voucher_id": code, "amount": format_money(amount)} for code, amount in line.uses],
            format_money(paid) if line.status == OrderStatus.PAID else None,
        )


def _ledger(store: Store) -> Iterator[tuple[Any, ...]]:
    for row in walk_ledger(store):
        yield (*row[:5], format_money(row[5]), format_money(row[6]), *row[7:])


def _audit(store: Store) -> Iterator[tuple[Any, ...]]:
    """Evidence: what was hashed, with money in minor units, so that others can verify the chain."""
    for record in walk_audit(store):
        yield tuple(
            record._replace(
                before=recorded.parsed(record.before), after=recorded.parsed(record.after)
            )
        )


_INSTANCE_COLUMNS = InstanceRecord._fields
_ORDER_COLUMNS = ("order", *ExportedLine._fields[2:22], "vouchers", "balance")
_LEDGER_COLUMNS = (
    "entry",
    "account",
    "currency",
    "order",
    "kind",
    "amount",
    "balance_after",
    "note",
    "operator",
    "at",
)
_OUTSIDE = frozenset(
    ("instance_id", "name", "account", "product", "room", "vouchers", "note", "request")
) | frozenset(("operation_key", "operator", "claimed", "target", "before", "after"))

TABLES: dict[What, Table] = {
    "instances": Table(_INSTANCE_COLUMNS, _OUTSIDE, _instances),
    "orders": Table(_ORDER_COLUMNS, _OUTSIDE, _orders),
    "ledger": Table(_LEDGER_COLUMNS, _OUTSIDE, _ledger),
    "audit": Table(AuditRecord._fields, _OUTSIDE, _audit),
}
