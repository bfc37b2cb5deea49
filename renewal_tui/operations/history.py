"""Orders and activity as rows for a table, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from renewal_tui.operations import orders
from renewal_tui.operations.desk import Desk
from renewal_tui.store.audit import AuditRecord, count_audit, read_audit
from renewal_tui.store.orders import StoredOrder

PAGE = 5_000
"""Audit records that are read at one moment."""


class OrdersSource:
    """The orders of some accounts (all when none is named), the newest first."""

    def __init__(self, desk: Desk, accounts: frozenset[str]) -> None:
        self._desk = desk
        self._accounts = accounts
        self._total = orders.count(desk, None, accounts)

    def count(self) -> int:
        """How many rows there are; counted once."""
        return self._total

    def rows(self, start: int, stop: int) -> Sequence[StoredOrder]:
        """The orders from `start` up to, not including, `stop`."""
        limit = max(stop - start, 0)
        return orders.list_orders(self._desk, None, self._accounts, offset=start, limit=limit)

    def ids(self, start: int, stop: int) -> Sequence[str]:
        """The numbers of the same orders."""
        return [str(order.number) for order in self.rows(start, stop)]

    def position(self, row_id: str) -> int | None:
        """Where an order stands."""
        return orders.position(self._desk, int(row_id), self._accounts)

    def id_of(self, row: StoredOrder) -> str:
        """An order's number."""
        return str(row.number)


class Records(NamedTuple):
    """The answer of `audit`: how many records there are in all, and a stretch of them."""

    total: int
    records: tuple[AuditRecord, ...]


def newest_records(desk: Desk, offset: int, limit: int) -> Records:
    """A stretch of the audit trail, the newest record first.

    It is read page by page. Records are only ever added: the pages are those of one moment.
    """
    total = count_audit(desk.store)
    found: list[AuditRecord] = []
    while len(found) < limit:
        wanted, skip = min(limit - len(found), PAGE), 0 if found else offset
        upto = found[-1].number - 1 if found else total
        page = read_audit(desk.store, newest_first=True, upto=upto, offset=skip, limit=wanted)
        found += page
        if len(page) < wanted:
            break
    return Records(total, tuple(found))


class ActivitySource:
    """The audit trail, the newest record first; its numbers have no gaps."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._total = count_audit(desk.store)

    def count(self) -> int:
        """How many rows there are; counted once."""
        return self._total

    def rows(self, start: int, stop: int) -> Sequence[AuditRecord]:
        """The records from `start` up to, not including, `stop`."""
        limit = max(stop - start, 0)
        newest = self._total - start
        return read_audit(self._desk.store, newest_first=True, upto=newest, limit=limit)

    def ids(self, start: int, stop: int) -> Sequence[str]:
        """The numbers of the same records."""
        return [str(record.number) for record in self.rows(start, stop)]

    def position(self, row_id: str) -> int | None:
        """Where a record stands."""
        at = self._total - int(row_id)
        return at if 0 <= at < self._total else None

    def id_of(self, row: AuditRecord) -> str:
        """A record's number."""
        return str(row.number)
