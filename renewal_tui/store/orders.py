"""Reading orders and their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from peewee import Case, ModelSelect, fn

from renewal_tui.domain.codes import OrderKind, OrderStatus
from renewal_tui.domain.money import Money
from renewal_tui.domain.vouchers import VoucherUse
from renewal_tui.store import schema
from renewal_tui.store.connection import Store
from renewal_tui.store.sql import in_parts

_T = schema.Order


class StoredOrder(NamedTuple):
    """An order as it is stored; times in UTC. `note`: why it was cancelled, and the note on it."""

    number: int
    account: str
    currency: str
    kind: OrderKind
    request: str
    operation_key: str
    status: OrderStatus
    use_vouchers: bool
    total: Money
    voucher_total: Money
    balance_total: Money
    operator: str
    made_at: str
    closed_at: str | None
    note: str
    lines: int


class StoredLine(NamedTuple):
    """A line as it is stored; `vouchers` is empty until the order is paid."""

    line_id: int
    instance_row: int
    instance_id: str
    name: str
    months: int
    days: int
    from_date: date
    to_date: date
    anchor_after: int
    monthly_price: Money
    list_price: Money
    discount: Money
    payable: Money
    vouchers: tuple[VoucherUse, ...] = ()


class InstanceOrder(NamedTuple):
    """What an order buys for one instance."""

    order: int
    status: OrderStatus
    from_date: date
    to_date: date
    payable: Money


def _select() -> ModelSelect[Any]:
    account, lines = schema.Account, schema.OrderLine
    counted = lines.select(fn.COUNT(lines.id)).where(lines.order == _T.id)
    return _T.select(
        _T.id,
        account.code,
        account.currency,
        *(getattr(_T, name) for name in StoredOrder._fields[3:-2]),
        _T.reason.concat(Case(None, [((_T.reason != "") & (_T.note != ""), "; ")], "")).concat(
            _T.note
        ),
        counted,
    ).join(account)


def _order(row: tuple[Any, ...]) -> StoredOrder:
    order = StoredOrder(*row)
    return order._replace(kind=OrderKind(order.kind), status=OrderStatus(order.status))


def read_order(store: Store, number: int) -> StoredOrder | None:
    """One order by its number."""
    found = store.row(_select().where(_T.id == number))
    return None if found is None else _order(found)


def _wanted(
    query: ModelSelect[Any], status: OrderStatus | None, accounts: frozenset[str], lapse: str
) -> ModelSelect[Any]:
    if status is not None:
        same = _T.status == status.value
        unpaid = _T.status == OrderStatus.UNPAID.value
        if status is OrderStatus.UNPAID:
            same &= _T.made_at > lapse
        elif status is OrderStatus.CANCELLED:
            same |= unpaid & (_T.made_at <= lapse)
        query = query.where(same)
    if accounts:
        query = query.where(schema.Account.code.in_(sorted(accounts)))
    return query


def read_orders(
    store: Store,
    status: OrderStatus | None = None,
    accounts: frozenset[str] = frozenset(),
    *,
    lapse: str = "",
    below: int | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> list[StoredOrder]:
    """Orders, the newest first; `below` leaves out those from a number on.

    Unpaid ones made until `lapse` have the status of those that were cancelled [R20].
    """
    query = _wanted(_select(), status, accounts, lapse).order_by(_T.id.desc())
    if below is not None:
        query = query.where(_T.id < below)
    return [_order(row) for row in store.rows(query.offset(offset).limit(limit))]


def count_orders(
    store: Store,
    status: OrderStatus | None = None,
    accounts: frozenset[str] = frozenset(),
    *,
    lapse: str = "",
    above: int = 0,
) -> int:
    """How many orders there are with a number above one; `lapse` as in `read_orders`."""
    query = _T.select(fn.COUNT(_T.id)).join(schema.Account).where(_T.id > above)
    return int(store.value(_wanted(query, status, accounts, lapse)))


def orders_of_operation(store: Store, key: str) -> list[StoredOrder]:
    """The orders that an operation made, by number."""
    query = _select().where(_T.operation_key == key).order_by(_T.id)
    return [_order(row) for row in store.rows(query)]


def read_lines(store: Store, number: int) -> list[StoredLine]:
    """The lines of an order, in their order, with what vouchers paid."""
    lines, instance = schema.OrderLine, schema.Instance
    query = (
        lines.select(
            lines.id,
            lines.instance,
            instance.instance_id,
            instance.name,
            *(getattr(lines, name) for name in StoredLine._fields[4:-1]),
        )
        .join(instance)
        .where(lines.order == number)
        .order_by(lines.id)
    )
    uses = _uses(store, number)
    return [StoredLine._make((*row, tuple(uses[row[0]]))) for row in store.rows(query)]


def _uses(store: Store, number: int) -> defaultdict[int, list[VoucherUse]]:
    lines, uses, voucher = schema.OrderLine, schema.VoucherUse, schema.Voucher
    query = (
        uses.select(uses.line, voucher.code, uses.amount)
        .join(voucher)
        .switch(uses)
        .join(lines)
        .where(lines.order == number)
        .order_by(uses.id)
    )
    found = defaultdict(list)
    for line, code, amount in store.rows(query):
        found[line].append(VoucherUse(code, amount))
    return found


def orders_of_instance(store: Store, row: int) -> list[InstanceOrder]:
    """The lines that an instance has in orders, newest first."""
    lines = schema.OrderLine
    query = (
        lines.select(_T.id, _T.status, lines.from_date, lines.to_date, lines.payable)
        .join(_T)
        .where(lines.instance == row)
        .order_by(lines.id.desc())
    )
    return [InstanceOrder(row[0], OrderStatus(row[1]), *row[2:]) for row in store.rows(query)]


def renewed_by_operation(store: Store, key: str, rows: Sequence[int]) -> frozenset[int]:
    """Those of some instances that have a line in an operation's orders: a resumed batch skips."""
    lines = schema.OrderLine
    query = lines.select(lines.instance).join(_T).where(_T.operation_key == key)
    parts = (query.where(lines.instance.in_(some)) for some in in_parts(rows))
    return frozenset(row[0] for part in parts for row in store.rows(part))
