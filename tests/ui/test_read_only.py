"""Read-only: everything is shown, and no action is offered."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from renewal_tui.ui.dialogs.choose import ChooseOne
from renewal_tui.ui.dialogs.order import OrderDialog
from renewal_tui.ui.tabs.registry import ACTIONS
from tests.operations.world import World
from tests.stores import dump
from tests.ui.console import Console, play

CHANGING = [entry for entry in ACTIONS if not entry.reads]
"""What changes the store, and the marks that say to what."""


@pytest.fixture
def shown(world: World) -> World:
    """A little of everything; the account cannot pay its order."""
    world.instance("m-1", price=2_000_00)
    world.instance("m-2")
    world.instance("a-1", policy="auto", expire="2026-11-22")
    world.instance("t-1", type="trial")
    world.unpaid("m-1")
    return world


def test_it_says_so(shown: World) -> None:
    async def scenario(desk: Console) -> None:
        assert "READ-ONLY" in desk.bar("title")

    play(scenario, shown.path, read_only=True)


def test_no_action_is_offered_anywhere(shown: World) -> None:
    async def scenario(desk: Console) -> None:
        for tab in "123450":
            await desk.press(tab)
            offers = desk.bar("keys") + desk.bar("actions")
            for entry in CHANGING:
                assert not entry.footer or f"{entry.shown} {entry.footer}" not in offers
                assert f"[{entry.label}]" not in offers
            await desk.press("ctrl+p")
            palette = await desk.opened(ChooseOne)
            names = {choice.value for choice in palette._choices}
            assert not names & {entry.name for entry in CHANGING}
            await desk.press("escape", "?")
            for entry in CHANGING:
                assert f"{entry.label}: {entry.help}" not in desk.text
            await desk.press("escape")

    play(scenario, shown.path, read_only=True, size=(120, 50))


def test_no_key_of_an_action_does_anything(shown: World) -> None:
    before = dump(shown.path)

    async def scenario(desk: Console) -> None:
        for tab in "123450":
            await desk.press(tab)
            for entry in CHANGING:
                for key in entry.keys:
                    await desk.press(key)
                    assert desk.on_main, (tab, key)

    play(scenario, shown.path, read_only=True)
    assert dump(shown.path) == before


def test_nothing_is_marked_where_nothing_can_be_done_with_it(shown: World) -> None:
    async def scenario(desk: Console) -> None:
        for tab in "12":
            await desk.press(tab, "space", "*", "v")
            await desk.click(desk.table, 2, 1)
            assert "mark" not in desk.text
            assert "[ ]" not in desk.text
            assert not desk.table.marks

    play(scenario, shown.path, read_only=True)


def test_an_order_can_be_looked_at_and_nothing_else(shown: World) -> None:
    before = dump(shown.path)

    async def scenario(desk: Console) -> None:
        await desk.press("4", "enter")
        dialog = await desk.opened(OrderDialog)
        for name in ("#pay", "#cancel-order", "#top-up"):
            assert not dialog.query_one(name, Button).display, name
        assert "t tops" not in desk.text
        for key in ("p", "c", "t"):
            await desk.press(key)
            assert desk.app.screen is dialog, key

    play(scenario, shown.path, read_only=True)
    assert dump(shown.path) == before


def test_looking_filtering_sorting_and_details_go_on(shown: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("/")
        await desk.type_text("m-2")
        await desk.press("enter")
        assert desk.ids == ["m-2"]
        await desk.press("x", "s", "S", "enter")
        await desk.see("Kingsoft Cloud Elastic Compute")
        await desk.press("escape", "o")
        await desk.see("1,000.00")

    play(scenario, shown.path, read_only=True)


def test_what_others_change_is_seen(shown: World) -> None:
    async def scenario(desk: Console) -> None:
        shown.top_up(1_00)
        await desk.see("CNY 1,001.00")

    play(scenario, shown.path, read_only=True)
