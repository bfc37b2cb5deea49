"""Nobody reads what a command says (a pager, a stopped terminal): all others go on working."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from renewal_tui.cli import output
from renewal_tui.cli.main import run
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operations.top_up import TopUp
from renewal_tui.operator import Actor, Source
from renewal_tui.store.connection import open_store
from tests import another_desk
from tests.cli.calls import WEB_1, WEB_2, Caller, no_console
from tests.cli.test_help import COMMANDS
from tests.cli.unread import unread
from tests.operations.acts import done
from tests.stores import ROOT, made_once

FORMS = pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])

CASES = {
    "list": ("list", "--limit", "1500"),
    "list of several pages": ("list", "--limit", "1000000", "--tab", "manual", "--search", "e"),
    "show": ("show", WEB_2),
    "renew": ("renew", WEB_2, "--months", "1", "--yes"),
    "renew dry": ("renew", "--all-matching", "--months", "1", "--dry-run"),
    "unify": ("unify", WEB_1, WEB_2, "--day", "last", "--yes"),
    "policy": ("policy", "auto", "--all-matching", "--tab", "manual"),
    "policy dry": ("policy", "auto", "--all-matching", "--tab", "manual", "--dry-run"),
    "orders list": ("orders", "list", "--limit", "1500"),
    "orders show": ("orders", "show", "1"),
    "orders pay": ("orders", "pay", "1", "--yes"),
    "orders pay dry": ("orders", "pay", "1", "--dry-run"),
    "orders cancel": ("orders", "cancel", "1", "--yes"),
    "account show": ("account", "show"),
    "account show one": ("account", "show", "acme-prod"),
    "account top-up": ("account", "top-up", "acme-prod", "5.00", "--yes"),
    "vouchers": ("vouchers",),
    "auto-renew": ("auto-renew", "--yes"),
    "auto-renew dry": ("auto-renew", "--dry-run"),
    "auto-renew again": ("auto-renew", "--yes", "--key", "N-1"),
    "audit": ("audit", "--limit", "1500"),
    "audit verify": ("audit", "--verify"),
    "check": ("check",),
    "import": ("import", str(ROOT / "data")),
    "export": ("export", "instances"),
    "export of orders": ("export", "orders"),
    "undo": ("undo", "--yes"),
    "settings show": ("settings", "show"),
    "settings require-note": ("settings", "require-note", "off"),
    "clock show": ("clock", "show"),
    "clock set": ("clock", "set", "2026-11-23 10:00"),
    "clock advance": ("clock", "advance", "1h"),
    "backup": ("backup", "backup.db"),
    "migrate": ("migrate",),
    "locate": ("locate",),
}
ELSEWHERE = {"open", "demo", "init"}
"""They tell of a store that nobody else works at, or are no commands that answer."""


@pytest.fixture(autouse=True)
def _orders(call: Caller, made_demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unpaid order, number 1, in the demo."""

    def make(path: Path) -> None:
        shutil.copy(made_demo, path)
        another_desk.run(path, *another_desk.WAITING, status=3)

    made_once(call.path, "demo with order 1", make)
    monkeypatch.chdir(call.path.parent)


def _top_up(path: Path, patience: float) -> None:
    """Add to a balance. Raises StoreBusy when somebody holds the store for longer, in seconds."""
    store = open_store(path, busy_seconds=patience)
    done(Desk(store, Actor("ben", "", Source.COMMAND)), TopUp("acme-prod", 1_00), new_key())
    store.close()


class Paused(io.StringIO):
    """A stdout that takes nothing yet: with its first word something else is done."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__()
        self.meanwhile = [meanwhile]

    def write(self, text: str) -> int:
        """Pause, and take it then."""
        if self.meanwhile:
            self.meanwhile.pop()()
        return super().write(text)


@FORMS
@pytest.mark.parametrize("case", CASES)
def test_a_top_up_gets_through_while_nobody_reads_what_a_command_says(
    call: Caller, monkeypatch: pytest.MonkeyPatch, case: str, form: tuple[str, ...]
) -> None:
    if case == "auto-renew again":
        call(*CASES[case], status=3)
    paused = Paused(lambda: _top_up(call.path, 0.05))
    monkeypatch.setattr(sys, "stdout", paused)
    assert run(("--database", str(call.path), *CASES[case], *form), no_console) in (0, 3)
    assert not paused.meanwhile


@FORMS
@pytest.mark.parametrize("case", ["list", "auto-renew"])
def test_so_it_does_while_a_process_waits_for_its_reader(
    call: Caller, case: str, form: tuple[str, ...]
) -> None:
    with unread(call.path, (*CASES[case], *form)) as process:
        _top_up(call.path, 5.0)
        assert process.poll() is None


def test_no_command_is_left_out() -> None:
    every = {name for name, one in COMMANDS.items() if not isinstance(one, click.Group)}
    tried = {name for name in every for words in CASES.values() if _begins(words, name.split())}
    assert tried | ELSEWHERE == every
    assert not tried & ELSEWHERE


def _begins(words: tuple[str, ...], name: list[str]) -> bool:
    return list(words[: len(name)]) == name


def test_what_would_be_written_while_the_store_is_held_is_refused(
    call: Caller, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store(call.path)
    with output.never_while(store.is_held):
        for held in (store.reading, store.transaction):
            with held():
                for write in (output.say, output.note):
                    with pytest.raises(RuntimeError, match="while the store was held"):
                        write("one line")
                with pytest.raises(RuntimeError):
                    output.flush()
        walk = store.walk_sql("SELECT id FROM account")
        next(walk)
        with pytest.raises(RuntimeError):
            output.say("one line")
        list(walk)
        assert capsys.readouterr() == ("", "")
        output.say("one line")
    with store.reading():
        output.say("another store's")
    store.close()
    assert capsys.readouterr().out == "one line\nanother store's\n"
