"""`account`, `account top-up` and `vouchers`: what accounts can pay with."""

from __future__ import annotations

from collections.abc import Iterable

import click

from renewal_tui.cli.carry_out import AskingPage, carry_out
from renewal_tui.cli.changing import How, changing
from renewal_tui.cli.groups import group
from renewal_tui.cli.options import account_option, command
from renewal_tui.cli.output import say
from renewal_tui.cli.session import answer, at_desk
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.cli.tables import Column, write_facts, write_table
from renewal_tui.cli.types import MONEY, TEXT
from renewal_tui.domain.facts import Account, Voucher
from renewal_tui.domain.money import show_money
from renewal_tui.domain.text import printable
from renewal_tui.domain.words import counted, money_text
from renewal_tui.operations.accounts import (
    Accounts,
    AccountToday,
    AccountVoucher,
    Vouchers,
    accounts_today,
    vouchers_today,
)
from renewal_tui.operations.outcomes import ToppedUp
from renewal_tui.operations.top_up import TopUp

_VOUCHERS: tuple[Column[AccountVoucher], ...] = (
    Column("Voucher", lambda one: one.voucher.voucher.voucher_id),
    Column("Account", lambda one: one.account),
    Column("Amount", lambda one: show_money(one.voucher.voucher.amount), right=True),
    Column("Remaining", lambda one: show_money(one.voucher.voucher.remaining), right=True),
    Column("Valid from", lambda one: one.voucher.voucher.valid_from or ""),
    Column("Expire date", lambda one: one.voucher.voucher.expire_date),
    Column("Products", lambda one: _products(one.voucher.voucher)),
    Column("Use", lambda one: one.voucher.voucher.use),
    Column("Usable today", lambda one: "yes" if one.voucher.usable else "no"),
)
_ACCOUNTS: tuple[Column[AccountToday], ...] = (
    Column("Account", lambda one: one.account),
    Column("Name", lambda one: one.name),
    Column("Currency", lambda one: one.currency),
    Column("Balance", lambda one: show_money(one.balance), right=True),
    Column("Vouchers", lambda one: len(one.vouchers), right=True),
    Column("Usable today", lambda one: show_money(one.usable), right=True),
)


def _products(voucher: Voucher) -> str:
    return "all" if voucher.products is None else ", ".join(sorted(voucher.products))


@group(
    "account",
    "account acme-prod",
    "account top-up globex-lab 375.00 --yes",
    default="show",
    takes_words=True,
)
def account_group() -> None:
    """Show accounts, and top one up.

    An account's code shows that one with its vouchers; without it, all are shown.
    """


@command("show", "account acme-prod", summary="Show one account, or all (also without `show`).")
@click.argument("account", type=TEXT, required=False, metavar="[A]")
def show_command(state: State, *, account: str | None) -> None:
    """Show one account with its vouchers; without one, all of them."""
    with at_desk(state) as desk:
        found = accounts_today(desk, account)
        if len(found.accounts) == 1:
            answer(state, found.accounts[0], _write_account)
        else:
            answer(state, found, _write_accounts)


def _write_account(found: AccountToday) -> None:
    write_facts(
        [
            ("Account", found.account),
            ("Name", found.name),
            ("Balance", money_text(found.currency, found.balance)),
        ]
    )
    if found.vouchers:
        say("")
        write_table(_VOUCHERS, [AccountVoucher(found.account, one) for one in found.vouchers])


def _write_accounts(found: Accounts) -> None:
    write_table(_ACCOUNTS, found.accounts)
    say(counted(len(found.accounts), "account"))


@command("vouchers", "vouchers --account acme-prod")
@account_option()
def vouchers_command(state: State, *, account: str | None) -> None:
    """List vouchers, the one that expires soonest first in each account."""
    with at_desk(state) as desk:
        answer(state, vouchers_today(desk, account), _write_all_vouchers)


def _write_all_vouchers(found: Vouchers) -> None:
    write_table(_VOUCHERS, found.vouchers)
    say(counted(len(found.vouchers), "voucher"))


@command(
    "top-up",
    'account top-up globex-lab 375.00 --note "bank transfer 4711" --yes',
    summary="Add to an account's balance.",
)
@click.argument("account", type=TEXT, metavar="A")
@click.argument("amount", type=MONEY, metavar="AMOUNT")
@changing()
def top_up_command(state: State, *, account: str, amount: int, how: How) -> ExitStatus:
    """Add to an account's balance. Asks first."""
    return carry_out(state, TopUpPage(TopUp(account, amount)), how)


class TopUpPage(AskingPage[Account, ToppedUp]):
    """A top-up: shows the balance before and afterwards."""

    operation: TopUp

    def preview(self, seen: Account) -> Iterable[str]:
        """The balance as it would be."""
        added = self.operation.amount
        yield _topped_up(seen.code, seen.currency, added, seen.balance, seen.balance + added)

    def question(self, seen: Account) -> str:
        """How much, and whose."""
        return f"Add {money_text(seen.currency, self.operation.amount)} to {seen.code}?"

    def write(self, outcome: ToppedUp) -> None:
        """The balance as it is."""
        say(_topped_up(*outcome[:5]))
        if outcome.ending.dry_run:
            say("a dry run: nothing was changed")


def _topped_up(account: str, currency: str, added: int, before: int, after: int) -> str:
    balance = f"balance {show_money(before)} -> {show_money(after)}"
    return printable(f"{account}: {money_text(currency, added)} added, {balance}")


for one in (show_command, top_up_command):
    account_group.add_command(one)
