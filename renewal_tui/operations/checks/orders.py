"""Orders add up, and what paid for them is theirs [R19, R30]."""

from __future__ import annotations

from collections.abc import Iterator

from renewal_tui.operations.checks.problem import Broken, Problem, amount
from renewal_tui.store.checking import orders
from renewal_tui.store.connection import Store


def totals(store: Store) -> Iterator[Problem]:
    """Total = sum of the lines' payable = vouchers' part + balance's part."""
    for one in orders.wrong_totals(store):
        if not one.lines:
            yield Problem(Broken.ORDER_TOTAL, f"order {one.order}: has no lines")
            continue
        detail = (
            f"order {one.order}: total {amount(one.total)}, "
            f"its {one.lines} lines come to {amount(one.expected)}"
        )
        yield Problem(Broken.ORDER_TOTAL, detail)
    for split in orders.wrong_splits(store):
        detail = (
            f"order {split.order}: total {amount(split.total)}, vouchers "
            f"{amount(split.voucher_total)} (used {amount(split.uses)}), "
            f"balance {amount(split.balance_total)}"
        )
        yield Problem(Broken.ORDER_UNBALANCED, detail)


def payments(store: Store) -> Iterator[Problem]:
    """One ledger entry for what the balance paid of a paid order, none for any other."""
    for one in orders.wrong_payments(store):
        owed = amount(one.balance_total if one.status == "paid" else 0)
        detail = (
            f"order {one.order} ({one.status}): {owed} of the balance to pay, "
            f"{one.entries} ledger entries of {amount(one.amount)}"
        )
        yield Problem(Broken.ORDER_PAYMENT, detail)


def voucher_uses(store: Store) -> Iterator[Problem]:
    """Vouchers pay for lines of paid orders, and no more than a line costs."""
    for one in orders.wrong_uses(store):
        detail = (
            f"order {one.order} ({one.status}): line {one.line} costs {amount(one.payable)}, "
            f"vouchers paid {amount(one.used)}"
        )
        yield Problem(Broken.VOUCHER_USE, detail)


def owners(store: Store) -> Iterator[Problem]:
    """An order is paid by its own account's balance and vouchers."""
    for one in orders.wrong_accounts(store):
        detail = f"order {one.order} of account {one.account}: {one.paid_by} is of {one.owner}"
        yield Problem(Broken.ACCOUNT_MISMATCH, detail)


def states(store: Store) -> Iterator[Problem]:
    """An order is unpaid, or paid or cancelled at some time."""
    for one in orders.wrong_closings(store):
        when = f"closed at {one.closed_at}" if one.closed_at else "not closed"
        yield Problem(Broken.ORDER_STATE, f"order {one.order}: {one.status}, but {when}")
