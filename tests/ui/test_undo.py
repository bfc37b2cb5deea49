"""`z` takes back what this operator did last, after a yes [R33]."""

from __future__ import annotations

from renewal_tui.ui.dialogs.policy import PolicyDialog
from renewal_tui.ui.dialogs.result import Result
from renewal_tui.ui.dialogs.undo import UndoDialog
from tests.operations.world import World
from tests.ui.console import Console, play


def test_z_takes_a_switch_back(world: World) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        await desk.press("a")
        await desk.opened(PolicyDialog)
        await desk.press("y")
        await desk.opened(Result)
        await desk.press("escape", "z")
        await desk.opened(UndoDialog)
        await desk.see("1 instance would be switched back")
        await desk.press("y")
        await desk.see("1 instance was switched back")

    play(scenario, world.path)
    assert world.policy("i-1") == ("manual", 1)


def test_where_nothing_can_be_undone_the_dialog_says_why(world: World) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        await desk.press("z")
        await desk.opened(UndoDialog)
        await desk.see("has done nothing here that could be undone")
        await desk.press("y")
        await desk.opened(UndoDialog)

    play(scenario, world.path)
