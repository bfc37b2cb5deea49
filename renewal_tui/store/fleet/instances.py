"""Instances: new ones, and what describes those that are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from renewal_tui.store.connection import Store
from renewal_tui.store.fleet.lookup import rows_named

_SELECT = (
    "SELECT i.id, i.renewed_here, i.policy_set_here, i.instance_id, i.name, a.code, p.code, r.code,"
    " i.type, i.billing_mode, i.expire_date, i.anchor_day, i.policy, i.auto_months, i.monthly_price"
    " FROM instance i JOIN account a ON a.id = i.account_id JOIN product p ON p.id = i.product_id"
    " JOIN room r ON r.id = i.room_id WHERE i.instance_id IN"
)
_INSERT = (
    "INSERT INTO instance (instance_id, name, search, account_id, product_id, room_id, type,"
    " billing_mode, expire_date, anchor_day, policy, auto_months, monthly_price, listed,"
    " renewed_here, policy_set_here) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)"
)
_UPDATE = (
    "UPDATE instance SET name = ?, search = ?, product_id = ?, room_id = ?, type = ?,"
    " billing_mode = ?, expire_date = ?, anchor_day = ?, policy = ?, auto_months = ?,"
    " monthly_price = ?, listed = ? WHERE id = ?"
)


class StoredInstance(NamedTuple):
    """An instance as it is stored, with the codes of what it refers to.

    From `instance_id` on the fields are those of a file's columns, in their order.
    """

    row: int
    renewed_here: bool
    policy_set_here: bool
    instance_id: str
    name: str
    account: str
    product: str
    room: str
    type: str
    billing_mode: str
    expire_date: str
    anchor_day: int
    policy: str
    auto_months: int
    monthly_price: int


class InstanceValues(NamedTuple):
    """A new instance as the store keeps it: numbers for what it refers to."""

    instance_id: str
    name: str
    search: str
    account: int
    product: int
    room: int
    type: str
    billing_mode: str
    expire_date: str
    anchor_day: int
    policy: str
    auto_months: int
    monthly_price: int
    listed: bool


def find_instances(store: Store, ids: Sequence[str]) -> dict[str, StoredInstance]:
    """Instances by their ids; unknown ids are not in the answer."""
    return {row[3]: StoredInstance(*row) for row in rows_named(store, _SELECT, ids)}


def insert_instances(store: Store, instances: Iterable[Sequence[Any]]) -> None:
    """Write new instances, each the fields of InstanceValues."""
    store.many(_INSERT, instances)


def update_instances(store: Store, instances: Iterable[tuple[InstanceValues, int]]) -> None:
    """Write what describes instances, by their numbers; an account is never changed."""
    store.many(
        _UPDATE,
        [(*one[1:3], *one[4:], row) for one, row in instances],
    )
