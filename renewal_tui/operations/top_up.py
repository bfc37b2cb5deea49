"""Topping up an account: the only way a balance grows here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from renewal_tui.domain.facts import Account
from renewal_tui.domain.money import MAX_MINOR, format_money
from renewal_tui.errors import UsageProblem
from renewal_tui.operations.accounts import find_account
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution import OneStep, Work
from renewal_tui.operations.outcomes import ToppedUp


@dataclass(frozen=True)
class TopUp(OneStep[Account, ToppedUp]):
    """Add an amount (minor units) to an account's balance."""

    account: str
    amount: int
    action = "top_up"
    outcome = ToppedUp
    by_people = True

    def request(self) -> Any:
        """The request as plain values, to recognise it by [R29]."""
        return [self.account, self.amount]

    def look(self, desk: Desk) -> Account:
        """The account as it is. Raises UsageProblem where the amount cannot be booked."""
        found = find_account(desk, self.account)
        check_top_up(found.balance, self.amount)
        return found

    def figures(self, plan: Account) -> object:
        """The balance that it is added to."""
        return plan

    def planned(self, _desk: Desk, plan: Account) -> ToppedUp:
        """The balance as it would be."""
        after = plan.balance + self.amount
        return ToppedUp(plan.code, plan.currency, self.amount, plan.balance, after)

    def write(self, work: Work, plan: Account) -> None:
        """Add to the balance, with its ledger entry [R28, R30]."""
        work.books.top_up(plan.code, plan.balance, self.amount)
        after = {"balance": plan.balance + self.amount, "amount": self.amount}
        work.record(self.action, plan.code, {"balance": plan.balance}, after)


def check_top_up(balance: int, amount: int) -> None:
    """Refuse an amount (minor units) that cannot be booked. Raises UsageProblem."""
    if amount <= 0:
        raise UsageProblem("the amount of a top-up must be more than 0.00")
    if balance + amount > MAX_MINOR:
        raise UsageProblem(f"a balance can be {format_money(MAX_MINOR)} at most")
