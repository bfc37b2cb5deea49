"""Balances, ledger and vouchers against the sums of what moved them [R30]; in minor units."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renewal_tui.store.connection import Store


class WrongBalance(NamedTuple):
    """An account whose balance is not opening + ledger, or is below zero."""

    account: str
    balance: int
    expected: int


class WrongEntry(NamedTuple):
    """A ledger entry whose running balance is not that of the entries up to it."""

    account: str
    entry: int
    balance_after: int
    expected: int


class WrongVoucher(NamedTuple):
    """A voucher whose remaining amount is not amount - uses, or is outside 0 to amount."""

    voucher: str
    amount: int
    remaining: int
    expected: int


class WrongAmount(NamedTuple):
    """A value that cannot be an amount where one must be; `row` names its row."""

    row: str
    column: str
    value: object


_BALANCES = """
SELECT code, balance, expected FROM (
  SELECT a.code, a.balance, a.opening + COALESCE(SUM(l.amount), 0) AS expected
  FROM account a LEFT JOIN ledger_entry l ON l.account_id = a.id
  GROUP BY a.id, a.code, a.balance, a.opening
) sums WHERE balance <> expected OR balance < 0 ORDER BY code
"""
_ENTRIES = """
SELECT code, id, balance_after, expected FROM (
  SELECT a.code, l.id, l.balance_after,
    a.opening + SUM(l.amount) OVER (PARTITION BY l.account_id ORDER BY l.id) AS expected
  FROM ledger_entry l JOIN account a ON a.id = l.account_id
) sums WHERE balance_after <> expected ORDER BY id
"""
_VOUCHERS = """
SELECT code, amount, remaining, expected FROM (
  SELECT v.code, v.amount, v.remaining, v.amount - COALESCE(SUM(u.amount), 0) AS expected
  FROM voucher v LEFT JOIN voucher_use u ON u.voucher_id = v.id
  GROUP BY v.id, v.code, v.amount, v.remaining
) sums WHERE remaining <> expected OR remaining < 0 OR remaining > amount ORDER BY code
"""
_AMOUNTS = (
    ("account", "'account ' || code", "opening", "FALSE"),
    ("account", "'account ' || code", "balance", "FALSE"),
    ("voucher", "'voucher ' || code", "amount", "FALSE"),
    ("voucher", "'voucher ' || code", "remaining", "FALSE"),
    ("voucher_use", "'voucher use ' || id", "amount", "amount <= 0"),
    (
        "ledger_entry",
        "'ledger entry ' || id",
        "amount",
        "amount = 0 OR (kind = 'top_up') <> (amount > 0)",
    ),
    ("orders", "'order ' || id", "total", "total < 0"),
    ("instance", "'instance ' || instance_id", "monthly_price", "monthly_price < 0"),
)
"""Table, row, column, and which whole numbers cannot be an amount there."""


def wrong_balances(store: Store) -> Iterator[WrongBalance]:
    """Accounts with balance <> opening + sum of the ledger, or below zero."""
    return (WrongBalance(*row) for row in store.walk_sql(_BALANCES))


def wrong_entries(store: Store) -> Iterator[WrongEntry]:
    """Ledger entries with a wrong running balance."""
    return (WrongEntry(*row) for row in store.walk_sql(_ENTRIES))


def wrong_vouchers(store: Store) -> Iterator[WrongVoucher]:
    """Vouchers with remaining <> amount - sum of the uses, or out of range."""
    return (WrongVoucher(*row) for row in store.walk_sql(_VOUCHERS))


def wrong_amounts(store: Store) -> Iterator[WrongAmount]:
    """Amounts that are not whole numbers of minor units, or have the wrong sign."""
    wrong = store.engine.dialect.no_whole_number
    text = " UNION ALL ".join(
        f"SELECT {row}, '{column}', {column} FROM {table} WHERE {wrong(column)} OR {other}"  # noqa: S608
        for table, row, column, other in _AMOUNTS
    )
    return (WrongAmount(*row) for row in store.walk_sql(text))
