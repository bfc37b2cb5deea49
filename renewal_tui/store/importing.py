"""What an import finds in a store and writes to it, in the caller's transaction.

Records go in and come out with the codes of what they refer to; what is written has the columns of
its table by their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple

from renewal_tui.domain.codes import BillingMode, Type
from renewal_tui.domain.records import AccountRecord, InstanceRecord, R, VoucherRecord
from renewal_tui.store import schema
from renewal_tui.store.connection import Store
from renewal_tui.store.sql import Columns, in_parts, marks

INSTANCE_COLUMNS = ", ".join(
    {
        "account": "a.code",
        "product": "p.code",
        "room": "r.code",
        "expire_date": "t.expire_date",
        "anchor_day": "t.anchor_day",
    }.get(field, f"i.{field}")
    for field in InstanceRecord._fields
)
INSTANCE_TABLES = (
    "instance i JOIN term t ON t.id = i.id JOIN account a ON a.id = i.account_id"
    " JOIN product p ON p.id = i.product_id JOIN room r ON r.id = i.room_id"
)
_STORED: dict[type[Any], str] = {
    AccountRecord: (
        "SELECT id, EXISTS (SELECT 1 FROM ledger_entry e WHERE e.account_id = account.id), 0,"
        " code, name, currency, balance FROM account WHERE code IN"
    ),
    InstanceRecord: (
        f"SELECT i.id, t.renewed_here, i.policy_set_here, {INSTANCE_COLUMNS}"  # noqa: S608
        f" FROM {INSTANCE_TABLES} WHERE i.instance_id IN"
    ),
    VoucherRecord: (
        "SELECT v.id, EXISTS (SELECT 1 FROM voucher_use u WHERE u.voucher_id = v.id"
        " AND u.line_id IS NOT NULL), 0,"
        " v.code, a.code, v.amount, v.remaining, v.valid_from, v.expire_date, v.products, v.use"
        " FROM voucher v JOIN account a ON a.id = v.account_id WHERE v.code IN"
    ),
}
"""Number, what has moved here, what was set here, and the record, for a list of keys after it."""


class Stored(NamedTuple, Generic[R]):
    """A record as it is stored under a number, and what the desk has done with it since.

    `moved`: an account's or a voucher's money has moved here, an instance was renewed here;
    `policy_set`: an instance's policy was set here.
    """

    row: int
    record: R
    moved: bool = False
    policy_set: bool = False


def find(store: Store, kind: type[R], keys: Sequence[str]) -> dict[str, Stored[R]]:
    """Accounts, instances or vouchers by their keys; unknown keys are not in the answer."""
    found = {}
    for some in in_parts(keys):
        rows = store.sql(f"{_STORED[kind]} ({marks(len(some))})", some)
        for row, moved, policy_set, key, *values in rows:
            found[key] = Stored(row, kind(key, *values), moved, policy_set)
    return found


_TERM = ("expire_date", "anchor_day")


def add_instances(store: Store, added: Iterable[Columns]) -> None:
    """Write new instances, each with its term: the columns of both, by their names."""
    instances, terms = [], []
    for row, columns in enumerate(added, store.highest("instance") + 1):
        instance = {"id": row, **columns}
        term = {name: instance.pop(name) for name in _TERM}
        instances.append(instance)
        terms.append({"id": row, **term, **{name: instance[name] for name in schema.COPIED}})
    store.insert("instance", instances)
    store.insert("term", [{**term, "renewed_here": False} for term in terms])


def update_instances(store: Store, changes: Iterable[tuple[int, Columns]]) -> None:
    """Write some columns of instances and their terms, each under its number."""
    instances: list[tuple[int, Columns]] = []
    terms: list[tuple[int, Columns]] = []
    for row, columns in changes:
        for table, found in (
            (terms, {name: columns[name] for name in _TERM if name in columns}),
            (instances, {name: columns[name] for name in columns if name not in _TERM}),
        ):
            if found:
                table.append((row, found))
    store.update("term", terms)
    store.update("instance", instances)


def write_discounts(store: Store, row: int, discounts: Mapping[int, int]) -> None:
    """Write the discounts that a product has now, months to percent, and no others."""
    table = schema.Discount
    store.change(table.delete().where(table.product == row))
    offers: list[Columns] = [
        {"product_id": row, "months": months, "percent": percent}
        for months, percent in discounts.items()
    ]
    store.insert("discount", offers)


def list_instances(store: Store, row: int, *, listed: bool) -> int:
    """Put a product's instances on the tabs or take them off [R1]; how many are concerned.

    Those of another type or billing mode are never listed, and stay so.
    """
    table = schema.Instance
    return store.change(
        table.update(listed=listed).where(
            table.product == row,
            table.type == Type.STANDARD.value,
            table.billing_mode == BillingMode.SUBSCRIPTION.value,
        )
    )
