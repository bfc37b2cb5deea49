"""An empty table says why it is empty, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewal_tui.operations.create import init_store
from tests.operations.world import World
from tests.ui.console import Console, play


def test_every_tab_of_an_empty_store_says_what_to_do(world: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.see("renewal-tui import")
        await desk.press("2")
        await desk.see("No instance renews automatically", "a on the Manual renewal tab")
        await desk.press("3")
        await desk.see("Every instance can be renewed here.")
        await desk.press("4")
        await desk.see("No orders yet", "r on the Manual renewal tab")
        await desk.press("5")
        await desk.see("Nothing has been changed")

    play(scenario, world.path)


def test_a_store_without_even_an_account_opens(tmp_path: Path) -> None:
    path = tmp_path / "real.db"
    init_store(path).close()

    async def scenario(desk: Console) -> None:
        await desk.see("renewal-tui import")
        for key in ("r", "a", "u", "t", "o", "*", "y", "enter", "s", "S", "f5", "x"):
            await desk.press(key)
            await desk.back()
        await desk.press("2", "m", "4", "p", "c", "5", "enter")
        assert desk.on_main

    play(scenario, path)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("/", "n", "o", "n", "e", "enter"), ('"none"', "x resets the filters")),
        (("f", "enter", "down", "down", "enter"), ("expires within 7 days", "x resets")),
        (("f", "left", "left", "enter", "down", "down", "enter"), ("has expired", "x resets")),
    ],
)
def test_filters_that_match_nothing_are_told_in_words(
    world: World, keys: tuple[str, ...], said: tuple[str, ...]
) -> None:
    world.instance("i-1", expire="2027-06-30")

    async def scenario(desk: Console) -> None:
        await desk.press(*keys)
        await desk.see(*said)
        assert "0 instances" in desk.bar("status")
        await desk.press("escape", "x")
        assert desk.ids == ["i-1"]

    play(scenario, world.path)


def test_an_action_without_any_row_says_so(world: World) -> None:
    async def scenario(desk: Console) -> None:
        for key in ("r", "a", "u"):
            await desk.press(key)
            assert desk.on_main
        await desk.see("There is no instance to do this to here.")

    play(scenario, world.path)
