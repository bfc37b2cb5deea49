"""What holds for every dialog: esc, the safe answer, and keys that were typed too early."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.widgets import Button, Input, OptionList

from renewal_tui.ui.dialogs.ask import Confirm
from renewal_tui.ui.dialogs.base import Dialog
from renewal_tui.ui.dialogs.renewal import RenewalDialog
from tests.operations.world import World
from tests.stores import dump
from tests.ui.console import Console, play


class Way(NamedTuple):
    """How a dialog is opened: keys, and a command of the palette after them."""

    keys: tuple[str, ...]
    command: str = ""


WAYS = {
    "renewal": Way(("r",)),
    "unify": Way(("u",)),
    "automatic": Way(("a",)),
    "manual": Way(("2", "m")),
    "top-up": Way(("t",)),
    "account": Way(("o",)),
    "details": Way(("enter",)),
    "help": Way(("?",)),
    "help by F1": Way(("f1",)),
    "palette": Way(("ctrl+p",)),
    "dates": Way(("f", "enter")),
    "rooms": Way(("f", "right", "right", "enter")),
    "order": Way(("4", "enter")),
    "record": Way(("5", "enter")),
    "set clock": Way((), "set the sandbox"),
    "advance clock": Way((), "advance the sandbox"),
    "engine": Way((), "run the engine"),
    "theme": Way((), "theme"),
}


@pytest.fixture
def some(world: World) -> World:
    """A little of everything."""
    world.fleet(3, policy="auto", expire="2026-11-22")
    world.instance("m-1")
    world.instance("m-2")
    world.unpaid("m-2")
    return world


all_ways = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())


async def open_dialog(desk: Console, way: Way) -> Dialog[object]:
    """Open a dialog."""
    await desk.press(*way.keys)
    if way.command:
        await desk.command(way.command)
    await desk.until(lambda: not desk.on_main, "a dialog")
    await desk.settle()
    dialog = desk.app.screen
    assert isinstance(dialog, Dialog)
    return dialog


@all_ways
def test_the_safe_answer_has_the_focus_and_esc_closes_without_a_change(
    some: World, way: Way
) -> None:
    before = dump(some.path)

    async def scenario(desk: Console) -> None:
        dialog = await open_dialog(desk, way)
        focused = dialog.focused
        if isinstance(focused, Button):
            assert focused.name in {"cancel", "close"}
        else:
            assert isinstance(focused, Input | OptionList), focused
        await desk.press("escape")
        await desk.until(lambda: desk.on_main)

    play(scenario, some.path)
    assert dump(some.path) == before


@pytest.mark.parametrize("name", ["renewal", "unify", "automatic", "order", "engine", "details"])
def test_enter_on_a_dialog_that_was_just_opened_changes_nothing(some: World, name: str) -> None:
    before = dump(some.path)

    async def scenario(desk: Console) -> None:
        await open_dialog(desk, WAYS[name])
        await desk.press("enter")
        await desk.until(lambda: desk.on_main)

    play(scenario, some.path)
    assert dump(some.path) == before


@pytest.mark.parametrize("name", ["renewal", "unify", "automatic", "manual", "engine"])
def test_n_is_no(some: World, name: str) -> None:
    before = dump(some.path)

    async def scenario(desk: Console) -> None:
        await open_dialog(desk, WAYS[name])
        await desk.press("n")
        await desk.until(lambda: desk.on_main)

    play(scenario, some.path)
    assert dump(some.path) == before


@pytest.mark.parametrize(
    "keys", [("r", "p"), ("r", "l"), ("u", "p"), ("a", "y"), ("r", "right", "p")]
)
def test_keys_typed_before_a_dialog_could_be_seen_are_ignored(
    some: World, keys: tuple[str, ...]
) -> None:
    before = dump(some.path)

    async def scenario(desk: Console) -> None:
        desk.post(*keys)
        await desk.until(lambda: not desk.on_main, "a dialog")
        await desk.settle()
        assert getattr(desk.app.screen, "months", 1) == 1
        await desk.press("escape")
        assert desk.on_main

    play(scenario, some.path)
    assert dump(some.path) == before


def test_a_key_typed_once_the_dialog_is_seen_counts(some: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.go_to("m-1")
        desk.post("r", "p", "p", "p")
        await desk.opened(RenewalDialog)
        await desk.press("p")
        await desk.see("Renewed: 1 instance")

    play(scenario, some.path)
    assert some.expire_date("m-1") == "2026-12-30"


def test_a_key_pressed_twice_pays_once(some: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.go_to("m-1")
        await desk.press("r")
        await desk.opened(RenewalDialog)
        desk.post("p", "p", "p")
        await desk.see("Renewed: 1 instance")
        await asyncio.sleep(0.1)
        await desk.press("escape")

    play(scenario, some.path)
    assert some.expire_date("m-1") == "2026-12-30"
    assert some.balance() == 900_00


def test_y_is_yes(some: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("4", "c")
        await desk.press("c")
        await desk.opened(Confirm)
        await desk.press("y")
        await desk.until(lambda: desk.on_main)
        await desk.see("Cancelled")

    play(scenario, some.path)
    assert some.order_status(1) == "cancelled"


def test_tab_goes_to_the_buttons_and_enter_presses_them(some: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.go_to("m-1")
        await desk.press("r")
        dialog = await desk.opened(RenewalDialog)
        for _ in range(6):
            if isinstance(dialog.focused, Button) and dialog.focused.name == "pay":
                break
            await desk.press("tab")
        await desk.press("enter")
        await desk.see("Renewed: 1 instance")

    play(scenario, some.path)
    assert some.expire_date("m-1") == "2026-12-30"


def result_of(world: World, accounts: int) -> None:
    """Accounts with an instance each, all to be renewed at once."""
    for number in range(accounts):
        world.account(f"account-{number}")
        world.instance(f"x-{number}", account=f"account-{number}")


def test_a_rule_stands_before_each_order_of_a_result(world: World) -> None:
    result_of(world, 2)

    async def scenario(desk: Console) -> None:
        await desk.press("*", "r", "p")
        await desk.see("Renewed: 2 instances")
        for number in (1, 2):
            at = next(at for at, line in enumerate(desk.lines) if f"Order {number} of" in line)
            assert "────" in desk.lines[at - 1]

    play(scenario, world.path)


def test_many_orders_leave_room_for_the_rows_of_a_result(world: World) -> None:
    result_of(world, 6)

    async def scenario(desk: Console) -> None:
        await desk.press("*", "r", "p")
        text = await desk.see("Renewed: 6 instances", "Order 6 of account-5", "Close  esc")
        assert text.count("x-") >= 3
        assert sum("────" in line for line in desk.lines) == 3, "the page's edges and one rule"

    play(scenario, world.path, size=(80, 24))


def test_j_and_k_move_in_a_list_that_is_not_typed_into(world: World) -> None:
    for number in range(3):
        world.account(f"account-{number}")

    async def scenario(desk: Console) -> None:
        await desk.press("o")
        choices = desk.app.screen.query_one(OptionList)
        for key, at in (("j", 1), ("j", 2), ("k", 1)):
            await desk.press(key)
            assert choices.highlighted == at
        await desk.press("escape", "ctrl+p")
        await desk.type_text("jk")
        assert desk.app.screen.query_one(Input).value == "jk"

    play(scenario, world.path)


def test_dialogs_fit_a_screen_of_80_by_24(demo: Path) -> None:
    ways = [
        Way(("asterisk", "r")),
        Way(("asterisk", "u")),
        Way(("asterisk", "a")),
        *(WAYS[name] for name in ("details", "help", "palette", "rooms", "dates", "account")),
        Way(("t",)),
    ]

    async def scenario(desk: Console) -> None:
        for way in ways:
            dialog = await open_dialog(desk, way)
            page = dialog.query_one("#page").region
            assert page.right <= 80, way
            assert page.bottom <= 24, way
            for found in dialog.query(Button):
                if found.display:
                    assert found.region.bottom <= page.bottom, (way, found)
                    assert found.region.right <= page.right, (way, found)
                    assert found.region.height == 1, (way, found)
                    assert str(found.label) in desk.text, (way, found)
            await desk.back()

    play(scenario, demo, size=(80, 24))
