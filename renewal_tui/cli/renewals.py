"""`renew`, `unify` (show the plan, ask, charge exactly what was shown) and `policy` [R4 to R29]."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from typing import Any

import click

from renewal_tui.cli import order_text
from renewal_tui.cli.carry_out import Page, carry_out
from renewal_tui.cli.changing import How, changing
from renewal_tui.cli.choosing import refuse_unmatched, selected
from renewal_tui.cli.options import command, option, with_options
from renewal_tui.cli.output import say
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.cli.tables import Column, write_table
from renewal_tui.cli.types import DAY, DAY_OF_MONTH, MONTHS, OneOf
from renewal_tui.domain.codes import Policy
from renewal_tui.domain.filters import Selection
from renewal_tui.domain.money import show_money
from renewal_tui.domain.planning import UnifyOnDate, UnifyOnDay
from renewal_tui.domain.request_words import request_text
from renewal_tui.domain.words import counted, money_text, sentence, sums_text
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.outcomes import Switched, planned_line
from renewal_tui.operations.purchase import AccountTotals, Preview, Purchase
from renewal_tui.operations.renew import Renewal
from renewal_tui.operations.set_policy import PolicySwitch, SwitchPlan
from renewal_tui.operations.unify import Unification

MOST_SHOWN = 20
"""Lines of a preview that are shown one by one; the totals are always those of all."""


def _how_paid(function: Callable[..., Any]) -> Callable[..., Any]:
    return with_options(
        function,
        click.option("--no-vouchers", is_flag=True, help="Pay from the balance alone."),
        click.option("--pay-later", is_flag=True, help="Make the order, and leave it unpaid."),
        changing(),
    )


@command("renew", "renew i-7f3a91c2d4 --months 3 --yes")
@selected
@click.option("--months", type=MONTHS, required=True, help="Each instance gets so many months.")
@_how_paid
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


@command("policy", "policy auto i-7f3a91c2d4 i-7c11c05dff --months 3")
@click.argument("policy", type=OneOf((Policy.AUTO, Policy.MANUAL)), metavar="auto|manual")
@selected
@click.option("--months", type=MONTHS, help="What an automatic renewal buys (1 month).")
@changing(asks=False)
def policy_command(
    state: State, *, policy: str, selection: Selection, months: str | None, how: How
) -> ExitStatus:
    """Switch instances between manual and automatic renewal.

    Those that cannot be switched are reported with their reasons; the others are switched.
    """
    if months and policy == Policy.MANUAL:
        raise click.UsageError("--months goes with auto only")
    switch = PolicySwitch(selection, Policy(policy), int(months) if months else None)
    return carry_out(state, SwitchPage(switch), how)


class PurchasePage(order_text.OrdersPage[Preview]):
    """A renewal or a unification: shows the plan, and asks for what it costs."""

    operation: Purchase

    def refuse_early(self, desk: Desk) -> None:
        """Refuse a filter that nothing matches."""
        refuse_unmatched(desk, self.operation.selection)

    def preview(self, seen: Preview) -> Iterable[str]:
        """What would happen to how many, what it costs, who is left out."""
        lines = [f"{sentence(request_text(self.operation.term))}: {counted(seen.lines)}"]
        orders = seen.plan.orders if seen.plan else ()
        planned = (planned_line(line) for order in orders for line in order.lines)
        few = list(islice(planned, MOST_SHOWN))
        order_text.write_lines(few, lines.append)
        if seen.lines > len(few):
            lines.append(f"  and {seen.lines - len(few):,} more")
        lines += map(self._account_line, seen.totals.values())
        order_text.write_refused("Left out", seen.skipped[:MOST_SHOWN], lines.append, indent="  ")
        if len(seen.skipped) > MOST_SHOWN:
            lines.append(f"  and {len(seen.skipped) - MOST_SHOWN:,} more left out")
        return lines

    def _account_line(self, totals: AccountTotals) -> str:
        text = f"{totals.account}: {order_text.cost(totals)}"
        before = show_money(totals.balance_before)
        if totals.short_by:
            short = money_text(totals.currency, totals.short_by)
            why = f"the balance of {before} is short by {short}"
            return f"{text}; {why}: what it cannot pay stays unpaid"
        if self.operation.pay_later:
            return f"{text}; to be paid later"
        after = show_money(totals.balance_before - totals.balance_total)
        return f"{text}; balance {before} -> {after}"

    def question(self, seen: Preview) -> str | None:
        """The amount, where anything can be bought."""
        if not seen.totals:
            return None
        if self.operation.pay_later:
            return "Make the order, to be paid later?"
        if seen.short_by:
            return "Make the order, and pay what the balance can pay?"
        return f"Pay {sums_text(seen.sums)}?"


class SwitchPage(Page[SwitchPlan, Switched]):
    """A switch moves no money: it does not ask."""

    operation: PolicySwitch

    def refuse_early(self, desk: Desk) -> None:
        """Refuse a filter that nothing matches."""
        refuse_unmatched(desk, self.operation.selection)

    def write(self, outcome: Switched) -> None:
        """Who was switched, and who was left out and why."""
        write_table([Column("Switched", str)], outcome.changed)
        order_text.write_refused("Left out", outcome.skipped)
        would = "would be " if outcome.ending.dry_run else ""
        name = "automatic" if self.operation.policy is Policy.AUTO else "manual"
        number = counted(len(outcome.changed))
        say(f"{number} {would}switched to {name} renewal, {len(outcome.skipped):,} left out")

    def status(self, outcome: Switched) -> ExitStatus:
        """All switched, some, or none."""
        if not outcome.changed:
            return ExitStatus.NOTHING
        left = outcome.skipped or outcome.ending.interrupted
        return ExitStatus.PARTLY if left else ExitStatus.DONE
