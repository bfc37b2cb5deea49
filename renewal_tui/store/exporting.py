"""Whole tables for export, page by page: nobody waits while the rest is written somewhere.

Pages follow the store's numbers, which never change: each row comes exactly once, as it is when
its page is read. Amounts are minor units.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from renewal_tui.store.connection import Store

PAGE = 5_000
"""Rows read at once."""

_INSTANCES = (
    "SELECT i.id, i.instance_id, i.name, a.code, p.code, r.code, i.type, i.billing_mode,"
    " i.expire_date, i.anchor_day, i.policy, i.auto_months, i.monthly_price"
    " FROM instance i JOIN account a ON a.id = i.account_id JOIN product p ON p.id = i.product_id"
    " JOIN room r ON r.id = i.room_id WHERE i.id > %s ORDER BY i.id LIMIT %s"
)
_LINES = (
    "SELECT l.id, o.id, a.code, a.currency, o.kind, o.request, o.operation_key, o.status,"
    " o.operator, o.made_at, o.closed_at, o.note, i.instance_id, i.name, l.months, l.days,"
    " l.from_date, l.to_date, l.monthly_price, l.list_price, l.discount, l.payable"
    " FROM order_line l JOIN orders o ON o.id = l.order_id JOIN account a ON a.id = o.account_id"
    " JOIN instance i ON i.id = l.instance_id WHERE l.id > %s ORDER BY l.id LIMIT %s"
)
_USES = (
    "SELECT u.line_id, v.code, u.amount FROM voucher_use u JOIN voucher v ON v.id = u.voucher_id"
    " WHERE u.line_id BETWEEN %s AND %s ORDER BY u.id"
)
_LEDGER = (
    "SELECT e.id, a.code, a.currency, e.order_id, e.kind, e.amount, e.balance_after, e.note,"
    " e.operator, e.at FROM ledger_entry e JOIN account a ON a.id = e.account_id"
    " WHERE e.id > %s ORDER BY e.id LIMIT %s"
)


class ExportedLine(NamedTuple):
    """A line with its order's facts; `uses` are (voucher, amount) pairs, empty until paid."""

    line_id: int
    order: int
    account: str
    currency: str
    kind: str
    request: str
    operation_key: str
    status: str
    operator: str
    made_at: str
    closed_at: str | None
    note: str
    instance_id: str
    name: str
    months: int
    days: int
    from_date: str
    to_date: str
    monthly_price: int
    list_price: int
    discount: int
    payable: int
    uses: tuple[tuple[str, int], ...] = ()


def walk_instances(store: Store) -> Iterator[tuple[Any, ...]]:
    """Instances by number, without it: the columns of a fleet file, in their order."""
    return (row[1:] for page in _pages(store, _INSTANCES) for row in page)


def walk_ledger(store: Store) -> Iterator[tuple[Any, ...]]:
    """Ledger entries: number, account, currency, order, kind, amount, balance after, note, ..."""
    return (row for page in _pages(store, _LEDGER) for row in page)


def walk_lines(store: Store) -> Iterator[ExportedLine]:
    """The lines of all orders; what paid for one is read at the same moment as its order."""
    last = 0
    while True:
        with store.reading():
            page = store.sql(_LINES, (last, PAGE))
            uses = _uses(store, page[0][0], page[-1][0]) if page else {}
        if not page:
            return
        for row in page:
            yield ExportedLine(*row)._replace(uses=tuple(uses.get(row[0], ())))
        last = page[-1][0]


def _uses(store: Store, first: int, last: int) -> dict[int, list[tuple[str, int]]]:
    uses: dict[int, list[tuple[str, int]]] = {}
    for line, voucher, amount in store.sql(_USES, (first, last)):
        uses.setdefault(line, []).append((voucher, amount))
    return uses


def _pages(store: Store, text: str) -> Iterator[list[tuple[Any, ...]]]:
    last = 0
    while page := store.sql(text, (last, PAGE)):
        yield page
        last = page[-1][0]
