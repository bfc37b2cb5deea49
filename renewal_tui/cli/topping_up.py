"""`account top-up`: the only way a balance grows here."""

from __future__ import annotations

from typing import Any

import click

from renewal_tui.cli.asking import confirm, require_voice
from renewal_tui.cli.changing import answer, changing_desk, key_of
from renewal_tui.cli.keys import how_far, key_option
from renewal_tui.cli.options import command, dry_run_option, yes_option
from renewal_tui.cli.output import document, note, say
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.types import Money, Text
from renewal_tui.cli.watching import Batch
from renewal_tui.domain.facts import Account
from renewal_tui.domain.money import format_money, parse_money, show_money
from renewal_tui.domain.text import printable
from renewal_tui.errors import Changed
from renewal_tui.operations import top_up
from renewal_tui.operations.accounts import find_account


@command(
    "top-up",
    'account top-up globex-lab 375.00 --note "bank transfer 4711" --yes',
    summary="Add to an account's balance.",
)
@click.argument("account", type=Text(), metavar="A")
@click.argument("amount", type=Money(), metavar="AMOUNT")
@click.option("--note", "remark", type=Text(), default="", metavar="T", help="Kept in the ledger.")
@dry_run_option()
@key_option()
@yes_option()
@click.pass_obj
def top_up_command(
    state: State,
    *,
    account: str,
    amount: int,
    remark: str,
    dry_run: bool,
    key: str | None,
    yes: bool,
) -> ExitStatus:
    """Add to an account's balance. Asks first."""
    if not dry_run:
        require_voice(yes=yes)
    with changing_desk(state, dry_run=dry_run) as desk:
        before = find_account(desk, account)
        if dry_run:
            top_up.check_top_up(before.balance, amount, remark)
            _write(state, _planned(before, amount, key))
            return ExitStatus.DONE
        chosen, shown = key_of(state, key), None
        if how_far(desk, chosen, top_up.ACTION, [account, amount, remark]) is None:
            top_up.check_top_up(before.balance, amount, remark)
            if not yes:
                shown = before
                note(_line(_planned(before, amount, chosen)))
                confirm(f"Add {before.currency} {show_money(amount)} to {account}?")
        try:
            with Batch():
                done = top_up.top_up(desk, account, amount, remark, chosen, shown=shown)
        except Changed:
            _tell_figures(state, find_account(desk, account), amount)
            raise
        found = {**done, "dry_run": False}
        answer(state, desk, chosen, found, lambda: say(_line(found)))
    return ExitStatus.DONE


def _planned(before: Account, amount: int, key: str | None) -> dict[str, Any]:
    return {
        "operation_key": key,
        "account": before.code,
        "currency": before.currency,
        "amount": format_money(amount),
        "balance_before": format_money(before.balance),
        "balance": format_money(before.balance + amount),
        "dry_run": True,
    }


def _tell_figures(state: State, now: Account, amount: int) -> None:
    """What it would be now, beside the error that it has changed [R21]."""
    planned = _planned(now, amount, None)
    if state.json:
        state.figures = {"now": planned}
    else:
        note("What it comes to now:", _line(planned))


def _write(state: State, found: dict[str, Any]) -> None:
    if state.json:
        document(found)
    else:
        say(_line(found), "a dry run: nothing was changed")


def _line(found: dict[str, Any]) -> str:
    amount, before, after = (
        show_money(parse_money(found[name])) for name in ("amount", "balance_before", "balance")
    )
    text = f"{found['account']}: {found['currency']} {amount} added, balance {before} -> {after}"
    return printable(text)
