"""Options that several commands share, and how a command is declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from renewal_tui.cli.state import PROGRAM, State
from renewal_tui.cli.types import TEXT, whole

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


def with_options(function: Function, *options: Decorator[Any]) -> Function:
    """Give a command several options, the first one on top in its help."""
    for add in reversed(options):
        function = add(function)
    return function


def common(function: Function) -> Function:
    """Give a command what every command has: --database and --json, before or after its name."""
    return with_options(
        function,
        click.option(
            "--database",
            metavar="PATH",
            is_eager=True,
            expose_value=False,
            callback=_database,
            help="The store; else $RENEWAL_TUI_DATABASE, else the user's own.",
        ),
        click.option(
            "--json",
            is_flag=True,
            expose_value=False,
            callback=_json,
            help="Answer with one JSON document.",
        ),
    )


def command(name: str, example: str, *, summary: str | None = None) -> Callable[..., click.Command]:
    """Declare a command: it takes the `State` and common options; its help ends with an example."""

    def declare(function: Callable[..., Any]) -> click.Command:
        return click.command(
            name,
            short_help=summary,
            epilog=f"\b\nExample: {PROGRAM} {example}",
            context_settings=HELP,
        )(common(click.pass_obj(function)))

    return declare


def option_name(field: str) -> str:
    """How a field of a request is spelt: here and nowhere else."""
    return f"--{field.replace('_', '-')}"


def option(
    name: str, kind: click.ParamType[Any], shown: str, help: str, **more: Any
) -> Decorator[Any]:
    """An option with a value."""
    return click.option(name, type=kind, metavar=shown, help=help, **more)


MOST_ROWS = 1_000_000


def stretch_options(limit: int | None = 50, offset: int | None = 0) -> Decorator[Any]:
    """Which rows of a long list, with what is meant when that is not said."""
    rows = whole(0, MOST_ROWS)
    first = option("--limit", rows, "N", "So many at most (50); 0 only counts.", default=limit)
    rest = option("--offset", rows, "N", "Leave out so many first.", default=offset)
    return lambda function: first(rest(function))


def account_option() -> Decorator[Any]:
    """One account."""
    return option("--account", TEXT, "A", "Of this account only.")
