"""Balance = opening + ledger; remaining = amount - uses; neither is negative [R30]."""

from __future__ import annotations

from collections.abc import Iterator

from renewal_tui.store.checks.problem import Broken, Problem, Rule, broken
from renewal_tui.store.connection import Store

_WRONG_SIGN = "amount = 0 OR (kind = 'top_up') <> (amount > 0)"
_AMOUNTS = (
    ("account", "'account ' || code", "opening", "FALSE"),
    ("account", "'account ' || code", "balance", "FALSE"),
    ("voucher", "'voucher ' || code", "amount", "FALSE"),
    ("voucher", "'voucher ' || code", "remaining", "FALSE"),
    ("voucher_use", "'voucher use ' || id", "amount", "amount <= 0"),
    ("ledger_entry", "'ledger entry ' || id", "amount", _WRONG_SIGN),
    ("orders", "'order ' || id", "total", "total < 0"),
    ("instance", "'instance ' || instance_id", "monthly_price", "monthly_price < 0"),
)
"""Table, row, column, and which whole numbers cannot be an amount there."""

_AMOUNT = "SELECT {} AS name, {} AS value FROM {} WHERE {} OR {}"
_BALANCE = Rule(
    Broken.BALANCE_MISMATCH,
    "account {code}: balance {balance:money}, opening + ledger is {expected:money}",
    """
SELECT code, balance, expected FROM (
  SELECT a.code, a.balance, a.opening + COALESCE(SUM(l.amount), 0) AS expected
  FROM account a LEFT JOIN ledger_entry l ON l.account_id = a.id
  GROUP BY a.id, a.code, a.balance, a.opening
) sums WHERE balance <> expected OR balance < 0 ORDER BY code""",
)
_ENTRY = Rule(
    Broken.LEDGER_RUNNING_BALANCE,
    "ledger entry {id} of account {code}: balance after it {balance_after:money}, "
    "opening + ledger up to it is {expected:money}",
    """
SELECT code, id, balance_after, expected FROM (
  SELECT a.code, l.id, l.balance_after,
    a.opening + SUM(l.amount) OVER (PARTITION BY l.account_id ORDER BY l.id) AS expected
  FROM ledger_entry l JOIN account a ON a.id = l.account_id
) sums WHERE balance_after <> expected ORDER BY id""",
)
_VOUCHER = Rule(
    Broken.VOUCHER_MISMATCH,
    "voucher {code}: remaining {remaining:money} of {amount:money}, "
    "amount - uses is {expected:money}",
    """
SELECT code, amount, remaining, expected FROM (
  SELECT v.code, v.amount, v.remaining, v.amount - COALESCE(SUM(u.amount), 0) AS expected
  FROM voucher v LEFT JOIN voucher_use u ON u.voucher_id = v.id
  GROUP BY v.id, v.code, v.amount, v.remaining
) sums WHERE remaining <> expected OR remaining < 0 OR remaining > amount ORDER BY code""",
)


def amounts(store: Store) -> Iterator[Problem]:
    """Amounts are whole numbers of minor units, with the sign that they must have."""
    wrong = store.engine.dialect.no_whole_number
    for table, row, column, other in _AMOUNTS:
        statement = _AMOUNT.format(row, column, table, wrong(column), other)
        sentence = f"{{name}}: {column} cannot be {{value!r}}"
        yield from broken(store, Rule(Broken.BAD_AMOUNT, sentence, statement))


def balances(store: Store) -> Iterator[Problem]:
    """Each balance is opening + sum of its ledger, each entry's running balance too."""
    return broken(store, _BALANCE, _ENTRY)


def vouchers(store: Store) -> Iterator[Problem]:
    """Each voucher's remaining is amount - sum of its uses, between 0 and the amount."""
    return broken(store, _VOUCHER)
