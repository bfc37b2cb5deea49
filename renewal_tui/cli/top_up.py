"""`account top-up`: the only way a balance grows here."""

from __future__ import annotations

from collections.abc import Iterable

import click

from renewal_tui.cli.carry_out import Page, carry_out
from renewal_tui.cli.how import How, changing
from renewal_tui.cli.options import command
from renewal_tui.cli.output import say
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.types import MONEY, TEXT
from renewal_tui.domain.facts import Account
from renewal_tui.domain.money import show_money
from renewal_tui.domain.text import printable
from renewal_tui.domain.words import money_text
from renewal_tui.operations.outcomes import ToppedUp
from renewal_tui.operations.top_up import TopUp


@command(
    "top-up",
    'account top-up globex-lab 375.00 --note "bank transfer 4711" --yes',
    summary="Add to an account's balance.",
)
@click.argument("account", type=TEXT, metavar="A")
@click.argument("amount", type=MONEY, metavar="AMOUNT")
@click.option("--note", "remark", type=TEXT, default="", metavar="T", help="Kept in the ledger.")
@changing()
@click.pass_obj
def top_up_command(state: State, *, account: str, amount: int, remark: str, how: How) -> ExitStatus:
    """Add to an account's balance. Asks first."""
    return carry_out(state, TopUpPage(TopUp(account, amount, remark)), how)


class TopUpPage(Page[Account, ToppedUp]):
    """A top-up: shows the balance before and afterwards."""

    def __init__(self, top_up: TopUp) -> None:
        super().__init__(top_up)
        self._amount = top_up.amount

    def preview(self, seen: Account) -> Iterable[str]:
        """The balance as it would be."""
        after = seen.balance + self._amount
        yield _line(seen.code, seen.currency, self._amount, seen.balance, after)

    def question(self, seen: Account) -> str:
        """How much, and whose."""
        return f"Add {money_text(seen.currency, self._amount)} to {seen.code}?"

    def write(self, outcome: ToppedUp) -> None:
        """The balance as it is."""
        say(_line(*outcome[:5]))
        if outcome.ending.dry_run:
            say("a dry run: nothing was changed")


def _line(account: str, currency: str, added: int, before: int, after: int) -> str:
    balance = f"balance {show_money(before)} -> {show_money(after)}"
    return printable(f"{account}: {money_text(currency, added)} added, {balance}")
