"""Marks are set one by one, by ranges and on everything."""

from __future__ import annotations

from tests.ui.table.helpers import Desk, VirtualSource, play, servers, source_of, table_of

TWENTY = servers(*range(20))


def marked_ids(desk: Desk) -> list[str]:
    """The rows that the screen shows as marked."""
    return [line.split()[1] for line in desk.lines()[1:] if line[1:4] == "[x]"]


def test_space_marks_and_goes_down() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("space", "space")
        assert set(desk.table.marks.ids) == {"i-00000000", "i-00000001"}
        assert desk.table.cursor_row == 2
        assert [line[:5] for line in desk.lines()[1:4]] == [" [x] ", " [x] ", ">[ ] "]
        assert desk.heard("marks")

    play(scenario, table_of(TWENTY))


def test_space_on_a_marked_row_takes_its_mark_away() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("space", "up", "space")
        assert not desk.table.marks

    play(scenario, table_of(TWENTY))


def test_a_mark_repaints_two_rows() -> None:
    async def scenario(desk: Desk) -> None:
        desk.table.repainted = set()
        await desk.press("space")
        assert desk.table.repainted == {1, 2}

    play(scenario, table_of(TWENTY))


def test_a_range_goes_from_its_beginning_to_the_cursor() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("down", "v", "down", "down")
        assert desk.table.range_anchor == "i-00000001"
        assert [line[1:4] for line in desk.lines()[1:6]] == ["[ ]", "[+]", "[+]", "[+]", "[ ]"]
        await desk.press("v")
        assert desk.table.range_anchor is None
        assert set(desk.table.marks.ids) == {"i-00000001", "i-00000002", "i-00000003"}

    play(scenario, table_of(TWENTY))


def test_a_range_can_go_upwards_and_shrinks_with_the_cursor() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("down", "down", "down", "v", "up", "up", "down")
        assert [line[1:4] for line in desk.lines()[1:6]] == ["[ ]", "[ ]", "[+]", "[+]", "[ ]"]
        await desk.press("v")
        assert set(desk.table.marks.ids) == {"i-00000002", "i-00000003"}

    play(scenario, table_of(TWENTY))


def test_a_long_range_is_asked_for_in_slices_and_no_row_is_fetched_for_it() -> None:
    source = VirtualSource(10_000)
    table = table_of([])
    table.set_source(source)

    async def scenario(desk: Desk) -> None:
        await desk.press("v", "end")
        asked = len(source.asked)
        await desk.press("v")
        assert desk.table.marks.count(10_000) == 10_000
        assert not desk.table.marks.all_matching
        assert max(stop - start for start, stop in source.ids_asked) < 5_000
        assert len(source.asked) == asked

    play(scenario, table)


def test_a_range_goes_on_from_its_first_row_when_rows_come_before_it() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("down", "v", "down")
        desk.table.set_source(source_of(servers(100, 101, *range(20))))
        await desk.press("v")
        assert set(desk.table.marks.ids) == {"i-00000001", "i-00000002"}

    play(scenario, table_of(TWENTY))


def test_a_range_without_its_first_row_is_given_up() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("v", "down", "down")
        desk.table.set_source(source_of(TWENTY[1:]))
        await desk.pilot.pause()
        assert desk.table.range_anchor is None
        assert not desk.table.marks

    play(scenario, table_of(TWENTY))


def test_a_range_can_be_given_up() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("v", "down", "minus")
        assert desk.table.range_anchor is None
        assert marked_ids(desk) == []
        assert all("[+]" not in line for line in desk.lines())

    play(scenario, table_of(TWENTY))


def test_all_of_a_million_rows_are_marked_without_asking_for_any() -> None:
    source = VirtualSource(1_000_000)
    table = table_of([])
    table.set_source(source)

    async def scenario(desk: Desk) -> None:
        asked = len(source.asked)
        await desk.press("asterisk")
        assert desk.table.marks.all_matching
        assert desk.table.marks.count(desk.table.count) == 1_000_000
        assert (len(source.asked), source.ids_asked) == (asked, [])
        assert len(marked_ids(desk)) == 10
        await desk.press("space", "pagedown")
        assert set(desk.table.marks.excepted) == {"i-00000000"}
        await desk.press("minus")
        assert not desk.table.marks
        assert marked_ids(desk) == []

    play(scenario, table)


def test_marks_stay_on_their_rows_when_the_order_changes() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("space")
        desk.table.set_source(source_of(TWENTY[::-1]))
        await desk.press("end")
        assert marked_ids(desk) == ["i-00000000"]

    play(scenario, table_of(TWENTY))


def test_marks_given_by_the_screen_are_shown() -> None:
    async def scenario(desk: Desk) -> None:
        desk.table.marks.mark(["i-00000002"])
        desk.table.marks_changed()
        await desk.pilot.pause()
        assert marked_ids(desk) == ["i-00000002"]

    play(scenario, table_of(TWENTY))


def test_a_table_without_marks_has_a_narrow_gutter_and_ignores_the_keys() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("space", "v", "asterisk")
        assert not desk.table.marks
        assert desk.table.range_anchor is None
        assert desk.cursor_line().startswith("> i-")

    play(scenario, table_of(TWENTY, markable=False))
