"""Moving the cursor, and that nothing else moves it."""

from __future__ import annotations

from pathlib import Path

from renewal_tui.ui.dialogs.policy import PolicyDialog
from renewal_tui.ui.dialogs.renewal import RenewalDialog
from renewal_tui.ui.dialogs.result import Result
from tests.operations.world import World
from tests.ui.console import Console, play


def test_every_key_that_moves_moves(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        table = desk.table
        last, page = table.count - 1, table.rows_shown
        for key, row in (
            ("down", 1),
            ("j", 2),
            ("up", 1),
            ("k", 0),
            ("pagedown", page),
            ("pageup", 0),
            ("G", last),
            ("g", 0),
            ("end", last),
            ("home", 0),
            ("up", 0),
        ):
            await desk.press(key)
            assert table.cursor_row == row, key

    play(scenario, demo)


def test_the_cursor_stays_on_its_row_when_the_order_changes(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("j", "j", "j")
        under = desk.under
        for key in ("s", "S", "f5", "s"):
            await desk.press(key)
            assert desk.under == under

    play(scenario, demo)


def test_the_cursor_stays_on_its_row_after_an_action(world: World) -> None:
    ids = world.fleet(60, expire="2026-11-30")

    async def scenario(desk: Console) -> None:
        await desk.go_to(ids[41])
        first = desk.table.first_row
        await desk.press("r")
        await desk.opened(RenewalDialog)
        await desk.press("p")
        await desk.opened(Result)
        await desk.press("escape")
        assert desk.under == ids[41]
        assert desk.ids.index(ids[41]) == 59, "it expires later now"
        await desk.go_to(ids[20])
        first = desk.table.first_row
        await desk.press("a")
        await desk.opened(PolicyDialog)
        await desk.press("escape")
        assert (desk.under, desk.table.first_row) == (ids[20], first)

    play(scenario, world.path)


def test_when_its_row_leaves_the_tab_the_cursor_stays_where_the_eye_is(world: World) -> None:
    ids = world.fleet(30)

    async def scenario(desk: Console) -> None:
        await desk.go_to(ids[10])
        await desk.press("a")
        await desk.opened(PolicyDialog)
        await desk.press("y")
        await desk.opened(Result)
        await desk.press("escape")
        assert desk.under == ids[11]
        assert desk.table.cursor_row == 10

    play(scenario, world.path)
