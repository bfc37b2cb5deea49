"""`clock`: a sandbox's own clock, which only moves when told (section 3)."""

from __future__ import annotations

import click

from renewal_tui.cli.carry_out import Page, carry_out
from renewal_tui.cli.changing import How, changing
from renewal_tui.cli.groups import group
from renewal_tui.cli.options import command
from renewal_tui.cli.output import say
from renewal_tui.cli.session import answer, at_desk
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.cli.types import TEXT
from renewal_tui.operations.move_clock import Clock, ClockMove, ClockPlan, clock, require_sandbox


@group("clock", 'clock set "2026-11-23 00:00"', "clock advance 1d", default="show")
def clock_group() -> None:
    """Show or move a sandbox's clock; without a command: show it.

    A real store's clock is the machine's: it is neither shown nor moved here.
    """


@command("show", "clock show", summary="Show what time it is in the sandbox.")
def show_command(state: State) -> None:
    """Show what time it is in the sandbox."""
    with at_desk(state) as desk:
        require_sandbox(desk)
        answer(state, clock(desk), _write_clock)


@command("set", 'clock set "2026-11-23 00:00"', summary="Move the clock to a time.")
@click.argument("time", type=TEXT, metavar="TIME")
@changing(asks=False)
def set_command(state: State, *, time: str, how: How) -> ExitStatus:
    """Move the clock forward to a time such as "2026-11-23 00:00", or to a date's beginning."""
    return carry_out(state, ClockPage(ClockMove(to=time)), how)


@command("advance", "clock advance 10d", summary="Move the clock on by a step.")
@click.argument("step", type=TEXT, metavar="STEP")
@changing(asks=False)
def advance_command(state: State, *, step: str, how: How) -> ExitStatus:
    """Move the clock on by a step such as 10d, 3h or 30m."""
    return carry_out(state, ClockPage(ClockMove(by=step)), how)


def _write_clock(found: Clock) -> None:
    say(f"{found.now} {found.timezone}")


class ClockPage(Page[ClockPlan, Clock]):
    """A clock that is moved: it does not ask."""

    def write(self, outcome: Clock) -> None:
        """Where it stands."""
        _write_clock(outcome)


for one in (show_command, set_command, advance_command):
    clock_group.add_command(one)
