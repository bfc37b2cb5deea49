"""Groups of commands: with a command of their own when none is named, and loaded when asked for."""

# ruff: noqa: ARG002 - click passes its context and parameter to all of these

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click

from renewal_tui.cli.options import HELP, Function, common
from renewal_tui.cli.state import PROGRAM, State
from renewal_tui.cli.types import shown


class DefaultGroup(click.Group):
    """A group with a command for when none is named, or with `takes_words` for what names none."""

    def __init__(self, *, default: str, takes_words: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.default = default
        self._takes_words = takes_words

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in the default command where none is named."""
        return super().parse_args(ctx, args if ctx.resilient_parsing else self._named(ctx, args))

    def _named(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {name: option for option in self.get_params(ctx) for name in option.opts}
        place = 0
        while place < len(args):
            word = args[place]
            option = own.get(word.partition("=")[0]) if word.startswith("-") else None
            if isinstance(option, click.Option):
                if option.is_eager and option.is_flag and not option.expose_value:
                    return args  # --help and --version are the group's own
                place += 1 if option.is_flag or "=" in word else 2
                continue
            theirs = self._takes_words and word not in self.list_commands(ctx)
            if not word.startswith("-") and not theirs:
                return args
            break
        return [*args[:place], self.default, *args[place:]]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which it may have been."""
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            from difflib import get_close_matches  # noqa: PLC0415 - for a mistake only

            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = f"did you mean {near[0]}?" if near else "--help lists them"
            raise click.UsageError(f"there is no command {shown(args[0])}; {hint}", ctx)
        state = ctx.find_object(State)
        if state is not None:
            state.path = f"{ctx.command_path} {args[0]}"
        return super().resolve_command(ctx, args)


def group(name: str, *examples: str, **options: Any) -> Callable[[Function], DefaultGroup]:
    """Declare a group with the options that all commands have; its help ends with examples."""

    def declare(function: Function) -> DefaultGroup:
        epilog = "\b\n" + "\n".join(f"Example: {PROGRAM} {one}" for one in examples)
        made = click.group(name, cls=DefaultGroup, epilog=epilog, context_settings=HELP, **options)
        return made(common(function))

    return declare


class Lazy(NamedTuple):
    """A command by where it is, and the line that the help says of it."""

    module: str
    name: str
    summary: str


class LazyGroup(DefaultGroup):
    """A group whose commands are imported when they are called, a module at a time."""

    def __init__(self, *, registry: Mapping[str, Lazy], **options: Any) -> None:
        super().__init__(**options)
        self._registry = registry

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order of the help."""
        return list(self._registry)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        lazy = self._registry.get(cmd_name)
        if lazy is None:
            return None
        command = getattr(import_module(f"renewal_tui.cli.{lazy.module}"), lazy.name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{lazy.name} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.summary) for name, lazy in self._registry.items()])
