"""`clock`: a sandbox's own clock, which only moves when told (section 3)."""

from __future__ import annotations

import click

from renewal_tui.cli.changing import changing_desk
from renewal_tui.cli.groups import DefaultGroup
from renewal_tui.cli.options import HELP, command, common
from renewal_tui.cli.output import document, say
from renewal_tui.cli.session import at_desk
from renewal_tui.cli.state import PROGRAM, State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.types import Text
from renewal_tui.cli.watching import Batch
from renewal_tui.operations import sandbox
from renewal_tui.operations.sandbox import ClockDocument


@click.group(
    "clock",
    cls=DefaultGroup,
    default="show",
    epilog=f'\b\nExample: {PROGRAM} clock set "2026-11-23 00:00"\n'
    f"Example: {PROGRAM} clock advance 1d",
    context_settings=HELP,
)
@common
def clock_group() -> None:
    """Show or move a sandbox's clock; without a command: show it.

    A real store's clock is the machine's: it is neither shown nor moved here.
    """


@command("show", "clock show", summary="Show what time it is in the sandbox.")
@click.pass_obj
def show_command(state: State) -> ExitStatus:
    """Show what time it is in the sandbox."""
    with at_desk(state) as desk:
        sandbox.require_sandbox(desk)
        return _answer(state, sandbox.clock_document(desk))


@command("set", 'clock set "2026-11-23 00:00"', summary="Move the clock to a time.")
@click.argument("time", type=Text(), metavar="TIME")
@click.pass_obj
def set_command(state: State, *, time: str) -> ExitStatus:
    """Move the clock forward to a time such as "2026-11-23 00:00", or to a date's beginning."""
    with changing_desk(state) as desk, Batch():
        found = sandbox.set_clock(desk, time)
    return _answer(state, found)


@command("advance", "clock advance 10d", summary="Move the clock on by a step.")
@click.argument("step", type=Text(), metavar="STEP")
@click.pass_obj
def advance_command(state: State, *, step: str) -> ExitStatus:
    """Move the clock on by a step such as 10d, 3h or 30m."""
    with changing_desk(state) as desk, Batch():
        found = sandbox.advance_clock(desk, step)
    return _answer(state, found)


def _answer(state: State, found: ClockDocument) -> ExitStatus:
    if state.json:
        document(found)
    else:
        say(f"{found['now']} {found['timezone']}")
    return ExitStatus.DONE


for one in (show_command, set_command, advance_command):
    clock_group.add_command(one)
