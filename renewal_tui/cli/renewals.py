"""`renew` and `unify`: show the plan, ask, then charge exactly what was shown [R15 to R29]."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import click

from renewal_tui.cli import order_text
from renewal_tui.cli.carry_out import carry_out
from renewal_tui.cli.choosing import refuse_unmatched, selected
from renewal_tui.cli.how import How, changing
from renewal_tui.cli.options import command, option
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.types import DAY, DAY_OF_MONTH, MONTHS
from renewal_tui.domain.filters import Selection
from renewal_tui.domain.planning import UnifyOnDate, UnifyOnDay
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.purchase import Preview, Purchase
from renewal_tui.operations.renew import Renewal
from renewal_tui.operations.unify import Unification


def _how_paid(function: Callable[..., Any]) -> Callable[..., Any]:
    for add in (
        changing(),
        click.option("--pay-later", is_flag=True, help="Make the order, and leave it unpaid."),
        click.option("--no-vouchers", is_flag=True, help="Pay from the balance alone."),
    ):
        function = add(function)
    return function


@command("renew", "renew i-7f3a91c2d4 --months 3 --yes")
@selected
@click.option("--months", type=MONTHS, required=True, help="Each instance gets so many months.")
@_how_paid
@click.pass_obj
def renew_command(
    state: State, *, selection: Selection, months: str, no_vouchers: bool, pay_later: bool, how: How
) -> ExitStatus:
    """Renew instances by a period, and pay.

    Asks first. One order an account; vouchers pay first, then the balance. An order whose balance
    is short stays unpaid, for 24 hours.
    """
    wanted = Renewal(selection, int(months), use_vouchers=not no_vouchers, pay_later=pay_later)
    return carry_out(state, PurchasePage(wanted), how)


@command("unify", "unify i-7f3a91c2d4 i-7c11c05dff --day last --dry-run")
@selected
@click.option("--date", "on", type=DAY, metavar="D", help="All expire on this date.")
@option(
    "--day", DAY_OF_MONTH, "N", "Each on the next such day (1 to 28, or last), a month off or more."
)
@_how_paid
@click.pass_obj
def unify_command(
    state: State,
    *,
    selection: Selection,
    on: date | None,
    day: int | None,
    no_vouchers: bool,
    pay_later: bool,
    how: How,
) -> ExitStatus:
    """Give instances one expiration, on a date or on a day of each month, and pay.

    Asks first. Whole months cost the monthly price, each day after them a thirtieth of it.
    """
    if (on is None) == (day is None):
        raise click.UsageError("give one of --date and --day")
    target = UnifyOnDate(on) if on else UnifyOnDay(day or 0)
    wanted = Unification(selection, target, use_vouchers=not no_vouchers, pay_later=pay_later)
    return carry_out(state, PurchasePage(wanted), how)


class PurchasePage(order_text.OrdersPage[Preview]):
    """A renewal or a unification: shows the plan, and asks for what it costs."""

    def __init__(self, purchase: Purchase) -> None:
        super().__init__(purchase)
        self._purchase = purchase

    def refuse_early(self, desk: Desk) -> None:
        """Refuse a filter that nothing matches."""
        refuse_unmatched(desk, self._purchase.selection)

    def needs_voice(self, seen: Preview) -> bool:
        """Whether anything can be bought."""
        return bool(seen.totals)

    def preview(self, seen: Preview) -> Iterable[str]:
        """The lines, the totals, and who is left out."""
        return order_text.preview_lines(seen, self._purchase)

    def question(self, seen: Preview) -> str:
        """The amount."""
        return order_text.question(seen, self._purchase)
