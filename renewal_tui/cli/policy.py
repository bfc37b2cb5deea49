"""`policy`: switches instances between manual and automatic renewal [R4 to R6]."""

from __future__ import annotations

import click

from renewal_tui.cli.carry_out import Page, carry_out
from renewal_tui.cli.choosing import refuse_unmatched, selected
from renewal_tui.cli.how import How, changing
from renewal_tui.cli.options import command
from renewal_tui.cli.order_text import write_skipped
from renewal_tui.cli.output import say
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.tables import Column, write_table
from renewal_tui.cli.types import MONTHS, OneOf
from renewal_tui.domain.codes import Policy
from renewal_tui.domain.filters import Selection
from renewal_tui.domain.words import counted
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.outcomes import Switched
from renewal_tui.operations.set_policy import PolicySwitch, SwitchPlan


@command("policy", "policy auto i-7f3a91c2d4 i-7c11c05dff --months 3")
@click.argument("policy", type=OneOf((Policy.AUTO, Policy.MANUAL)), metavar="auto|manual")
@selected
@click.option("--months", type=MONTHS, help="What an automatic renewal buys (1 month).")
@changing(asks=False)
@click.pass_obj
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


class SwitchPage(Page[SwitchPlan, Switched]):
    """A switch moves no money: it does not ask."""

    asks = False

    def __init__(self, switch: PolicySwitch) -> None:
        super().__init__(switch)
        self._switch = switch

    def refuse_early(self, desk: Desk) -> None:
        """Refuse a filter that nothing matches."""
        refuse_unmatched(desk, self._switch.selection)

    def write(self, outcome: Switched) -> None:
        """Who was switched, and who was left out and why."""
        write_table([Column("Switched", str)], outcome.changed)
        write_skipped(outcome.skipped)
        would = "would be " if outcome.ending.dry_run else ""
        name = "automatic" if self._switch.policy is Policy.AUTO else "manual"
        number = counted(len(outcome.changed))
        say(f"{number} {would}switched to {name} renewal, {len(outcome.skipped):,} left out")

    def status(self, outcome: Switched) -> ExitStatus:
        """All switched, some, or none."""
        if not outcome.changed:
            return ExitStatus.NOTHING
        left = outcome.skipped or outcome.ending.interrupted
        return ExitStatus.PARTLY if left else ExitStatus.DONE
