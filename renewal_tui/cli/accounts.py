"""`account`, `account top-up` and `vouchers`: what accounts can pay with."""

from __future__ import annotations

from collections.abc import Iterable

import click

from renewal_tui.cli.answer import answer
from renewal_tui.cli.groups import DefaultGroup
from renewal_tui.cli.options import HELP, account_option, command, common
from renewal_tui.cli.output import say
from renewal_tui.cli.session import at_desk
from renewal_tui.cli.state import PROGRAM, State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.tables import Column, write_facts, write_table
from renewal_tui.cli.top_up import top_up_command
from renewal_tui.cli.types import TEXT
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import counted, money_text
from renewal_tui.operations.accounts import (
    Accounts,
    AccountToday,
    AccountVoucher,
    Vouchers,
    accounts_today,
    vouchers_today,
)

_VOUCHER_COLUMNS = (
    Column("Voucher"),
    Column("Account"),
    Column("Amount", right=True),
    Column("Remaining", right=True),
    Column("Valid from"),
    Column("Expire date"),
    Column("Products"),
    Column("Use"),
    Column("Usable today"),
)


@click.group(
    "account",
    cls=DefaultGroup,
    default="show",
    takes_words=True,
    epilog=f"\b\nExample: {PROGRAM} account acme-prod\n"
    f"Example: {PROGRAM} account top-up globex-lab 375.00 --yes",
    context_settings=HELP,
)
@common
def account_group() -> None:
    """Show accounts, and top one up.

    An account's code shows that one with its vouchers; without it, all are shown.
    """


@command("show", "account acme-prod", summary="Show one account, or all (also without `show`).")
@click.argument("account", type=TEXT, required=False, metavar="[A]")
@click.pass_obj
def show_command(state: State, *, account: str | None) -> ExitStatus:
    """Show one account with its vouchers; without one, all of them."""
    with at_desk(state) as desk:
        found = accounts_today(desk, account)
        if len(found.accounts) == 1:
            answer(state, found.accounts[0], _write_account)
        else:
            answer(state, found, _write_accounts)
    return ExitStatus.DONE


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
        _write_vouchers(AccountVoucher(found.account, one) for one in found.vouchers)


def _write_accounts(found: Accounts) -> None:
    columns = (
        Column("Account"),
        Column("Name"),
        Column("Currency"),
        Column("Balance", right=True),
        Column("Vouchers", right=True),
        Column("Usable today", right=True),
    )
    rows = (
        (
            *one[:3],
            show_money(one.balance),
            len(one.vouchers),
            show_money(sum(two.voucher.remaining for two in one.vouchers if two.usable)),
        )
        for one in found.accounts
    )
    write_table(columns, rows)
    say(counted(len(found.accounts), "account"))


@command("vouchers", "vouchers --account acme-prod")
@account_option()
@click.pass_obj
def vouchers_command(state: State, *, account: str | None) -> ExitStatus:
    """List vouchers, the one that expires soonest first in each account."""
    with at_desk(state) as desk:
        answer(state, vouchers_today(desk, account), _write_all_vouchers)
    return ExitStatus.DONE


def _write_all_vouchers(found: Vouchers) -> None:
    _write_vouchers(found.vouchers)
    say(counted(len(found.vouchers), "voucher"))


def _write_vouchers(found: Iterable[AccountVoucher]) -> None:
    rows = (
        (
            voucher.voucher_id,
            account,
            show_money(voucher.amount),
            show_money(voucher.remaining),
            voucher.valid_from or "",
            voucher.expire_date,
            "all" if voucher.products is None else ", ".join(sorted(voucher.products)),
            voucher.use,
            "yes" if usable else "no",
        )
        for account, (voucher, usable) in found
    )
    write_table(_VOUCHER_COLUMNS, rows)


for one in (show_command, top_up_command):
    account_group.add_command(one)
