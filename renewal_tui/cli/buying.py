"""`renew` and `unify`: show the plan, ask, then charge exactly what was shown [R15 to R29]."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from renewal_tui.cli import buying_text
from renewal_tui.cli.asking import confirm, require_voice
from renewal_tui.cli.changing import answer, changing_desk, key_of
from renewal_tui.cli.choosing import refuse_unmatched, selected
from renewal_tui.cli.keys import how_far, key_option, refuse_silent_resume, stopped_text
from renewal_tui.cli.options import command, dry_run_option, yes_option
from renewal_tui.cli.output import document, note
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.types import Day, DayOfMonth, Months, day_number
from renewal_tui.cli.watching import Batch, Progress
from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.filters import Selection
from renewal_tui.domain.planning import Renew, UnifyOnDate, UnifyOnDay
from renewal_tui.errors import Changed
from renewal_tui.operations import purchase
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import PurchaseDocument
from renewal_tui.operations.purchase import Preview, Purchase


def _how_paid(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        yes_option(),
        dry_run_option(),
        key_option(),
        click.option("--pay-later", is_flag=True, help="Make the order, and leave it unpaid."),
        click.option("--no-vouchers", is_flag=True, help="Pay from the balance alone."),
    ):
        function = option(function)
    return function


@command("renew", "renew i-7f3a91c2d4 --months 3 --yes")
@selected
@click.option(
    "--months", type=Months(), required=True, help="The period: each instance gets so many months."
)
@_how_paid
@click.pass_obj
def renew_command(
    state: State,
    *,
    selection: Selection,
    months: str,
    no_vouchers: bool,
    pay_later: bool,
    key: str | None,
    dry_run: bool,
    yes: bool,
) -> ExitStatus:
    """Renew instances by a period, and pay.

    Asks first. One order an account; vouchers pay first, then the balance. An order whose balance
    is short stays unpaid, for 24 hours.
    """
    wanted = Purchase(selection, Renew(int(months)), not no_vouchers, pay_later)
    return _carry_out(state, wanted, key, dry_run=dry_run, yes=yes)


@command("unify", "unify i-7f3a91c2d4 i-7c11c05dff --day last --dry-run")
@selected
@click.option("--date", "on", type=Day(), metavar="D", help="All expire on this date.")
@click.option(
    "--day", type=DayOfMonth(), help="Each expires on the next such day, a month away or more."
)
@_how_paid
@click.pass_obj
def unify_command(
    state: State,
    *,
    selection: Selection,
    on: date | None,
    day: str | None,
    no_vouchers: bool,
    pay_later: bool,
    key: str | None,
    dry_run: bool,
    yes: bool,
) -> ExitStatus:
    """Give instances one expiration, on a date or on a day of each month, and pay.

    Asks first. Whole months cost the monthly price, each day after them a thirtieth of it.
    """
    if (on is None) == (day is None):
        raise click.UsageError("give one of --date and --day")
    request = UnifyOnDate(on) if on else UnifyOnDay(day_number(day or ""))
    wanted = Purchase(selection, request, not no_vouchers, pay_later)
    return _carry_out(state, wanted, key, dry_run=dry_run, yes=yes)


def _carry_out(
    state: State, wanted: Purchase, key: str | None, *, dry_run: bool, yes: bool
) -> ExitStatus:
    if not dry_run:
        require_voice(yes=yes)
    with changing_desk(state, dry_run=dry_run) as desk:
        if dry_run:
            refuse_unmatched(desk, wanted.selection)
            with Progress() as progress:
                found = purchase.dry_run(desk, wanted, key, progress)
            if state.json:
                document(found)
            else:
                buying_text.write_answer(found)
            return status_of(found)
        chosen = key_of(state, key)
        try:
            found, stopped = _submit(desk, wanted, chosen, yes=yes)
        except Changed:
            _tell_figures(state, desk, wanted)
            raise
        answer(state, desk, chosen, found, lambda: buying_text.write_answer(found))
        if stopped:
            note(f"{state.path}: {stopped_text(chosen)}")
        return stopped or status_of(found)


def _submit(
    desk: Desk, wanted: Purchase, key: str, *, yes: bool
) -> tuple[PurchaseDocument, ExitStatus | None]:
    """The answer, and the status of the signal that stopped it part way, if one did."""
    shown: Preview | None = None
    far = how_far(desk, key, wanted.action, wanted.value())
    if far is not None:
        refuse_silent_resume(far, key, yes=yes)
    else:
        # Not before the key is known to be new: what it has renewed may match no more [R29].
        refuse_unmatched(desk, wanted.selection)
        if not yes:
            with Progress() as progress:
                shown = purchase.preview(desk, wanted, progress)
        if not (shown.totals if shown else _buys_anything(desk, wanted)):
            return {**purchase.dry_run(desk, wanted, key), "dry_run": False}, None
        if shown:
            note(*buying_text.preview_lines(shown, wanted))
            confirm(buying_text.question(shown, wanted))
    with Batch() as batch:
        found = purchase.submit(desk, wanted, key, shown, watch=batch)
    return found, batch.status if found["interrupted"] else None


def _buys_anything(desk: Desk, wanted: Purchase) -> bool:
    """Whether any row can be bought for: else nothing is written, not even the key."""
    return any(plan.orders for plan in purchase.plans(desk, wanted))


def _tell_figures(state: State, desk: Desk, wanted: Purchase) -> None:
    """What is so now, beside the error that it has changed [R21]."""
    if state.json:
        state.figures = {"now": purchase.dry_run(desk, wanted, None)}
    else:
        note("What it comes to now:")
        note(*buying_text.preview_lines(purchase.preview(desk, wanted), wanted))


def status_of(found: PurchaseDocument) -> ExitStatus:
    """All done, done in part, or nothing at all."""
    if not found["orders"]:
        return ExitStatus.NOTHING
    unpaid = any(order["status"] == OrderStatus.UNPAID for order in found["orders"])
    if unpaid or found["skipped"] or found["interrupted"]:
        return ExitStatus.PARTLY
    return ExitStatus.DONE
