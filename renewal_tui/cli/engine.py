"""`auto-renew`: the engine, run by cron or by hand [R8 to R11]."""

from __future__ import annotations

from typing import NamedTuple

import click

from renewal_tui.cli.asking import confirm, require_voice
from renewal_tui.cli.changing import acknowledge, changing_desk, key_of
from renewal_tui.cli.engine_text import Told
from renewal_tui.cli.keys import how_far, key_option, stopped_text
from renewal_tui.cli.options import command, dry_run_option, yes_option
from renewal_tui.cli.output import note
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.types import Money, Whole
from renewal_tui.cli.watching import Batch
from renewal_tui.errors import Changed
from renewal_tui.operations import auto_renew
from renewal_tui.operations.accounts import list_accounts
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import RunDocument
from renewal_tui.operations.due import RunOptions
from renewal_tui.operations.shown import RunShown
from renewal_tui.operator import Source
from renewal_tui.store import keys

MOST_ITEMS = 1_000_000


@command("auto-renew", "auto-renew --yes --quiet")
@dry_run_option()
@click.option("--quiet", is_flag=True, help="Say nothing when nothing happened (for cron).")
@click.option("--max-items", type=Whole(0, MOST_ITEMS), metavar="N", help="Renew so many at most.")
@click.option(
    "--max-amount", type=Money(), metavar="X", help="Charge so much at most, by currency."
)
@click.option("--accept-clock", is_flag=True, help="Run although the last run is long ago.")
@key_option()
@yes_option()
@click.pass_obj
def auto_renew_command(
    state: State,
    *,
    dry_run: bool,
    quiet: bool,
    max_items: int | None,
    max_amount: int | None,
    accept_clock: bool,
    key: str | None,
    yes: bool,
) -> ExitStatus:
    """Renew what is on automatic renewal and expires today: vouchers first, then the balance.

    Asks first when something is due. Running it twice renews once.
    """
    options = RunOptions(max_items, max_amount, accept_clock)
    with changing_desk(state, dry_run=dry_run, source=Source.ENGINE) as desk:
        told = Told(state, _currency(desk), quiet=quiet)
        if dry_run:
            return _end(state, told, auto_renew.dry_run(desk, options, key, told.renewed))
        chosen = key_of(state, key)
        shown = None
        if not yes and how_far(desk, chosen, auto_renew.ACTION, _request(options)) != keys.DONE:
            shown = _ask(desk, options, chosen)
        try:
            with Batch() as batch:
                found = auto_renew.run(
                    desk, options, chosen, sink=told.renewed, watch=batch, shown=shown
                )
        except Changed:
            _tell_figures(state, desk, options, chosen)
            raise
        status = _end(state, told, found)
        acknowledge(desk, chosen)
        if found["interrupted"]:
            note(f"{state.path}: {_why_stopped(desk, found, batch)}")
        return batch.status or status if found["interrupted"] else status


def _why_stopped(desk: Desk, found: RunDocument, batch: Batch) -> str:
    """Why a run ended before its end, and how to go on."""
    if batch.status:
        return stopped_text(found["operation_key"] or "")
    if found["business_date"] != desk.today().isoformat():
        return f"midnight has passed: what was due on {found['business_date']} has expired"
    return (
        "what is due has changed since this was shown; nothing that was not shown was charged; "
        f"the same command with --key {found['operation_key']} shows the rest, and asks again"
    )


def _tell_figures(state: State, desk: Desk, options: RunOptions, key: str) -> None:
    """What is due now, beside the error that it has changed [R21]."""
    if state.json:
        state.figures = {"now": auto_renew.dry_run(desk, options, key)}
    else:
        note("What is due now:", *_look(desk, options, key).lines)


def _request(options: RunOptions) -> list[int | None]:
    return [options.max_items, options.max_amount]


def _currency(desk: Desk) -> str | None:
    """The one currency of all accounts, if it is one."""
    found = {account.currency for account in list_accounts(desk)}
    return found.pop() if len(found) == 1 else None


class _Due(NamedTuple):
    """What is due: whether that is anything, what is told of it, and its figures."""

    anything: bool
    lines: list[str]
    shown: RunShown


def _look(desk: Desk, options: RunOptions, key: str) -> _Due:
    counted, shown = Told(None, _currency(desk), quiet=True), RunShown()
    found = auto_renew.dry_run(desk, options, key, counted.count_only, shown)
    anything = not found["refused"] and bool(counted.number or found["failed"])
    return _Due(anything, list(counted.summary(found, would=True)), shown)


def _ask(desk: Desk, options: RunOptions, key: str) -> RunShown:
    """Ask when money would move, or may; where nothing is due there is nothing to ask."""
    due = _look(desk, options, key)
    if due.anything:
        require_voice(yes=False)
        note(*due.lines)
        confirm("Renew them?")
    return due.shown


def _end(state: State, told: Told, found: RunDocument) -> ExitStatus:
    told.end(found)
    if found["refused"]:
        note(f"{state.path}: {found['refused']}")
        return ExitStatus.NOTHING
    if found["interrupted"]:
        return ExitStatus.PARTLY
    if found["failed"] and not told.number:
        return ExitStatus.NOTHING
    if found["failed"] or found["missed"] or found["skipped"]:
        return ExitStatus.PARTLY
    return ExitStatus.DONE
