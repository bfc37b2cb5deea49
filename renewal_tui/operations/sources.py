"""The rows of lists (instances, orders, activity), for a table that looks at a part at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter, Order, matches
from renewal_tui.operations import orders
from renewal_tui.operations.desk import Desk
from renewal_tui.store.audit import AuditRecord, count_audit, read_audit
from renewal_tui.store.orders import StoredOrder

SCREEN = 128
"""Rows that a table is likely to ask for first."""

PAGE = 5_000
"""Audit records that are read at one moment."""


class FleetSource:
    """A filter's instances in a sort order, as they are on the day it was made.

    Its answers belong together; when the store has changed a new one is made. Raises StoreBusy
    and the like as the store does. One thread at a time may use it: a worker may prepare it and
    then hand it over.
    """

    def __init__(self, desk: Desk, wanted: Filter, order: Order) -> None:
        self._today = desk.today()
        self._reader = desk.reader()
        self.wanted = wanted
        self.order = order

    def is_quick(self) -> bool:
        """Whether the count and the first rows come in a moment; if not, a worker prepares it."""
        return self._reader.is_quick(self.wanted, self.order)

    def glimpse(self, limit: int = SCREEN) -> Sequence[Instance] | None:
        """The first rows that are found in a moment, uncounted; None if even the first is not."""
        return self._reader.glimpse(self.wanted, self.order, limit)

    def prepare(self, total: int) -> None:
        """Find out what takes long, so that nobody has to wait for it; `total` rows match."""
        self._reader.prepare(self.wanted, self.order, SCREEN, total)

    def count(self) -> int:
        """How many rows there are."""
        return self._reader.count(self.wanted)

    def rows(self, start: int, stop: int) -> Sequence[Instance]:
        """The instances from `start` up to, not including, `stop`."""
        start = max(start, 0)
        return self._reader.rows(self.wanted, self.order, start, max(stop - start, 0))

    def ids(self, start: int, stop: int) -> Sequence[str]:
        """The ids of the same rows."""
        start = max(start, 0)
        return self._reader.ids(self.wanted, self.order, start, max(stop - start, 0))

    def position(self, row_id: str) -> int | None:
        """Where an instance stands; None when it does not match."""
        instance = self._reader.by_ids([row_id]).get(row_id)
        if instance is None or not matches(instance, self.wanted, self._today):
            return None
        return self._reader.position(instance, self.wanted, self.order)

    def id_of(self, row: Instance) -> str:
        """The id of a row."""
        return row.instance_id


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
    """A stretch of the audit trail, newest first, in pages: as it only grows, of one moment."""
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
