"""Filters and sort orders as queries, and rows back as instances [R1 to R3]."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from peewee import ModelSelect, fn

from renewal_tui.domain.codes import BillingMode, Policy, Status, Tab, Type
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter, Order, Sort
from renewal_tui.store import schema
from renewal_tui.store.catalogue import Catalogue, read_catalogue
from renewal_tui.store.connection import Store

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

    def __init__(self, store: Store, today: date, lapsed: frozenset[int] = frozenset()) -> None:
        """`lapsed` are unpaid orders older than 24 hours, which no longer block [R20]."""
        self._store = store
        self._today = today
        self._lapsed = lapsed
        self.catalogue: Catalogue = read_catalogue(store)

    def count(self, wanted: Filter) -> int:
        """How many instances match."""
        query = _T.select(fn.COUNT(_T.id)).where(*self._conditions(wanted))
        return int(self._store.value(query))

    def rows(
        self, wanted: Filter, order: Order, offset: int = 0, limit: int | None = None
    ) -> list[Instance]:
        """The instances from `offset` on, at most `limit`, in the order asked for."""
        query = self._ordered(_T.select(*_COLUMNS), wanted, order).offset(offset).limit(limit)
        return [self.instance(row) for row in self._store.rows(query)]

    def ids(self, wanted: Filter, order: Order, offset: int, limit: int) -> list[str]:
        """The ids of a stretch of the list."""
        query = self._ordered(_T.select(_T.instance_id), wanted, order)
        return [row[0] for row in self._store.rows(query.offset(offset).limit(limit))]

    def row_numbers(self, wanted: Filter, excepted: frozenset[str]) -> dict[str, array[int]]:
        """The store's numbers of all that match, by account; each by expire date, instance id."""
        query = (
            _T.select(_T.id, _T.instance_id, schema.Account.code)
            .join(schema.Account)
            .where(*self._conditions(wanted))
            .order_by(schema.Account.code, _T.expire_date, _T.instance_id)
        )
        found: dict[str, array[int]] = {}
        for row, instance_id, account in self._store.walk(query):
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
        """How many rows stand before an instance in a list."""
        keys = _sort_columns(order.column)
        values = [_sort_value(key, instance) for key in keys]
        before = reduce(or_, _lexically_before(keys, values, descending=order.descending))
        query = self._joined(_T.select(fn.COUNT(_T.id)), order.column)
        return int(self._store.value(query.where(*self._conditions(wanted), before)))

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

    def _in(self, column: Any, values: list[Any]) -> Iterator[Instance]:
        for start in range(0, len(values), IDS_AT_ONCE):
            some = values[start : start + IDS_AT_ONCE]
            for row in self._store.rows(_T.select(*_COLUMNS).where(column.in_(some))):
                yield self.instance(row)

    def _joined(self, query: ModelSelect[Any], column: Sort) -> ModelSelect[Any]:
        table = _JOINED.get(column)
        return query if table is None else query.join(table)

    def _ordered(self, query: ModelSelect[Any], wanted: Filter, order: Order) -> ModelSelect[Any]:
        columns = _sort_columns(order.column)
        directed = [column.desc() if order.descending else column.asc() for column in columns]
        query = self._joined(query, order.column)
        return query.where(*self._conditions(wanted)).order_by(*directed)

    def _conditions(self, wanted: Filter) -> list[Any]:
        catalogue = self.catalogue
        latest = wanted.latest(self._today)
        conditions: list[Any] = []
        if wanted.tabs and len(wanted.tabs) < len(Tab):
            conditions.append(self._on_tabs(wanted.tabs))
        if wanted.status is not None:
            conditions.append(self._of_status(wanted.status))
        for column, codes, numbers in (
            (_T.account, wanted.accounts, catalogue.account_rows()),
            (_T.product, wanted.products, catalogue.product_rows()),
            (_T.room, wanted.rooms, catalogue.room_rows()),
        ):
            if codes:
                conditions.append(column.in_([numbers.get(code, -1) for code in sorted(codes)]))
        if wanted.expires_from:
            conditions.append(_T.expire_date >= wanted.expires_from)
        if latest:
            conditions.append(_T.expire_date <= latest)
        if wanted.search:
            conditions.append(_T.search.contains(wanted.search.casefold()))
        return conditions or [_T.id.is_null(False)]

    def _on_tabs(self, tabs: frozenset[Tab]) -> Any:
        parts: list[Any] = []
        if Tab.EXCLUDED in tabs:
            parts.append((_T.listed == 0) | ~self._retained())
        policies = [tab.value for tab in (Tab.MANUAL, Tab.AUTO) if tab in tabs]
        if policies:
            part = (_T.listed == 1) & self._retained()
            if len(policies) == 1:
                part &= _T.policy == policies[0]
            parts.append(part)
        return reduce(or_, parts)

    def _of_status(self, status: Status) -> Any:
        if status is Status.ACTIVE:
            return _T.expire_date >= self._today
        if status is Status.EXPIRED:
            return (_T.expire_date < self._today) & self._retained()
        return ~self._retained()

    def _retained(self) -> Any:
        """Not released: on or after the earliest floor, and on or after the product's own."""
        floors: dict[date, list[int]] = {}
        for row, product in self.catalogue.products.items():
            floor = self._today - timedelta(days=product.retention_days)
            floors.setdefault(floor, []).append(row)
        earliest = min(floors, default=self._today)
        retained = _T.expire_date >= earliest
        for floor, rows in sorted(floors.items()):
            if floor > earliest:
                retained &= ~((_T.expire_date < floor) & _T.product.in_(rows))
        return retained


_TYPES = {kind.value: kind for kind in Type}
_MODES = {mode.value: mode for mode in BillingMode}
_POLICIES = {policy.value: policy for policy in Policy}
_JOINED = {Sort.ACCOUNT: schema.Account, Sort.PRODUCT: schema.Product, Sort.ROOM: schema.Room}


def _sort_columns(column: Sort) -> list[Any]:
    first: dict[Sort, list[Any]] = {
        Sort.EXPIRE_DATE: [],
        Sort.INSTANCE_ID: [],
        Sort.NAME: [_T.name],
        Sort.ACCOUNT: [schema.Account.code],
        Sort.PRODUCT: [schema.Product.code],
        Sort.ROOM: [schema.Room.code],
        Sort.MONTHLY_PRICE: [_T.monthly_price],
    }
    if column is Sort.INSTANCE_ID:
        return [_T.instance_id]
    return [*first[column], _T.expire_date, _T.instance_id]


def _sort_value(column: Any, instance: Instance) -> Any:
    if column.model is schema.Account:
        return instance.account
    if column.model is schema.Product:
        return instance.product.code
    if column.model is schema.Room:
        return instance.room.code
    return getattr(instance, column.name)


def _lexically_before(columns: list[Any], values: list[Any], *, descending: bool) -> Iterator[Any]:
    equal: Any = None
    for column, value in zip(columns, values, strict=True):
        less = column > value if descending else column < value
        yield less if equal is None else equal & less
        same = column == value
        equal = same if equal is None else equal & same
