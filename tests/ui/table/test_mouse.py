"""The mouse: clicks on rows, marks and headings, the wheel, and the rail."""

from __future__ import annotations

import pytest
from textual.events import MouseScrollDown, MouseScrollUp

from tests.ui.table.helpers import Desk, play, servers, table_of

HUNDRED = servers(*range(100))


def wheel(desk: Desk, kind: type[MouseScrollDown | MouseScrollUp], *, shift: bool = False) -> None:
    """One step of the wheel over the table."""
    desk.table.post_message(kind(desk.table, 5, 5, 0, 0, 0, shift, False, False))


def test_a_click_moves_the_cursor_to_the_row() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("pagedown")
        await desk.click(20, 4)
        assert desk.table.cursor_id == "i-00000013"
        assert not desk.table.marks
        assert desk.heard("chosen") == []

    play(scenario, table_of(HUNDRED))


def test_a_click_in_the_gutter_turns_the_mark() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.click(2, 3)
        assert set(desk.table.marks.ids) == {"i-00000002"}
        assert desk.table.cursor_id == "i-00000002"
        await desk.click(2, 3)
        assert not desk.table.marks

    play(scenario, table_of(HUNDRED))


def test_a_double_click_chooses_the_row() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.click(20, 3, times=2)
        assert desk.heard("chosen") == ["i-00000002"]

    play(scenario, table_of(HUNDRED))


def test_a_click_below_the_rows_does_nothing() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.click(20, 7)
        assert desk.table.cursor_row == 0
        assert desk.app.heard == []

    play(scenario, table_of(HUNDRED[:3]))


@pytest.mark.parametrize(
    ("title", "heard"), [("Instance", ["id"]), ("Left", ["left"]), ("Name", []), ("Note", [])]
)
def test_a_click_on_a_sortable_heading_is_told(title: str, heard: list[str]) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.click(desk.lines()[0].index(title), 0)
        assert desk.heard("header") == heard
        assert desk.table.cursor_row == 0

    play(scenario, table_of(HUNDRED))


def test_a_click_on_the_gutter_of_the_headings_is_nothing() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.click(1, 0)
        assert desk.app.heard == []

    play(scenario, table_of(HUNDRED))


def test_the_wheel_scrolls_three_rows_and_leaves_the_cursor_alone() -> None:
    async def scenario(desk: Desk) -> None:
        wheel(desk, MouseScrollDown)
        await desk.pilot.pause()
        assert desk.table.first_row == 3
        assert desk.table.cursor_row == 0
        wheel(desk, MouseScrollUp)
        wheel(desk, MouseScrollUp)
        await desk.pilot.pause()
        assert desk.table.first_row == 0

    play(scenario, table_of(HUNDRED))


def test_a_key_after_the_wheel_brings_the_cursor_back_into_view() -> None:
    async def scenario(desk: Desk) -> None:
        for _ in range(10):
            wheel(desk, MouseScrollDown)
        await desk.pilot.pause()
        await desk.press("down")
        assert "i-00000001" in desk.cursor_line()

    play(scenario, table_of(HUNDRED))


def test_the_wheel_with_shift_scrolls_sideways() -> None:
    async def scenario(desk: Desk) -> None:
        wheel(desk, MouseScrollDown, shift=True)
        await desk.pilot.pause()
        assert desk.table.scroll_offset.x > 0
        assert desk.table.first_row == 0
        wheel(desk, MouseScrollUp, shift=True)
        await desk.pilot.pause()
        assert desk.table.scroll_offset.x == 0

    play(scenario, table_of(HUNDRED), size=(30, 11))


def test_the_rail_can_be_pulled_from_end_to_end() -> None:
    async def scenario(desk: Desk) -> None:
        rail = 59
        await desk.pilot.mouse_down(desk.table, offset=(rail, 1))
        await desk.pilot.hover(desk.table, offset=(rail, 10))
        assert desk.table.first_row == 90
        await desk.pilot.hover(desk.table, offset=(5, 1))
        assert desk.table.first_row == 0
        await desk.pilot.mouse_up(desk.table, offset=(5, 1))
        await desk.pilot.hover(desk.table, offset=(rail, 10))
        assert desk.table.first_row == 0
        assert desk.table.cursor_row == 0

    play(scenario, table_of(HUNDRED))
