"""Balance = opening + ledger; remaining = amount - uses; neither is negative [R30]."""

from __future__ import annotations

from collections.abc import Iterator

from renewal_tui.operations.checks.problem import Broken, Problem, amount
from renewal_tui.store.checking import money
from renewal_tui.store.connection import Store


def amounts(store: Store) -> Iterator[Problem]:
    """Amounts are whole numbers of minor units, with the sign that they must have."""
    for one in money.wrong_amounts(store):
        detail = f"{one.row}: {one.column} cannot be {one.value!r}"
        yield Problem(Broken.BAD_AMOUNT, detail)


def balances(store: Store) -> Iterator[Problem]:
    """Each balance is opening + sum of its ledger, each entry's running balance too."""
    for one in money.wrong_balances(store):
        detail = (
            f"account {one.account}: balance {amount(one.balance)}, "
            f"opening + ledger is {amount(one.expected)}"
        )
        yield Problem(Broken.BALANCE_MISMATCH, detail)
    for entry in money.wrong_entries(store):
        detail = (
            f"ledger entry {entry.entry} of account {entry.account}: balance after it "
            f"{amount(entry.balance_after)}, opening + ledger up to it is {amount(entry.expected)}"
        )
        yield Problem(Broken.LEDGER_RUNNING_BALANCE, detail)


def vouchers(store: Store) -> Iterator[Problem]:
    """Each voucher's remaining is amount - sum of its uses, between 0 and the amount."""
    for one in money.wrong_vouchers(store):
        detail = (
            f"voucher {one.voucher}: remaining {amount(one.remaining)} of {amount(one.amount)}, "
            f"amount - uses is {amount(one.expected)}"
        )
        yield Problem(Broken.VOUCHER_MISMATCH, detail)
