"""The README's tables of commands, options and exit statuses are those of the program."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import click

from renewal_tui.cli.groups import DefaultGroup
from renewal_tui.cli.main import commands
from renewal_tui.cli.state import ExitStatus
from tests.test_readme import section

Command = tuple[str, ...]
"""A command by the words that name it."""


def table(heading: str) -> list[list[str]]:
    """The rows of the table of the commands' section that begins with this heading."""
    text = section("Commands")
    rows = re.findall(r"^\|(.+)\|$", text[text.index(f"| {heading} |") :].split("\n\n")[0], re.M)
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)] for row in rows]
    return [[cell.replace("\\|", "|") for cell in row] for row in cells[2:]]


def code(cell: str) -> list[str]:
    """What stands as code in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def walked(command: click.Command, name: Command = ()) -> Iterator[tuple[Command, click.Command]]:
    """Each command below one, by its words."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for word in command.list_commands(context):
            found = command.get_command(context, word)
            assert found is not None
            yield from walked(found, (*name, word))
    else:
        yield name, command


COMMANDS = dict(walked(commands))


def called(text: str) -> Iterator[tuple[Command, str]]:
    """The commands that a call of the table means, each with the words that follow its name.

    `orders show|pay N` are two commands; in `export orders|audit` the alternatives are arguments.
    """
    word, *rest = text.split()
    group = commands.get_command(click.Context(commands), word)
    if isinstance(group, DefaultGroup):
        known = group.list_commands(click.Context(group))
        own = rest[0].split("|") if rest else []
        if own and set(own) <= set(known):
            for name in own:
                yield (word, name), " ".join(rest[1:])
        else:
            yield (word, group.default), " ".join(rest)
    else:
        yield (word,), " ".join(rest)


def test_the_table_of_commands_names_each_with_its_arguments() -> None:
    told = [one for row in table("command") for text in code(row[0]) for one in called(text)]
    assert dict(told) == {
        name: " ".join(
            str(one.metavar) for one in command.params if isinstance(one, click.Argument)
        )
        for name, command in COMMANDS.items()
    }
    assert len(told) == len(COMMANDS), "one is told twice"


def test_the_table_of_options_names_each_with_all_commands_that_take_it() -> None:
    wanted: dict[str, set[Command]] = defaultdict(set)
    for name, command in COMMANDS.items():
        for one in command.params:
            if isinstance(one, click.Option) and not one.hidden:
                value = f" {one.metavar}" if one.metavar else ""
                wanted[max(one.opts, key=len) + value].add(name)
    told: dict[str, set[Command]] = {}
    for options, of, _ in table("option"):
        named = {name for text in code(of) for name, _ in called(text)}
        for option in code(options):
            assert option not in told, option
            told[option] = set(COMMANDS) if of == "every command" else named
    assert told == wanted


def test_the_table_of_exit_statuses_is_complete() -> None:
    told = [int(number) for row in table("status") for number in row[0].split(",")]
    assert sorted(told) == sorted(ExitStatus)
