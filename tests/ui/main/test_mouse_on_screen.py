"""The mouse, where it is on: everything that can be clicked."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Button, OptionList

from renewal_tui.domain.filters import Filter
from renewal_tui.ui.dialogs.choose import ChooseMany, ChooseOne
from renewal_tui.ui.dialogs.pages import Page
from renewal_tui.ui.dialogs.policy import PolicyDialog
from renewal_tui.ui.dialogs.renewal import RenewalDialog
from renewal_tui.ui.dialogs.result import Result
from renewal_tui.ui.dialogs.unify import UnifyDialog
from renewal_tui.ui.tabs.registry import TABS
from renewal_tui.ui.widgets.filter_bar import SearchInput
from renewal_tui.ui.widgets.line_bar import LineBar
from tests.operations.world import World
from tests.ui.console import Console, play


async def click_in_dialog(desk: Console, bar: str, text: str) -> None:
    """Click a piece of a dialog's bar."""
    widget = desk.app.screen.query_one(f"#{bar}", LineBar)
    line = "".join(piece.text for piece in widget.pieces())
    await desk.click(widget, line.index(text) + 1)


async def click_button(desk: Console, name: str) -> None:
    """Click a button of a dialog."""
    (found,) = [one for one in desk.app.screen.query(Button) if one.name == name and one.display]
    await desk.click(found, 2)


def test_a_click_on_a_row_moves_the_cursor_and_another_at_once_opens_it(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.click(desk.table, 10, 5)
        assert desk.table.cursor_row == 4
        assert not desk.marked
        await desk.click(desk.table, 10, 5, times=2)
        page = await desk.opened(Page)
        assert desk.under is not None
        assert desk.under in page.heading()

    play(scenario, demo)


def test_a_click_on_the_box_before_a_row_marks_it(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.click(desk.table, 2, 3)
        await desk.click(desk.table, 2, 4)
        assert desk.marked == desk.ids[2:4]
        await desk.click(desk.table, 2, 3)
        assert desk.marked == desk.ids[3:4]
        assert "1 marked" in desk.bar("status")

    play(scenario, demo)


def test_a_click_on_a_tab_goes_there(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        for tab in (*TABS[1:], TABS[0]):
            await desk.click_text("tabs", tab.TITLE)
            assert isinstance(desk.tab, tab)
            assert desk.table.has_focus

    play(scenario, demo)


def test_clicks_on_buttons_open_the_dialogs(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        for title, kind in (
            ("[Renewal]", RenewalDialog),
            ("[Automatic renewal]", PolicyDialog),
            ("[Unified expiration time]", UnifyDialog),
        ):
            await desk.click_text("actions", title)
            await desk.opened(kind)
            await click_button(desk, "cancel")
            await desk.until(lambda: desk.on_main)

    play(scenario, demo)


def test_clicks_on_the_keys_of_the_footer_do_what_the_keys_do(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.click_text("keys", "mark")
        assert len(desk.marked) == 1
        await desk.click_text("keys", "Unify")
        await desk.opened(UnifyDialog)
        await desk.press("escape")
        await desk.click_text("keys", "Help")
        await desk.opened(Page)

    play(scenario, demo)


def test_a_click_on_a_field_of_the_filter_bar_opens_it(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.click_text("filters", "Expire date")
        await desk.opened(ChooseOne)
        options = desk.app.screen.query_one(OptionList)
        await desk.click(options, 4, 2)
        await desk.until(lambda: desk.on_main)
        assert desk.filter.within == 7
        await desk.click_text("filters", "Room type")
        await desk.opened(ChooseMany)
        options = desk.app.screen.query_one(OptionList)
        await desk.click(options, 4, 1)
        assert "[x]" in desk.text
        await click_button(desk, "done")
        await desk.until(lambda: desk.on_main)
        assert len(desk.filter.rooms) == 1
        await desk.click_text("filters", "/ search")
        assert desk.main.query(SearchInput)
        await desk.press("escape")
        await desk.click_text("filters", "Reset")
        assert desk.filter == Filter()

    play(scenario, demo)


def test_the_account_in_the_header_can_be_clicked(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.click_text("title", "all 2 accounts")
        await desk.opened(ChooseOne)
        await desk.see("globex-lab")

    play(scenario, demo)


def test_a_renewal_can_be_paid_by_clicks_alone(world: World) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        await desk.click(desk.table, 10, 1)
        await desk.click_text("actions", "[Renewal]")
        await desk.opened(RenewalDialog)
        await click_in_dialog(desk, "periods", "6 months")
        await desk.see("CNY 600.00")
        await click_button(desk, "pay")
        await desk.opened(Result)
        await click_button(desk, "close")
        await desk.until(lambda: desk.on_main)

    play(scenario, world.path)
    assert world.expire_date("i-1") == "2027-05-30"


def test_the_ways_to_unify_can_be_clicked(world: World) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        await desk.press("u")
        dialog = await desk.opened(UnifyDialog)
        await click_in_dialog(desk, "ways", "on a day of each month")
        assert dialog._by_day
        await click_in_dialog(desk, "ways", "on a date")
        assert not dialog._by_day

    play(scenario, world.path)


def test_the_wheel_scrolls_and_the_cursor_stays(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        under = desk.under
        from textual.events import MouseScrollDown

        await desk.pilot._post_mouse_events([MouseScrollDown], desk.table, offset=(5, 5))
        await desk.settle()
        assert desk.table.first_row == 3
        assert desk.under == under

    play(scenario, demo)
