"""Filters and sort orders as queries, and rows back as instances [R1 to R3]."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from renewal_tui.domain.codes import BillingMode, Policy, Type
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter, Order
from renewal_tui.store import schema
from renewal_tui.store.catalogue import Catalogue, read_catalogue
from renewal_tui.store.connection import Store
from renewal_tui.store.lists.planner import HELD, Planner

IDS_AT_ONCE = 500
"""Values in one IN list; SQLite's default limit is 999 in old builds."""

_T = schema.Instance
_COLUMNS = (
    _T.id,
    _T.instance_id,
    _T.name,
    _T.account,
    _T.product,
    _T.room,
    _T.type,
    _T.billing_mode,
    _T.expire_date,
    _T.anchor_day,
    _T.policy,
    _T.auto_months,
    _T.monthly_price,
    _T.unpaid_order,
)


class InstanceReader:
    """Reads instances of one store on one business date; the catalogue is read once."""

    def __init__(
        self,
        store: Store,
        today: date,
        lapsed: frozenset[int] = frozenset(),
        held: int = HELD,
    ) -> None:
        """`lapsed` are unpaid orders older than 24 hours, which no longer block [R20].

        Lists of at most `held` rows are held in memory. What a reader says of lists belongs
        together: once the store has changed, another reader is made.
        """
        self._store = store
        self._lapsed = lapsed
        self.catalogue: Catalogue = read_catalogue(store)
        self._lists = Planner(store, self.catalogue, today, held)

    def count(self, wanted: Filter) -> int:
        """How many instances match."""
        return self._lists.counts([wanted])[0]

    def counts(self, several: Sequence[Filter]) -> list[int]:
        """How many instances match each of some filters."""
        return self._lists.counts(several)

    def is_quick(self, wanted: Filter) -> bool:
        """Whether counting a filter and reading its first page take no more than a moment."""
        return self._lists.is_counted(wanted)

    def rows(
        self, wanted: Filter, order: Order, offset: int = 0, limit: int | None = None
    ) -> list[Instance]:
        """The instances from `offset` on, at most `limit`, in the order asked for."""
        numbers = self._numbers(wanted, order, offset, limit)
        found = {instance.row: instance for instance in self._in(_T.id, numbers)}
        return [found[number] for number in numbers if number in found]

    def ids(self, wanted: Filter, order: Order, offset: int, limit: int) -> list[str]:
        """The ids of a stretch of the list."""
        numbers = self._numbers(wanted, order, offset, limit)
        found: dict[int, str] = {}
        for some in _parts(numbers):
            query = _T.select(_T.id, _T.instance_id).where(_T.id.in_(some))
            found.update(self._store.rows(query))
        return [found[number] for number in numbers if number in found]

    def _numbers(
        self, wanted: Filter, order: Order, offset: int, limit: int | None
    ) -> Sequence[int]:
        stop = self.count(wanted) if limit is None else offset + limit
        return self._lists.windows(wanted, order).numbers(offset, stop) if stop > offset else []

    def row_numbers(self, wanted: Filter, excepted: frozenset[str]) -> dict[str, array[int]]:
        """The store's numbers of all that match, by account; each by expire date, instance id."""
        found: dict[str, array[int]] = {}
        for row, account, instance_id in self._lists.by_account(wanted):
            if instance_id not in excepted:
                found.setdefault(account, array("q")).append(row)
        return found

    def by_ids(self, ids: Iterable[str]) -> dict[str, Instance]:
        """Instances by id; unknown ids are not in the answer."""
        return {instance.instance_id: instance for instance in self._in(_T.instance_id, list(ids))}

    def by_rows(self, rows: Iterable[int]) -> list[Instance]:
        """Instances by the store's numbers."""
        return list(self._in(_T.id, list(rows)))

    def due(self, day: date) -> list[Instance]:
        """Automatic, listed instances that expire on a day, in the engine's order [R8, R10]."""
        query = (
            _T.select(*_COLUMNS)
            .join(schema.Account)
            .where(_T.listed == 1, _T.policy == Policy.AUTO.value, _T.expire_date == day)
            .order_by(schema.Account.code, _T.instance_id)
        )
        return [self.instance(row) for row in self._store.rows(query)]

    def position(self, instance: Instance, wanted: Filter, order: Order) -> int:
        """Where an instance stands in a list that it matches."""
        return self._lists.windows(wanted, order).position(instance)

    def instance(self, row: Sequence[Any]) -> Instance:
        """One row of `_COLUMNS` as a plain value."""
        catalogue = self.catalogue
        return Instance(
            row[0],
            row[1],
            row[2],
            catalogue.accounts[row[3]],
            catalogue.products[row[4]],
            catalogue.rooms[row[5]],
            _TYPES[row[6]],
            _MODES[row[7]],
            row[8],
            row[9],
            _POLICIES[row[10]],
            row[11],
            row[12],
            None if row[13] in self._lapsed else row[13],
        )

    def _in(self, column: Any, values: Sequence[Any]) -> Iterator[Instance]:
        for some in _parts(values):
            for row in self._store.rows(_T.select(*_COLUMNS).where(column.in_(some))):
                yield self.instance(row)


_TYPES = {kind.value: kind for kind in Type}
_MODES = {mode.value: mode for mode in BillingMode}
_POLICIES = {policy.value: policy for policy in Policy}


def _parts(values: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), IDS_AT_ONCE):
        yield list(values[start : start + IDS_AT_ONCE])
