"""The one registry of actions: keys, help, palette and footer all come from it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding

from renewal_tui.ui.actions import SCREEN_ACTIONS, Action, Owner, offered
from renewal_tui.ui.app import RenewalApp
from renewal_tui.ui.dialogs.choose import ChooseOne
from renewal_tui.ui.dialogs.pages import help_page
from renewal_tui.ui.main.chrome import key_pieces
from renewal_tui.ui.main.screen import MainScreen
from renewal_tui.ui.tabs.registry import ACTIONS, TABS
from renewal_tui.ui.tabs.tab import Tab
from renewal_tui.ui.widgets.table import RowTable
from tests.ui.console import Console, play

SPEC_KEYS = {
    "space": "toggle_mark",
    "v": "range",
    "/": "search",
    "*": "mark_all",
    "f": "filters",
    "-": "clear_marks",
    "x": "reset_filters",
    "escape": "drop_search",
    "s": "sort",
    "S": "turn_order",
    "y": "copy_id",
    "r": "renew",
    "a": "automatic",
    "m": "manual",
    "u": "unify",
    "t": "top_up",
    "o": "choose_account",
    "f5": "refresh",
    "?": "help",
    "f1": "help",
    "q": "quit",
    "]": "next_tab",
    "[": "previous_tab",
}
"""The key table of the specification."""


def by_name(entry: Action) -> str:
    return entry.name


def by_tab(tab: type[Tab[Any]]) -> str:
    return tab.NAME


@pytest.mark.parametrize("entry", ACTIONS, ids=by_name)
def test_the_owner_of_an_action_has_a_method_of_its_name(entry: Action) -> None:
    owners: dict[Owner, list[type]] = {
        Owner.SCREEN: [MainScreen],
        Owner.TAB: [tab for tab in TABS if entry in tab.ACTIONS],
        Owner.TABLE: [RowTable],
    }
    assert owners[entry.owner]
    for owner in owners[entry.owner]:
        assert callable(getattr(owner, f"action_{entry.name}", None)), owner


@pytest.mark.parametrize("entry", ACTIONS, ids=by_name)
def test_every_action_is_in_the_help_and_in_the_palette_or_has_a_key(entry: Action) -> None:
    text = "\n".join(help_page(ACTIONS, read_only=False)._lines)
    assert f"{entry.label}: {entry.help}" in text
    assert entry.palette or entry.keys, "it can be reached neither way"


def test_names_and_labels_are_unique() -> None:
    assert len({entry.name for entry in ACTIONS}) == len(ACTIONS)
    assert len({entry.label for entry in ACTIONS}) == len(ACTIONS)


@pytest.mark.parametrize("tab", TABS, ids=by_tab)
def test_no_key_means_two_things_on_one_tab(tab: type[Tab[Any]]) -> None:
    keys = Counter(key for entry in (*tab.ACTIONS, *SCREEN_ACTIONS) for key in entry.keys)
    keys.update(other.KEY for other in TABS)
    assert [key for key, times in keys.items() if times > 1] == []


def test_no_key_of_an_action_is_one_that_the_table_moves_by() -> None:
    moves = {
        key
        for binding in RowTable.BINDINGS
        if not isinstance(binding, tuple)
        for key in binding.key.split(",")
    }
    taken = {key for entry in ACTIONS for key in entry.keys}
    assert not moves & taken
    assert moves >= {"down", "up", "j", "k", "pagedown", "pageup", "g", "G", "home", "end"}


def test_the_keys_are_those_of_the_specification() -> None:
    found = {key: entry.name for entry in ACTIONS for key in entry.keys}
    assert {key: found.get(key) for key in SPEC_KEYS} == SPEC_KEYS
    assert [tab.KEY for tab in TABS] == list("123450")


def test_the_bindings_are_exactly_those_of_the_registry() -> None:
    found = {
        binding.action: binding.key
        for binding in MainScreen.BINDINGS
        if isinstance(binding, Binding)
    }
    wanted = {f"do('{one.name}')": ",".join(one.keys) for one in ACTIONS if one.keys}
    assert found == wanted | {f"tab('{tab.NAME}')": tab.KEY for tab in TABS}


def test_keys_that_terminals_eat_are_not_used() -> None:
    eaten = {"ctrl+enter", "ctrl+space", "ctrl+a", "ctrl+b", "ctrl+s", "f11", "f12"}
    eaten |= {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"}
    assert not eaten & {key for entry in ACTIONS for key in entry.keys}


@pytest.mark.parametrize("tab", "123450")
def test_the_palette_and_the_footer_offer_what_can_be_done_on_the_tab(demo: Path, tab: str) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press(tab)
        here = desk.main.offered
        for entry in here:
            if entry.footer:
                assert f"{entry.shown.split()[0]} {entry.footer}" in desk.bar("keys")
        await desk.press("ctrl+p")
        palette = await desk.opened(ChooseOne)
        assert palette.heading() == "Commands"
        names = [choice.value for choice in palette._choices]
        assert names == [entry.name for entry in here if entry.palette]

    play(scenario, demo)


@pytest.mark.parametrize("tab", TABS, ids=by_tab)
@pytest.mark.parametrize("read_only", [False, True])
def test_80_columns_name_search_help_and_all_that_changes_in_the_footer(
    tab: type[Tab[Any]], read_only: bool
) -> None:
    here = offered((*tab.ACTIONS, *SCREEN_ACTIONS), read_only=read_only, sandbox=True)
    footer = "".join(piece.text for piece in key_pieces(here, 80)).rstrip()
    assert len(footer) <= 80
    assert "? Help" in footer
    for entry in here:
        if entry.footer and (entry.changes or entry.name == "search"):
            assert f"{entry.shown} {entry.footer}" in footer


def test_the_help_tells_only_what_this_store_offers() -> None:
    actions = offered(ACTIONS, read_only=True, sandbox=False)
    read = "\n".join(help_page(actions, read_only=True)._lines)
    assert "space" not in read
    assert "pays" not in read
    assert "sandbox" not in read
    actions = offered(ACTIONS, read_only=False, sandbox=False)
    used = "\n".join(help_page(actions, read_only=False)._lines)
    assert "p pays" in used
    assert "sandbox" not in used


def test_the_palette_is_searched_by_typing_and_runs_what_is_chosen(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("ctrl+p")
        palette = await desk.opened(ChooseOne)
        await desk.type_text("account balance")
        assert [choice.value for choice in palette._shown] == ["top_up"]
        await desk.press("escape")
        assert desk.on_main
        await desk.command("turn the order")
        assert "▼" in desk.text
        await desk.press("ctrl+p")
        await desk.type_text("no such command")
        await desk.press("enter", "escape")
        assert desk.on_main

    play(scenario, demo)


@pytest.mark.parametrize("tab", "14")
def test_80_columns_show_every_command_of_the_palette_whole(demo: Path, tab: str) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press(tab, "ctrl+p")
        palette = await desk.opened(ChooseOne)
        seen = desk.text
        for _ in palette._choices:
            await desk.press("down")
            seen += desk.text
        for choice in palette._choices:
            assert choice.shown() in seen

    play(scenario, demo, size=(80, 24))


def test_the_palette_runs_every_command_that_has_no_key(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        for entry in desk.main.offered:
            if not entry.keys:
                await desk.command(entry.label)
                await desk.until(lambda: not desk.on_main, entry.label)
                await desk.back()

    play(scenario, demo)


def test_help_opens_by_both_keys_and_tells_how_dialogs_work(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        for key in ("?", "f1"):
            await desk.press(key)
            await desk.see("Keys and what they do", "Moving", "Doing")
            await desk.press("escape")

    play(scenario, demo)


def test_textual_brings_no_key_of_its_own() -> None:
    assert RenewalApp.ENABLE_COMMAND_PALETTE is False
    assert RenewalApp.BINDINGS == []
