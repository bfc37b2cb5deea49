"""The cursor moves by keys, stays on its row when the rows change, and is always in view."""

from __future__ import annotations

import pytest

from tests.ui.table.helpers import Desk, VirtualSource, play, servers, source_of, table_of

HUNDRED = servers(*range(100))


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (["down", "down"], 2),
        (["j", "j", "k"], 1),
        (["up"], 0),
        (["pagedown"], 10),
        (["down", "pagedown", "pagedown"], 21),
        (["pagedown", "pageup"], 0),
        (["down", "pageup"], 0),
        (["end"], 99),
        (["G", "down"], 99),
        (["end", "pageup"], 89),
        (["end", "home"], 0),
        (["G", "g"], 0),
    ],
)
def test_keys_move_the_cursor_and_it_is_in_view(keys: list[str], row: int) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press(*keys)
        assert desk.table.cursor_row == row
        assert desk.table.cursor_id == f"i-{row:08d}"
        assert f"i-{row:08d}" in desk.cursor_line()

    play(scenario, table_of(HUNDRED))


def test_a_page_keeps_the_cursor_on_its_line() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("down", "down", "down")
        await desk.press("pagedown")
        assert desk.lines()[4] == desk.cursor_line()
        assert "i-00000010" in desk.lines()[1]

    play(scenario, table_of(HUNDRED))


def test_enter_chooses_the_row_under_the_cursor() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("down", "enter")
        assert desk.heard("chosen") == ["i-00000001"]

    play(scenario, table_of(HUNDRED))


def test_the_cursor_stays_on_its_row_and_line_when_rows_come_and_go_above_it() -> None:
    async def scenario(desk: Desk) -> None:
        desk.table.move_cursor(50)
        await desk.press("up", "up")
        line = desk.lines().index(desk.cursor_line())
        desk.table.set_source(source_of(servers(*range(30, 200))))
        await desk.pilot.pause()
        assert desk.table.cursor_id == "i-00000048"
        assert desk.table.cursor_row == 18
        assert desk.lines().index(desk.cursor_line()) == line

    play(scenario, table_of(HUNDRED))


def test_the_cursor_stays_on_its_row_when_the_order_is_turned_round() -> None:
    async def scenario(desk: Desk) -> None:
        desk.table.move_cursor(40)
        desk.table.set_source(source_of(HUNDRED[::-1]))
        await desk.pilot.pause()
        assert desk.table.cursor_id == "i-00000040"
        assert desk.table.cursor_row == 59
        assert "i-00000040" in desk.cursor_line()

    play(scenario, table_of(HUNDRED))


def test_when_its_row_is_gone_the_cursor_stays_where_it_stood() -> None:
    async def scenario(desk: Desk) -> None:
        desk.table.move_cursor(40)
        line = desk.lines().index(desk.cursor_line())
        desk.table.set_source(source_of([row for row in HUNDRED if row.number != 40]))
        await desk.pilot.pause()
        assert desk.table.cursor_row == 40
        assert desk.table.cursor_id == "i-00000041"
        assert desk.lines().index(desk.cursor_line()) == line

    play(scenario, table_of(HUNDRED))


def test_when_fewer_rows_are_left_the_cursor_stands_on_the_last_one() -> None:
    async def scenario(desk: Desk) -> None:
        desk.table.move_cursor(90)
        desk.table.set_source(source_of(servers(1, 2, 3)))
        await desk.pilot.pause()
        assert desk.table.cursor_id == "i-00000003"
        assert "i-00000003" in desk.cursor_line()
        assert "i-00000001" in desk.lines()[1]

    play(scenario, table_of(HUNDRED))


def test_a_row_that_stands_where_it_stood_is_not_searched_for() -> None:
    class Unplaced(VirtualSource):
        def position(self, row_id: str) -> int | None:
            raise AssertionError(row_id)

    async def scenario(desk: Desk) -> None:
        desk.table.move_cursor(20)
        desk.table.set_source(Unplaced(1_000_000))
        await desk.pilot.pause()
        assert desk.table.cursor_id == "i-00000020"

    play(scenario, table_of(HUNDRED))


def test_without_keeping_the_cursor_goes_to_the_top() -> None:
    async def scenario(desk: Desk) -> None:
        desk.table.move_cursor(90)
        desk.table.set_source(source_of(HUNDRED), keep=False)
        await desk.pilot.pause()
        assert desk.table.cursor_id == "i-00000000"
        assert desk.lines()[1] == desk.cursor_line()

    play(scenario, table_of(HUNDRED))


def test_a_reload_shows_what_the_source_says_now_and_nothing_jumps() -> None:
    rows = list(HUNDRED)

    async def scenario(desk: Desk) -> None:
        desk.table.move_cursor(30)
        before = desk.lines()
        rows[30] = rows[30]._replace(name="renamed")
        desk.table.set_source(desk.table.source)
        await desk.pilot.pause()
        changed = [new for old, new in zip(before, desk.lines(), strict=True) if old != new]
        assert changed == [desk.cursor_line()]
        assert "renamed" in changed[0]
        assert desk.table.cursor_id == "i-00000030"

    play(scenario, table_of(rows))


def test_rows_scrolled_to_by_the_wheel_stay_in_place_when_rows_change_above_them() -> None:
    async def scenario(desk: Desk) -> None:
        desk.table.scroll_rows_to(60)
        await desk.pilot.pause()
        before = desk.lines()
        desk.table.set_source(source_of(HUNDRED[20:]))
        await desk.pilot.pause()
        assert [line[6:15] for line in desk.lines()] == [line[6:15] for line in before]
        assert desk.table.cursor_row == 0

    play(scenario, table_of(HUNDRED))


def test_a_smaller_screen_still_shows_the_cursor() -> None:
    async def scenario(desk: Desk) -> None:
        desk.table.move_cursor(9)
        await desk.pilot.resize_terminal(60, 6)
        await desk.pilot.pause()
        assert "i-00000009" in desk.cursor_line()

    play(scenario, table_of(HUNDRED))


def test_a_larger_screen_leaves_no_blank_lines_while_there_are_rows() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("end")
        await desk.pilot.resize_terminal(60, 31)
        await desk.pilot.pause()
        assert "i-00000070" in desk.lines()[1]
        assert "i-00000099" in desk.lines()[30]

    play(scenario, table_of(HUNDRED))


def test_rows_can_be_given_before_the_table_is_on_the_screen() -> None:
    table = table_of([])
    table.set_source(source_of(HUNDRED))
    table.move_cursor(20)

    async def scenario(desk: Desk) -> None:
        assert desk.table.cursor_id == "i-00000020"
        assert "i-00000020" in desk.cursor_line()

    play(scenario, table)


def test_without_rows_no_key_does_any_harm() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("down", "pagedown", "end", "up", "home", "enter", "space", "v", "asterisk")
        assert desk.table.cursor_id is None
        assert desk.table.cursor_item is None
        assert desk.heard("marks") == []
        assert desk.heard("chosen") == [None], "whoever has no rows may know where there are some"

    play(scenario, table_of([]))


def test_an_arrow_repaints_two_rows_and_a_reload_none_of_the_headings() -> None:
    async def scenario(desk: Desk) -> None:
        desk.table.repainted = set()
        await desk.press("down")
        assert desk.table.repainted == {1, 2}
        desk.table.repainted = set()
        desk.table.set_source(desk.table.source)
        assert desk.table.repainted == set(range(1, 11))

    play(scenario, table_of(HUNDRED))


def test_a_change_of_focus_repaints_only_the_cursor() -> None:
    async def scenario(desk: Desk) -> None:
        desk.table.repainted = set()
        desk.app.set_focus(None)
        await desk.pilot.pause()
        desk.table.focus()
        await desk.pilot.pause()
        assert desk.app.focused is desk.table
        assert desk.table.repainted == {1}

    play(scenario, table_of(HUNDRED))


def test_a_million_rows_cost_the_first_paint_no_more_than_two_windows() -> None:
    source = VirtualSource(1_000_000)
    table = table_of([])
    table.set_source(source)

    async def scenario(desk: Desk) -> None:
        assert "i-00000000" in desk.cursor_line()
        assert len(source.asked) <= 2
        assert source.counted == 1
        await desk.press("end")
        assert "i-00999999" in desk.cursor_line()
        assert len(source.asked) <= 4
        assert source.ids_asked == []

    play(scenario, table, size=(120, 40))
