"""Accounts: their names, and the balances that they came with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from renewal_tui.store.connection import Store
from renewal_tui.store.fleet.lookup import rows_named

_SELECT = (
    "SELECT id, code, name, currency, balance,"
    " EXISTS (SELECT 1 FROM ledger_entry e WHERE e.account_id = account.id)"
    " FROM account WHERE code IN"
)
_INSERT = (
    "INSERT INTO account (id, code, name, currency, opening, balance) VALUES (?, ?, ?, ?, ?, ?)"
)
_NAME = "UPDATE account SET name = ? WHERE id = ?"
_BALANCE = (
    "UPDATE account SET opening = ?, balance = ? WHERE id = ?"
    " AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.account_id = account.id)"
)


class StoredAccount(NamedTuple):
    """An account as it is stored; `moved` when its ledger has entries [R30]."""

    row: int
    code: str
    name: str
    currency: str
    balance: int
    moved: bool


def find_accounts(store: Store, codes: Sequence[str]) -> dict[str, StoredAccount]:
    """Accounts by their codes; unknown codes are not in the answer."""
    return {row[1]: StoredAccount(*row) for row in rows_named(store, _SELECT, codes)}


def insert_accounts(store: Store, accounts: Sequence[StoredAccount]) -> None:
    """Write new accounts; the balance that they come with is their opening [R30]."""
    store.many(
        _INSERT,
        [(one.row, one.code, one.name, one.currency, one.balance, one.balance) for one in accounts],
    )


def update_accounts(store: Store, accounts: Sequence[StoredAccount]) -> None:
    """Write what accounts are now; the balance of one that has moved stays as it is."""
    store.many(_NAME, [(one.name, one.row) for one in accounts])
    fresh = [(one.balance, one.balance, one.row) for one in accounts if not one.moved]
    store.many(_BALANCE, fresh)
