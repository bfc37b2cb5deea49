"""`account`, `account top-up` and `vouchers`: what accounts can pay with."""

from __future__ import annotations

import click

from renewal_tui.cli.groups import DefaultGroup
from renewal_tui.cli.options import HELP, account_option, command, common
from renewal_tui.cli.output import document, say
from renewal_tui.cli.session import at_desk
from renewal_tui.cli.state import PROGRAM, State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.tables import Column, write_facts, write_table
from renewal_tui.cli.top_up import top_up_command
from renewal_tui.cli.types import Text
from renewal_tui.cli.wording import counted
from renewal_tui.domain.money import parse_money, show_money
from renewal_tui.operations.accounts import (
    AccountDocument,
    VoucherDocument,
    account_document,
    find_account,
    list_accounts,
    voucher_document,
    vouchers_of,
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
@click.argument("account", type=Text(), required=False, metavar="[A]")
@click.pass_obj
def show_command(state: State, *, account: str | None) -> ExitStatus:
    """Show one account with its vouchers; without one, all of them."""
    with at_desk(state) as desk:
        codes = [one.code for one in list_accounts(desk)] if account is None else [account]
        # Each account is seen at a moment of its own: all of them at once would take too long.
        found = [account_document(desk, code) for code in codes]
        one = len(found) == 1
        if state.json:
            document(found[0] if one else {"accounts": found})
        elif one:
            _write_account(found[0])
        else:
            _write_accounts(found)
    return ExitStatus.DONE


def _write_account(found: AccountDocument) -> None:
    balance = show_money(parse_money(found["balance"]))
    write_facts(
        [
            ("Account", found["account"]),
            ("Name", found["name"]),
            ("Balance", f"{found['currency']} {balance}"),
        ]
    )
    if found["vouchers"]:
        say("")
        _write_vouchers([(found["account"], voucher) for voucher in found["vouchers"]])


def _write_accounts(found: list[AccountDocument]) -> None:
    columns = (
        Column("Account"),
        Column("Name"),
        Column("Currency"),
        Column("Balance", right=True),
        Column("Vouchers", right=True),
        Column("Usable today", right=True),
    )
    rows = []
    for one in found:
        usable = [
            parse_money(voucher["remaining"]) for voucher in one["vouchers"] if voucher["usable"]
        ]
        rows.append(
            (
                one["account"],
                one["name"],
                one["currency"],
                show_money(parse_money(one["balance"])),
                len(one["vouchers"]),
                show_money(sum(usable)),
            )
        )
    write_table(columns, rows)
    say(counted(len(found), "account"))


@command("vouchers", "vouchers --account acme-prod")
@account_option()
@click.pass_obj
def vouchers_command(state: State, *, account: str | None) -> ExitStatus:
    """List vouchers, the one that expires soonest first in each account."""
    with at_desk(state) as desk:
        if account is not None:
            find_account(desk, account)
        codes = [account] if account is not None else [one.code for one in list_accounts(desk)]
        today = desk.today()
        found = [
            (code, voucher_document(voucher, today))
            for code in codes
            for voucher in vouchers_of(desk, code)
        ]
        if state.json:
            document({"vouchers": [{"account": code, **voucher} for code, voucher in found]})
        else:
            _write_vouchers(found)
            say(counted(len(found), "voucher"))
    return ExitStatus.DONE


def _write_vouchers(found: list[tuple[str, VoucherDocument]]) -> None:
    rows = (
        (
            voucher["voucher_id"],
            account,
            show_money(parse_money(voucher["amount"])),
            show_money(parse_money(voucher["remaining"])),
            voucher["valid_from"] or "",
            voucher["expire_date"],
            "all" if voucher["products"] == ["*"] else ", ".join(voucher["products"]),
            voucher["use"],
            "yes" if voucher["usable"] else "no",
        )
        for account, voucher in found
    )
    write_table(_VOUCHER_COLUMNS, rows)


for one in (show_command, top_up_command):
    account_group.add_command(one)
