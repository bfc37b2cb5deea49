"""`open`: the console, on a terminal that it can draw on."""

from __future__ import annotations

import os
import sys

import click

from renewal_tui.cli.options import command
from renewal_tui.cli.output import is_terminal
from renewal_tui.cli.session import store_path
from renewal_tui.cli.state import State
from renewal_tui.cli.types import OneOf

THEMES = ("dark", "light", "high-contrast", "16-colour")


def require_screen() -> None:
    """Refuse where no console can be drawn (it is drawn on stderr). Raises UsageError."""
    if not all(map(is_terminal, (sys.stdin, sys.stdout, sys.stderr))):
        raise click.UsageError("the console needs a terminal; --help lists the commands")
    if os.environ.get("TERM") == "dumb":
        raise click.UsageError("the console cannot be drawn on a terminal of type dumb")


@command("open", "open --read-only --theme light")
@click.option("--read-only", is_flag=True, help="Show everything, offer no action.")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with ASCII only.")
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@click.option("--theme", type=OneOf(THEMES), help="How it looks.")
def open_command(
    state: State, *, read_only: bool, ascii_only: bool, no_mouse: bool, theme: str | None
) -> int:
    """Open the console (also when no command is named).

    It needs a terminal. With --json an error is told in JSON too.
    """
    require_screen()
    return state.console(
        store_path(state),
        read_only=read_only,
        ascii_only=ascii_only,
        mouse=not no_mouse,
        theme=theme,
    )
