"""Screens of every size: what stays, and that nothing breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.screen import Screen
from textual.widgets import Button

from renewal_tui.domain.eligibility import FLAG_EXPIRED_AUTO
from renewal_tui.ui.dialogs.ask import Confirm
from renewal_tui.ui.dialogs.choose import ChooseMany, ChooseOne
from renewal_tui.ui.dialogs.clock import ClockDialog
from renewal_tui.ui.dialogs.order import OrderDialog
from renewal_tui.ui.dialogs.pages import Page
from renewal_tui.ui.dialogs.policy import PolicyDialog
from renewal_tui.ui.dialogs.renewal import RenewalDialog
from renewal_tui.ui.dialogs.result import Result
from renewal_tui.ui.dialogs.run import RunDialog
from renewal_tui.ui.dialogs.top_up import TopUpDialog
from renewal_tui.ui.dialogs.unify import UnifyDialog
from renewal_tui.ui.main.screen import MainScreen
from tests.operations.world import World
from tests.ui.console import Console, play


@pytest.mark.parametrize("tab", "123450")
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


def test_80_columns_tell_whose_each_row_is_and_its_status(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        for tab in "12":
            await desk.press(tab)
            heading = desk.lines[desk.table.region.y]
            for word in ("Name", "Account", "Status"):
                assert word in heading, heading
            assert "Price" not in heading
            word = "Lapsed" if tab == "2" else "Expired"
            assert word in desk.lines[desk.table.region.y + 1]

    play(scenario, demo, size=(80, 24))


def test_80_columns_show_the_code_of_a_room_and_not_its_price(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        for keys in ((), ("o", "down", "enter")):
            await desk.press(*keys)
            assert "cn-guangzhou-1" in desk.lines[desk.table.region.y + 1]
            assert "Price" not in desk.lines[desk.table.region.y]

    play(scenario, demo, size=(80, 24))


@pytest.mark.parametrize("read_only", [False, True])
def test_60_columns_tell_the_time_of_a_sandbox(demo: Path, read_only: bool) -> None:
    async def scenario(desk: Console) -> None:
        title = desk.lines[0]
        for words in ("SANDBOX", "all 2 accounts", "2026-11-22 10:00 Sun"):
            assert words in title
        assert ("READ-ONLY" in title) == read_only
        await desk.pilot.resize_terminal(80, 24)
        await desk.settle()
        assert "CNY 13,120.00" in desk.lines[0]

    play(scenario, demo, size=(60, 20), read_only=read_only)


def test_a_header_that_is_too_narrow_names_no_currency_rather_than_one_of_them(
    world: World,
) -> None:
    world.account("tokyo", 700_00, currency="USD")

    async def scenario(desk: Console) -> None:
        assert "2026-11-22 10:00 Sun" in desk.lines[0]
        assert "CNY" not in desk.lines[0]
        assert "USD" not in desk.lines[0]

    play(scenario, world.path, size=(70, 20))


def test_a_toast_hides_neither_the_counts_nor_the_keys(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("y")
        assert desk.toasts
        await desk.see("133 instances, 7 expired, 21 more within 7 days", "space mark", "? Help")

    play(scenario, demo, size=(80, 24))


@pytest.mark.parametrize("size", [(20, 5), (200, 60)])
def test_it_works_at_any_size(world: World, size: tuple[int, int]) -> None:
    world.fleet(3, policy="auto", expire="2026-11-22")
    world.instance("m-1", name="生产数据库-主")
    world.instance("m-2", expire="2026-11-20")
    world.unpaid("m-1")

    async def scenario(desk: Console) -> None:
        for tab in "123450":
            await desk.press(tab, "j")
            await desk.press("enter")
            await desk.back()
        await desk.press("1")
        for keys in (("r",), ("u",), ("a",), ("t",), ("o",), ("?",), ("ctrl+p",), ("f", "enter")):
            await desk.press(*keys)
            await desk.back()
        assert all(len(line) <= size[0] for line in desk.lines)

    play(scenario, world.path, size=size)


WAYS: dict[str, type[Screen[Any]]] = {
    "1 j": MainScreen,
    "2 j": MainScreen,
    "3 j": MainScreen,
    "4 j": MainScreen,
    "5 j": MainScreen,
    "1 enter": Page,
    "1 ?": Page,
    "5 enter": Page,
    "4 enter": OrderDialog,
    "4 p": OrderDialog,
    "4 c": Confirm,
    "1 r": RenewalDialog,
    "1 u": UnifyDialog,
    "1 a": PolicyDialog,
    "2 m": PolicyDialog,
    "1 t": ChooseOne,
    "1 t enter": TopUpDialog,
    "1 o": ChooseOne,
    "1 f enter": ChooseOne,
    "1 f right enter": ChooseMany,
    "1 ctrl+p": ChooseOne,
    "1 ctrl+p c l o c k enter": ClockDialog,
    "1 ctrl+p r u n enter": RunDialog,
    "1 ctrl+p r u n enter y": Result,
    "1 r p": Result,
    "1 u m 5 p": Result,
    "1 r l": Result,
    "1 a y": Result,
    "1 / m": MainScreen,
}
"""The keys to every tab and every dialog, and what they open."""


@pytest.fixture
def tiny(world: World) -> World:
    """Something to show on every tab and in every dialog."""
    world.fleet(3, policy="auto", expire="2026-11-22")
    for number in range(9):
        world.instance(f"m-{number}", name="生产数据库-主")
    world.account("other")
    world.unpaid("m-8")
    return world


def sizes(at: int) -> list[tuple[int, int]]:
    """One screen of one to five columns, and one of so many rows, or both; the ways take turns."""
    first, second = at % 5 + 1, (at + 2) % 5 + 1
    return [(first, 24), (80, second) if at % 2 else (second, second)]


@pytest.mark.parametrize("half", [0, 1])
def test_no_tab_and_no_dialog_breaks_at_one_to_five_columns_and_rows(
    tiny: World, half: int
) -> None:
    """It opens on the one screen and becomes the other, and the other way round."""

    async def scenario(desk: Console) -> None:
        for at, (way, opened) in [*enumerate(WAYS.items())][half::2]:
            few = sizes(at // 2)
            first = few[at % 4 // 2]
            await desk.pilot.resize_terminal(*first)
            await desk.press(*way.split())
            await desk.opened(opened)
            for columns, rows in (first, *few):
                await desk.pilot.resize_terminal(columns, rows)
                await desk.settle()
                assert len(desk.lines) == rows, way
                assert all(cell_len(line) <= columns for line in desk.lines), way
            await desk.back()

    play(scenario, tiny.path, size=(80, 24))


def test_every_tab_and_dialog_opens_on_a_screen_of_one_cell(tiny: World) -> None:
    async def scenario(desk: Console) -> None:
        for way, opened in WAYS.items():
            await desk.press(*way.split())
            await desk.opened(opened)
            await desk.back()

    play(scenario, tiny.path, size=(1, 1))


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


@pytest.mark.parametrize(
    ("width", "flag"),
    [(80, "Lapsed"), (160, "Expired, no longer auto"), (220, FLAG_EXPIRED_AUTO.capitalize())],
)
def test_the_flag_of_an_expired_automatic_row_is_never_cut(
    demo: Path, width: int, flag: str
) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("2")
        assert desk.lines[desk.table.region.y + 1].rstrip(" ▐").endswith(flag)

    play(scenario, demo, size=(width, 24))


def test_the_zone_gives_way_to_the_balance(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        assert "CNY 13,120.00" in desk.bar("title")
        assert "Asia/Shanghai" not in desk.bar("title")

    play(scenario, demo, size=(100, 30), read_only=True)
