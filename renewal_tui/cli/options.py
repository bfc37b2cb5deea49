"""Options that several commands share, and how a command is declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from renewal_tui.cli.state import PROGRAM, State
from renewal_tui.cli.types import TEXT

Function = TypeVar("Function", bound=Callable[..., Any])
Decorator = Callable[[Function], Function]

HELP = {"help_option_names": ["-h", "--help"]}


def _database(context: click.Context, option: click.Parameter, value: str | None) -> None:
    if value == "":  # else a variable that is not set would mean another store
        raise click.BadParameter("a path is needed", context, option)
    state = context.find_object(State)
    if state is not None:
        state.path = context.command_path
        if value is not None:
            state.database = value


def _json(context: click.Context, _: click.Parameter, value: bool) -> None:
    state = context.find_object(State)
    if state is not None and value:
        state.json = True


def common(function: Function) -> Function:
    """Give a command what every command has: --database and --json, before or after its name."""
    for option in (
        click.option(
            "--json",
            is_flag=True,
            expose_value=False,
            callback=_json,
            help="Answer with one JSON document.",
        ),
        click.option(
            "--database",
            metavar="PATH",
            is_eager=True,
            expose_value=False,
            callback=_database,
            help="The store; else $RENEWAL_TUI_DATABASE, else the user's own.",
        ),
    ):
        function = option(function)
    return function


def command(name: str, example: str, *, summary: str | None = None) -> Callable[..., click.Command]:
    """Declare a command with the options that all have and an example at the end of its help."""

    def declare(function: Callable[..., Any]) -> click.Command:
        return click.command(
            name,
            short_help=summary,
            epilog=f"\b\nExample: {PROGRAM} {example}",
            context_settings=HELP,
        )(common(function))

    return declare


def option_name(field: str) -> str:
    """How a field of a request is spelt: here and nowhere else."""
    return f"--{field.replace('_', '-')}"


def yes_option(*, hidden: bool = False) -> Decorator[Any]:
    """Answer the question before it is asked."""
    return click.option("--yes", is_flag=True, hidden=hidden, help="Do it without asking.")


def dry_run_option() -> Decorator[Any]:
    """Compute everything, change nothing."""
    return click.option("--dry-run", is_flag=True, help="Compute everything, change nothing.")


def account_option() -> Decorator[Any]:
    """One account."""
    return click.option("--account", type=TEXT, metavar="A", help="Of this account only.")
