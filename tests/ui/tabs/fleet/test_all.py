"""The All tab: what is on manual and on automatic renewal together, done row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewal_tui.ui.dialogs.policy import PolicyDialog
from renewal_tui.ui.dialogs.result import Result
from tests.operations.world import World
from tests.ui.console import Console, instance, play


@pytest.fixture
def mixed(world: World) -> World:
    """One on manual renewal, one on automatic renewal, and one on neither list."""
    world.instance("m-1")
    world.instance("a-1", policy="auto", auto_months=3)
    world.instance("t-1", type="trial")
    return world


def test_it_lists_both_with_their_policy_and_nothing_else(mixed: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("0")
        assert sorted(desk.ids) == ["a-1", "m-1"]
        text = await desk.see("Policy", "All 2", "2 instances")
        assert "Auto, 3 months" in next(line for line in text.split("\n") if "a-1" in line)
        assert "Manual" in next(line for line in text.split("\n") if "m-1" in line)

    play(scenario, mixed.path, size=(160, 44))


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_the_policy_stays_on_a_narrow_screen(demo: Path, size: tuple[int, int]) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("0")
        assert "Policy" in desk.lines[desk.table.region.y]

    play(scenario, demo, size=size)


def test_it_shares_the_filter_and_counts_it(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("/")
        await desk.type_text("web")
        await desk.press("enter")
        both = []
        for key in "12":
            await desk.press(key)
            both += desk.ids
        await desk.press("0")
        assert sorted(desk.ids) == sorted(both)
        assert f"All {len(both)}" in desk.bar("tabs")

    play(scenario, demo)


def test_a_switch_leaves_out_what_is_so_already_and_says_why(mixed: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("0", "*", "m")
        await desk.opened(PolicyDialog)
        await desk.press("y")
        await desk.opened(Result)
        await desk.see("a-1", "m-1", "Left out")

    play(scenario, mixed.path)
    assert [instance(mixed.path, one)[1] for one in ("a-1", "m-1")] == ["manual", "manual"]


def test_a_renewal_takes_marked_rows_of_both_policies(mixed: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("0", "*", "r")
        await desk.see("Renewal: 2 instances")
        await desk.press("p")
        await desk.opened(Result)
        await desk.press("escape")
        assert not desk.marked

    play(scenario, mixed.path)
    mixed.books_balance()
