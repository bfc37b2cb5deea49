"""Accounts: a name may change, money that has moved here does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from renewal_tui.operations.fleet_files.rows import AccountRow
from renewal_tui.operations.fleet_merge.merging import Merge, compare
from renewal_tui.store.fleet.accounts import (
    StoredAccount,
    find_accounts,
    insert_accounts,
    update_accounts,
)
from renewal_tui.store.fleet.lookup import next_number


def merge_accounts(merge: Merge, rows: Sequence[AccountRow]) -> None:
    """Add accounts, or write their names, and the balances of those without a ledger [R30]."""
    known = find_accounts(merge.store, [row.account for row in rows])
    number = next_number(merge.store, "account")
    new: list[StoredAccount] = []
    changed: list[StoredAccount] = []
    for row in rows:
        stored = known.get(row.account)
        if stored is not None:
            _compare(merge, row, stored, changed)
            continue
        currency = row.currency or merge.references.currency
        place = number + len(new)
        new.append(StoredAccount(place, row.account, row.name, currency, row.balance, moved=False))
        merge.of(row).new += 1
        merge.references.account_rows[row.account] = place
    if merge.writing:
        insert_accounts(merge.store, new)
        update_accounts(merge.store, changed)


def _compare(
    merge: Merge, row: AccountRow, stored: StoredAccount, changed: list[StoredAccount]
) -> None:
    other_currency = row.currency not in (None, stored.currency)

    def kept(field: str, theirs: Any, ours: Any) -> bool:
        if field == "name":
            return False
        if field == "currency":
            if other_currency:
                merge.differs(row, field, theirs, ours, "a currency never changes")
            return True
        if stored.moved or other_currency:
            why = "money has moved here" if stored.moved else "in another currency"
            merge.differs(row, field, theirs, ours, why)
            return True
        return False

    change = compare(row, stored, ("name", "currency", "balance"), kept)
    if not change.after:
        merge.of(row).unchanged += 1
        return
    changed.append(stored._replace(**change.after))
    merge.changed(row, row.account, change)
