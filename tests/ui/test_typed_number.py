"""Very many rows are confirmed by typing their number (section 6)."""

from __future__ import annotations

import pytest

from renewal_tui.ui.dialogs.ask import AskText
from renewal_tui.ui.dialogs.policy import PolicyDialog
from renewal_tui.ui.dialogs.renewal import RenewalDialog
from renewal_tui.ui.dialogs.result import Result
from tests.operations.world import World
from tests.ui.console import Console, play


def test_more_than_500_rows_are_switched_once_their_number_is_typed(world: World) -> None:
    world.fleet(501, price=2_00)

    async def scenario(desk: Console) -> None:
        await desk.press("asterisk", "a")
        await desk.opened(PolicyDialog)
        await desk.press("y")
        await desk.opened(AskText)
        await desk.see("501 instances of 1 account, CNY 1,002.00 a month")
        await desk.type_text("500")
        await desk.press("enter")
        await desk.see("501 is to be typed")
        assert world.policy("i-00001") == ("manual", 1)
        await desk.press("backspace", "1", "enter")
        await desk.opened(Result)

    play(scenario, world.path)
    assert {world.policy(one) for one in ("i-00001", "i-00501")} == {("auto", 1)}


def test_esc_leaves_the_number_and_nothing_is_paid(world: World) -> None:
    world.fleet(501, price=1)

    async def scenario(desk: Console) -> None:
        await desk.press("asterisk", "r")
        await desk.opened(RenewalDialog)
        await desk.press("p")
        await desk.opened(AskText)
        await desk.press("escape")
        await desk.opened(RenewalDialog)

    play(scenario, world.path)
    assert world.value("SELECT COUNT(*) FROM orders") == 0


@pytest.mark.parametrize(("rows", "typed"), [(100, False), (101, True)])
def test_more_than_a_tenth_of_many_rows_are_confirmed_so_too(
    world: World, rows: int, typed: bool
) -> None:
    world.fleet(1000 - rows, expire="2026-12-30")
    for number in range(rows):
        world.instance(f"due-{number}", expire="2026-11-25")

    async def scenario(desk: Console) -> None:
        await desk.press(*["space"] * rows, "a")
        await desk.opened(PolicyDialog)
        await desk.press("y")
        await desk.opened(AskText if typed else Result)

    play(scenario, world.path)
