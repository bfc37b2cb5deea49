"""Topping up an account: the only way a balance grows here."""

from __future__ import annotations

from typing import TypedDict

from renewal_tui.domain.facts import Account
from renewal_tui.domain.money import MAX_MINOR, format_money
from renewal_tui.errors import Changed, UsageProblem
from renewal_tui.operations import keyed
from renewal_tui.operations.accounts import find_account
from renewal_tui.operations.desk import Desk, Work

ACTION = "top_up"
NOTE_LENGTH = 200


class TopUpDocument(TypedDict):
    """The answer of `account top-up`."""

    operation_key: str
    account: str
    currency: str
    amount: str
    balance_before: str
    balance: str


def check_top_up(balance: int, amount: int, note: str) -> None:
    """Refuse an amount (minor units) or a note that cannot be booked. Raises UsageProblem."""
    if amount <= 0:
        raise UsageProblem("the amount of a top-up must be more than 0.00")
    if balance + amount > MAX_MINOR:
        raise UsageProblem(f"a balance can be {format_money(MAX_MINOR)} at most")
    if len(note) > NOTE_LENGTH:
        raise UsageProblem(f"a note can have {NOTE_LENGTH} characters at most")


def top_up(
    desk: Desk, account: str, amount: int, note: str, key: str, *, shown: Account | None = None
) -> TopUpDocument:
    """Add an amount (minor units) to a balance, with its ledger entry [R28, R30].

    Raises Changed when the account has another balance than was `shown` [R21], UsageProblem,
    KeyConflict, StoreBusy, StoreReadOnly or StoreFull; then nothing is booked.
    """

    def change(work: Work) -> TopUpDocument:
        found = find_account(desk, account)
        if shown is not None and _figures(found) != _figures(shown):
            raise Changed(
                f"the balance of {account} has changed since this was shown; nothing was booked"
            )
        check_top_up(found.balance, amount, note)
        work.books.top_up(account, found.balance, amount, note)
        after = found.balance + amount
        work.trail.add(
            ACTION,
            account,
            {"balance": found.balance},
            {"balance": after, "amount": amount, "note": note},
            key,
        )
        return {
            "operation_key": key,
            "account": account,
            "currency": found.currency,
            "amount": format_money(amount),
            "balance_before": format_money(found.balance),
            "balance": format_money(after),
        }

    answer: TopUpDocument = keyed.once(desk, key, ACTION, [account, amount, note], change)
    return answer


def _figures(account: Account) -> tuple[str, int]:
    return account.currency, account.balance
