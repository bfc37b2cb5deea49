"""Screens of every size: what stays, and that nothing breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Button

from tests.operations.world import World
from tests.ui.console import Console, play


@pytest.mark.parametrize("tab", "12345")
def test_80_by_24_keeps_at_least_16_rows_of_table(demo: Path, tab: str) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press(tab)
        assert desk.table.rows_shown >= 16

    play(scenario, demo, size=(80, 24))


def test_80_columns_keep_the_id_the_expire_date_and_what_is_left(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        for tab in "12":
            await desk.press(tab)
            top = desk.table.region.y
            heading = desk.lines[top]
            for word in ("Instance", "Expire", "Left"):
                assert word in heading
            row = desk.lines[top + 1 + desk.table.cursor_row]
            instance = desk.table.cursor_item
            assert instance is not None
            assert instance.expire_date.isoformat() in row
            assert instance.instance_id[:4] in row

    play(scenario, demo, size=(80, 24))


@pytest.mark.parametrize("size", [(20, 5), (60, 20), (200, 60)])
def test_it_works_at_any_size(world: World, size: tuple[int, int]) -> None:
    world.fleet(3, policy="auto", expire="2026-11-22")
    world.instance("m-1", name="生产数据库-主")
    world.instance("m-2", expire="2026-11-20")
    world.unpaid("m-1")

    async def scenario(desk: Console) -> None:
        for tab in "12345":
            await desk.press(tab, "j")
            await desk.press("enter")
            await desk.back()
        await desk.press("1")
        for keys in (("r",), ("u",), ("a",), ("t",), ("o",), ("?",), ("ctrl+p",), ("f", "enter")):
            await desk.press(*keys)
            await desk.back()
        assert all(len(line) <= size[0] for line in desk.lines)

    play(scenario, world.path, size=size)


def test_a_terminal_that_is_resized_is_drawn_anew(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press(*["j"] * 20)
        under = desk.under
        for size in ((80, 24), (60, 12), (160, 50)):
            await desk.pilot.resize_terminal(*size)
            await desk.settle()
            assert desk.under == under
            assert under is not None
            assert any(line.startswith(">") for line in desk.lines)

    play(scenario, demo)


@pytest.mark.parametrize(
    "keys", [("*", "u"), ("4", "enter"), ("?",), ("enter",), ("ctrl+p",)], ids=" ".join
)
def test_every_long_page_fits_again_when_the_terminal_is_resized(
    world: World, keys: tuple[str, ...]
) -> None:
    ids = world.fleet(40, price=1_00)
    world.unpaid(*ids)

    async def scenario(desk: Console) -> None:
        await desk.press(*keys)
        await desk.pilot.resize_terminal(80, 20)
        await desk.settle()
        page = desk.app.screen.query_one("#page").region
        assert page.bottom <= 20
        for found in desk.app.screen.query(Button):
            assert not found.display or str(found.label) in desk.text

    play(scenario, world.path, size=(120, 40))


def test_a_dialog_that_is_open_when_the_terminal_is_resized_stays_usable(world: World) -> None:
    world.fleet(40)

    async def scenario(desk: Console) -> None:
        await desk.press("*", "r")
        await desk.see("Pay CNY 4,000.00")
        await desk.pilot.resize_terminal(80, 24)
        await desk.settle()
        await desk.see("Cancel  esc", "Pay CNY 4,000.00", "Period, months")
        page = desk.app.screen.query_one("#page").region
        assert page.bottom <= 24
        await desk.pilot.resize_terminal(120, 40)
        await desk.settle()
        await desk.see("Cancel  esc", "Pay CNY 4,000.00", "2 years")

    world.top_up(5_000_00)
    play(scenario, world.path, size=(120, 40))
