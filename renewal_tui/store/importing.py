"""What an import finds in a store and writes to it, in the caller's transaction.

Records go in and come out with the codes of what they refer to; what is written has the columns of
its table by their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, Literal, NamedTuple

from renewal_tui.domain.codes import BillingMode, Type
from renewal_tui.domain.records import AccountRecord, InstanceRecord, R, VoucherRecord
from renewal_tui.store import schema
from renewal_tui.store.connection import Store
from renewal_tui.store.instances import IDS_AT_ONCE
from renewal_tui.store.sql import insert_into, marks

Table = Literal["account", "discount", "instance", "product", "room", "voucher", "voucher_use"]
Columns = dict[str, object]
"""Values of a row by the names of their columns, in the same order for each row of a table."""

_ACCOUNTS = (
    "SELECT id, EXISTS (SELECT 1 FROM ledger_entry e WHERE e.account_id = account.id), 0,"
    " code, name, currency, balance FROM account WHERE code IN"
)
_INSTANCES = (
    "SELECT i.id, i.renewed_here, i.policy_set_here, i.instance_id, i.name, a.code, p.code, r.code,"
    " i.type, i.billing_mode, i.expire_date, i.anchor_day, i.policy, i.auto_months, i.monthly_price"
    " FROM instance i JOIN account a ON a.id = i.account_id JOIN product p ON p.id = i.product_id"
    " JOIN room r ON r.id = i.room_id WHERE i.instance_id IN"
)
_VOUCHERS = (
    "SELECT v.id, EXISTS (SELECT 1 FROM voucher_use u WHERE u.voucher_id = v.id"
    " AND u.line_id IS NOT NULL), 0,"
    " v.code, a.code, v.amount, v.remaining, v.valid_from, v.expire_date, v.products, v.use"
    " FROM voucher v JOIN account a ON a.id = v.account_id WHERE v.code IN"
)


class Stored(NamedTuple, Generic[R]):
    """A record as it is stored under a number, and what the desk has done with it since.

    `moved`: an account's or a voucher's money has moved here, an instance was renewed here;
    `policy_set`: an instance's policy was set here.
    """

    row: int
    record: R
    moved: bool = False
    policy_set: bool = False


def find_accounts(store: Store, codes: Sequence[str]) -> dict[str, Stored[AccountRecord]]:
    """Accounts by their codes; unknown codes are not in the answer, here and below."""
    return _find(store, AccountRecord, _ACCOUNTS, codes)


def find_instances(store: Store, ids: Sequence[str]) -> dict[str, Stored[InstanceRecord]]:
    """Instances by their ids."""
    return _find(store, InstanceRecord, _INSTANCES, ids)


def find_vouchers(store: Store, ids: Sequence[str]) -> dict[str, Stored[VoucherRecord]]:
    """Vouchers by their ids."""
    return _find(store, VoucherRecord, _VOUCHERS, ids)


def _find(store: Store, kind: type[R], text: str, keys: Sequence[str]) -> dict[str, Stored[R]]:
    """What a statement finds for keys; it ends with `IN`, and the list is put after."""
    found = {}
    for start in range(0, len(keys), IDS_AT_ONCE):
        some = keys[start : start + IDS_AT_ONCE]
        rows = store.sql(f"{text} ({marks(len(some))})", some)
        for row, moved, policy_set, key, *values in rows:
            found[key] = Stored(row, kind(key, *values), moved, policy_set)
    return found


def next_number(store: Store, table: Table) -> int:
    """The number that a table's next row may have; only inside the write lock is it still free."""
    return int(store.sql(f"SELECT MAX(id) FROM {table}")[0][0] or 0) + 1  # noqa: S608


def insert(store: Store, table: Table, rows: Sequence[Columns]) -> None:
    """Write new rows."""
    if rows:
        text = insert_into(table, ", ".join(rows[0]))
        store.many(text, map(tuple, map(dict.values, rows)))


def update(store: Store, table: Table, changes: Iterable[tuple[int, Columns]]) -> None:
    """Write some columns of rows, each under its number."""
    alike: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
    for row, columns in changes:
        alike.setdefault(tuple(columns), []).append((*columns.values(), row))
    for names, rows in alike.items():
        told = ", ".join(f"{name} = %s" for name in names)
        store.many(f"UPDATE {table} SET {told} WHERE id = %s", rows)  # noqa: S608


def write_discounts(store: Store, row: int, discounts: Mapping[int, int]) -> None:
    """Write the discounts that a product has now, months to percent, and no others."""
    table = schema.Discount
    store.change(table.delete().where(table.product == row))
    offers: list[Columns] = [
        {"product_id": row, "months": months, "percent": percent}
        for months, percent in discounts.items()
    ]
    insert(store, "discount", offers)


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


def has_instances(store: Store) -> bool:
    """Whether there is any instance."""
    return bool(store.sql("SELECT 1 FROM instance LIMIT 1"))
