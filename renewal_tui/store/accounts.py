"""Accounts with their balances."""

from __future__ import annotations

from renewal_tui.domain.facts import Account
from renewal_tui.store import schema
from renewal_tui.store.connection import Store
from renewal_tui.store.sql import exact_sum, summed


def read_accounts(store: Store, codes: frozenset[str] | None = None) -> dict[str, Account]:
    """The accounts by code, in the order of their codes; all of them when `codes` is None.

    In a transaction that writes nobody else moves their money until it ends. Their vouchers are
    read after them, so that those are as certain.
    """
    table = schema.Account
    query = table.select(table.code, table.name, table.currency, table.balance)
    if codes is not None:
        query = query.where(table.code.in_(sorted(codes)))
    query = store.engine.locked(query.order_by(table.code))
    return {row[0]: Account(*row) for row in store.rows(query)}


def read_balances(store: Store) -> list[tuple[str, int, int]]:
    """How many accounts there are of each currency, and their balances together (minor units)."""
    text = f"SELECT currency, COUNT(*), {exact_sum('balance')} FROM account GROUP BY currency"  # noqa: S608
    return [(str(row[0]), int(row[1]), summed(*row[2:])) for row in store.sql(text)]
