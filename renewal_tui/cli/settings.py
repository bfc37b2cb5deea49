"""`settings`: what the store demands of those who work at it [R32]."""

from __future__ import annotations

import click

from renewal_tui.cli.carry_out import Page, carry_out
from renewal_tui.cli.changing import How, changing
from renewal_tui.cli.groups import group
from renewal_tui.cli.options import command
from renewal_tui.cli.output import say
from renewal_tui.cli.session import answer, at_desk
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.cli.types import OneOf
from renewal_tui.operations.settings import Settings, SettingsChange, settings


@group("settings", "settings", "settings require-note on", default="show")
def settings_group() -> None:
    """Show what the store demands, or change it; without a command: show it."""


@command("show", "settings show", summary="Show what the store demands.")
def show_command(state: State) -> None:
    """Show what the store demands of those who work at it."""
    with at_desk(state) as desk:
        answer(state, settings(desk), _write)


@command("require-note", "settings require-note on", summary="Demand a note, or not any more.")
@click.argument("demanded", type=OneOf(("on", "off")), metavar="on|off")
@changing(asks=False)
def require_note_command(state: State, *, demanded: str, how: How) -> ExitStatus:
    """Demand a note of what people do: renew, unify, policy, top-up, and orders pay and cancel.

    The engine, imports, the clock and what lapses by itself need none.
    """
    return carry_out(state, SettingsPage(SettingsChange(demanded == "on")), how)


def _write(found: Settings) -> None:
    say(f"require-note {'on' if found.require_note else 'off'}")


class SettingsPage(Page[Settings, Settings]):
    """A setting that is changed: it does not ask."""

    def write(self, outcome: Settings) -> None:
        """What is demanded."""
        _write(outcome)


for one in (show_command, require_note_command):
    settings_group.add_command(one)
