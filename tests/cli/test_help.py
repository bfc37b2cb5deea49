"""Help: every command says in a line what it does, explains its options, and gives an example."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from renewal_tui import __version__
from renewal_tui.cli import registry
from renewal_tui.cli.main import commands, run
from tests.cli.calls import no_console


def every_command() -> Iterator[tuple[str, click.Command]]:
    root = click.Context(commands, info_name="renewal-tui")
    for name in commands.list_commands(root):
        command = commands.get_command(root, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for below, one in command.commands.items():
                yield f"{name} {below}", one


COMMANDS = dict(every_command())


def help_of(words: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run([*words.split(), "--help"], no_console) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("words", COMMANDS)
def test_help_explains_every_option_and_ends_with_an_example(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = help_of(words, capsys)
    assert out.splitlines()[-1].strip().startswith("Example: renewal-tui ")
    assert f"Example: renewal-tui {words.split(maxsplit=1)[0]}" in out
    for option in COMMANDS[words].params:
        if isinstance(option, click.Option) and not option.hidden:
            assert option.help, option.name
            assert option.opts[0] in out


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_takes_a_database_and_json(words: str) -> None:
    names = {name for option in COMMANDS[words].params for name in option.opts}
    assert {"--database", "--json"} <= names


MOVES_OR_CANCELS = (
    "renew",
    "unify",
    "orders pay",
    "orders cancel",
    "account top-up",
    "auto-renew",
)


@pytest.mark.parametrize("words", MOVES_OR_CANCELS)
def test_what_moves_money_or_cancels_takes_yes_dry_run_and_a_key(words: str) -> None:
    names = {name for option in COMMANDS[words].params for name in option.opts}
    assert {"--yes", "--dry-run", "--key"} <= names


def test_the_list_of_commands_says_of_each_one_what_its_own_help_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for words in registry.COMMANDS:
        assert len(registry.COMMANDS[words].summary) < 65
        first = (COMMANDS[words].help or "").splitlines()[0]
        assert first.split()[0] == registry.COMMANDS[words].summary.split()[0]
    out = help_of("", capsys)
    assert all(f"  {words} " in out for words in registry.COMMANDS)


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"], no_console) == 0
    assert capsys.readouterr().out == f"renewal-tui {__version__}\n"


def test_a_short_option_asks_for_help_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["orders", "-h"], no_console) == 0
    assert "orders pay 7 --yes" in capsys.readouterr().out
