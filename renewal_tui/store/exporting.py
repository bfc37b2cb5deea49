"""Whole tables for export, page by page: nobody waits while the rest is written somewhere.

Pages follow the store's numbers, which never change: each row comes exactly once, as it is when
its page is read. Amounts are minor units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from renewal_tui.store.connection import Store
from renewal_tui.store.importing import INSTANCE_COLUMNS, INSTANCE_TABLES

PAGE = 5_000
"""Rows read at once."""

_LINE = (
    'o.id AS "order", a.code AS account, a.currency, o.kind, o.request, o.operation_key, o.status,'
    " o.operator, o.made_at, o.closed_at, o.reason || CASE WHEN o.reason <> '' AND o.note <> ''"
    " THEN '; ' ELSE '' END || o.note AS note, i.instance_id, i.name, l.months, l.days,"
    " l.from_date, l.to_date, l.monthly_price, l.list_price, l.discount, l.payable"
)
_ENTRY = (
    'e.id AS entry, a.code AS account, a.currency, e.order_id AS "order", e.kind, e.amount,'
    " e.balance_after, e.note, e.operator, e.at"
)
_INSTANCES = (
    f"SELECT i.id, {INSTANCE_COLUMNS} FROM {INSTANCE_TABLES} WHERE i.id > %s ORDER BY i.id LIMIT %s"  # noqa: S608
)
_LINES = (
    f"SELECT l.id, {_LINE} FROM order_line l JOIN orders o ON o.id = l.order_id"  # noqa: S608
    " JOIN account a ON a.id = o.account_id JOIN instance i ON i.id = l.instance_id"
    " WHERE l.id > %s ORDER BY l.id LIMIT %s"
)
_USES = (
    "SELECT u.line_id, v.code, u.amount FROM voucher_use u JOIN voucher v ON v.id = u.voucher_id"
    " WHERE u.line_id BETWEEN %s AND %s ORDER BY u.id"
)
_ENTRIES = (
    f"SELECT e.id, {_ENTRY} FROM ledger_entry e JOIN account a ON a.id = e.account_id"  # noqa: S608
    " WHERE e.id > %s ORDER BY e.id LIMIT %s"
)

Uses = list[tuple[str, int]]
"""Vouchers and what each of them paid."""


def _names(columns: str) -> tuple[str, ...]:
    return tuple(re.findall(r'(\w+)"?(?:,|$)', columns))


LINE_COLUMNS = _names(_LINE)
ENTRY_COLUMNS = _names(_ENTRY)


def walk_instances(store: Store) -> Iterator[tuple[Any, ...]]:
    """Instances by number, without it: the columns of a fleet file, in their order."""
    return (row[1:] for page in _pages(store, _INSTANCES) for row in page)


def walk_ledger(store: Store) -> Iterator[dict[str, Any]]:
    """Ledger entries by number."""
    return (_named(ENTRY_COLUMNS, row) for page in _pages(store, _ENTRIES) for row in page)


def walk_lines(store: Store) -> Iterator[tuple[dict[str, Any], Uses]]:
    """The lines of all orders; what paid for one is read at the same moment as its order."""
    last = 0
    while True:
        with store.reading():
            page = store.sql(_LINES, (last, PAGE))
            uses = _uses(store, page[0][0], page[-1][0]) if page else {}
        if not page:
            return
        for row in page:
            yield _named(LINE_COLUMNS, row), uses.get(row[0], [])
        last = page[-1][0]


def _named(columns: tuple[str, ...], row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(columns, row[1:], strict=True))


def _uses(store: Store, first: int, last: int) -> dict[int, Uses]:
    uses: dict[int, Uses] = {}
    for line, voucher, amount in store.sql(_USES, (first, last)):
        uses.setdefault(line, []).append((voucher, amount))
    return uses


def _pages(store: Store, text: str) -> Iterator[list[tuple[Any, ...]]]:
    last = 0
    while page := store.sql(text, (last, PAGE)):
        yield page
        last = page[-1][0]
