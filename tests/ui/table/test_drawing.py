"""What a table looks like: aligned, legible, clipped to the screen, and small on the wire."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from rich.color import ColorType
from rich.console import Console
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.theme import BUILTIN_THEMES

from renewal_tui.ui.widgets.table.styles import LEAST_CONTRAST, contrast
from tests.ui.table.helpers import (
    Desk,
    Server,
    play,
    servers,
    table_of,
)

HUNDRED = servers(*range(100))
HOSTILE = [
    "数据库-主库-一二三四五六七八九十一二三四五",
    "\x1b[2J\x1b]52;c;aGk=\x07",
    "[/] [@click=app.quit]x[/]",
    "a\nb\tc",
    "\u202egnp.exe",
    "e\u0301\u0301\u0301\u0301",
    "👩\u200d👩\u200d👧\ufe0f family",
    "",
    "x" * 5_000,
    "한국어 서버",
]


def styles_of(desk: Desk) -> Iterator[Style]:
    """The styles of everything on the screen."""
    for y in range(desk.table.size.height):
        for segment in desk.table.render_line(y):
            if segment.style is not None and segment.text.strip():
                yield segment.style


@pytest.mark.parametrize("width", [30, 60, 120])
def test_names_of_any_kind_leave_every_column_in_its_place(width: int) -> None:
    rows = [Server(number, name) for number, name in enumerate(HOSTILE)]

    async def scenario(desk: Desk) -> None:
        lines = desk.lines()
        assert {cell_len(line) for line in lines} == {width}
        assert all(line.isprintable() for line in lines)
        if width == 120:
            before = [line[: line.index("20 d")] for line in lines[1:]]
            assert len({cell_len(text) for text in before}) == 1

    play(scenario, table_of(rows), size=(width, 11))


def test_markup_in_a_name_is_shown_as_it_is() -> None:
    async def scenario(desk: Desk) -> None:
        assert "[@click=app.quit]x[/]" in desk.lines()[1]

    play(scenario, table_of([Server(1, "[@click=app.quit]x[/]")]))


def test_the_sorted_heading_has_an_arrow_that_turns() -> None:
    async def scenario(desk: Desk) -> None:
        assert "▲" not in desk.lines()[0]
        desk.table.set_sort("left")
        assert "Left ▲" in desk.lines()[0]
        desk.table.set_sort("id", descending=True)
        assert "Instance ▼" in desk.lines()[0]
        assert "▲" not in desk.lines()[0]

    play(scenario, table_of(HUNDRED))


def test_ascii_is_enough_where_it_has_to_be() -> None:
    async def scenario(desk: Desk) -> None:
        desk.table.set_sort("left")
        await desk.press("space")
        assert all(line.isascii() for line in desk.lines())
        assert "Left ^" in desk.lines()[0]
        assert "x~" in desk.lines()[1]

    play(scenario, table_of([Server(1, "x" * 99), *HUNDRED], ascii=True))


def test_the_headings_stay_while_the_rows_scroll() -> None:
    async def scenario(desk: Desk) -> None:
        heading = desk.lines()[0]
        await desk.press("end")
        assert desk.lines()[0] == heading
        assert "Instance" in heading

    play(scenario, table_of(HUNDRED))


def test_a_narrow_screen_scrolls_sideways_and_says_that_there_is_more() -> None:
    async def scenario(desk: Desk) -> None:
        assert desk.lines()[0].endswith("›")
        assert "20 d" not in desk.lines()[1]
        fitted = desk.lines()
        await desk.press("right", "right", "right")
        lines = desk.lines()
        assert lines[0].startswith("‹")
        assert not lines[0].endswith("›")
        assert lines[1].startswith(">[ ] ")
        assert lines[1].rstrip("▐ ").endswith("20 d fine")
        assert {len(line) for line in lines} == {30}
        await desk.press("space")
        assert desk.lines()[1].startswith(" [x] ")
        await desk.press("-", "up", "left", "left", "left")
        assert desk.lines() == fitted

    play(scenario, table_of(HUNDRED), size=(30, 11))


def test_columns_that_were_left_out_are_reached_by_scrolling_sideways() -> None:
    async def scenario(desk: Desk) -> None:
        assert "Note" not in desk.lines()[0]
        assert desk.lines()[0].endswith("›")
        fitted = desk.lines()
        await desk.press("right")
        assert "Note" in desk.lines()[0]
        await desk.press("left")
        assert desk.lines() == fitted

    play(scenario, table_of(HUNDRED), size=(40, 11))


def test_scrolled_sideways_a_wide_character_is_never_halved() -> None:
    rows = [Server(number, "数据库主库数据库") for number in range(30)]

    async def scenario(desk: Desk) -> None:
        for left in range(20):
            desk.table.scroll_cells_to(left)
            assert {cell_len(line) for line in desk.lines()} == {30}

    play(scenario, table_of(rows), size=(30, 11))


def test_the_least_important_column_is_left_out_when_it_does_not_fit() -> None:
    async def scenario(desk: Desk) -> None:
        assert "Note" in desk.lines()[0]
        await desk.pilot.resize_terminal(42, 11)
        await desk.pilot.pause()
        assert "Note" not in desk.lines()[0]
        assert "Left" in desk.lines()[0]

    play(scenario, table_of(HUNDRED))


def test_without_rows_the_message_says_why() -> None:
    async def scenario(desk: Desk) -> None:
        assert [line.strip() for line in desk.lines()[1:5]] == [
            "",
            "Nothing is due.",
            "x resets",
            "",
        ]
        assert "Instance" in desk.lines()[0]
        desk.table.empty_message = "No instance matches."
        assert "No instance matches." in desk.lines()[2]

    table = table_of([])
    table.empty_message = "Nothing is due.\nx resets"
    play(scenario, table)


def test_the_last_page_is_full_and_short_lists_are_followed_by_blank_lines() -> None:
    async def scenario(desk: Desk) -> None:
        assert [bool(line.strip()) for line in desk.lines()] == [True] * 4 + [False] * 7

    play(scenario, table_of(HUNDRED[:3]))


def test_the_rail_shows_where_the_screen_is() -> None:
    async def scenario(desk: Desk) -> None:
        assert [line[-1] for line in desk.lines()[1:]] == ["▐"] + [" "] * 9
        await desk.press("end")
        assert [line[-1] for line in desk.lines()[1:]] == [" "] * 9 + ["▐"]

    play(scenario, table_of(HUNDRED))


def test_other_columns_can_be_shown_of_the_same_rows() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("down")
        desk.table.set_columns(desk.table.columns[:1])
        await desk.pilot.pause()
        assert desk.cursor_line().split() == [">[", "]", "i-00000001"]

    play(scenario, table_of(HUNDRED))


@pytest.mark.parametrize("theme", sorted(BUILTIN_THEMES))
def test_everything_can_be_read_in_every_theme(theme: str) -> None:
    rows = [Server(n, "x", left) for n, left in enumerate([-2, 0, 30, -2, 0, 30])]

    async def scenario(desk: Desk) -> None:
        desk.app.theme = theme
        await desk.press("space", "space", "space")
        for style in styles_of(desk):
            if style.color and style.bgcolor and style.color.type is ColorType.TRUECOLOR:
                text, ground = (Color.from_rich_color(c) for c in (style.color, style.bgcolor))
                assert contrast(text, ground) >= LEAST_CONTRAST - 0.1, (theme, style)

    play(scenario, table_of(rows))


def test_without_colour_every_state_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def scenario(desk: Desk) -> None:
        await desk.press("space")
        cursor = desk.table.render_line(2)
        assert cursor.text.startswith(">[ ]")
        assert desk.lines()[1].startswith(" [x]")
        assert all(segment.style and segment.style.reverse for segment in cursor)
        colours = [colour for style in styles_of(desk) for colour in (style.color, style.bgcolor)]
        assert all(len(set(colour.triplet)) == 1 for colour in colours if colour and colour.triplet)

    play(scenario, table_of(HUNDRED))


def test_a_page_is_hardly_more_than_its_characters_on_the_wire() -> None:
    rows = [Server(number, f"web-{number}", number % 40 - 4) for number in range(100)]
    terminal = Console(color_system="truecolor", force_terminal=True, _environ={})

    async def scenario(desk: Desk) -> None:
        await desk.press("pagedown")
        lines = [desk.table.render_line(y) for y in range(1, 40)]
        written = sum(len(line.render(terminal)) + len("\x1b[40;1H") for line in lines)
        assert written <= 1.5 * 39 * 120

    play(scenario, table_of(rows), size=(120, 40))


def test_a_row_without_a_tone_is_written_in_one_piece() -> None:
    async def scenario(desk: Desk) -> None:
        assert [len(list(desk.table.render_line(y))) for y in range(1, 4)] == [1, 1, 1]

    play(scenario, table_of([Server(number, "x", 20) for number in range(3)]))


def test_a_cell_with_a_tone_of_its_own_is_one_piece_of_its_row() -> None:
    async def scenario(desk: Desk) -> None:
        plain, toned = desk.table.render_line(2), desk.table.render_line(3)
        assert len(list(plain)) == 1
        assert [segment.text.strip() for segment in toned][1] == "-5 d"
        assert len(list(toned)) == 3

    play(scenario, table_of([Server(0, "x"), Server(1, "x", 20), Server(2, "x", -5)]))


def test_the_mouse_passing_over_repaints_nothing() -> None:
    async def scenario(desk: Desk) -> None:
        desk.table.repainted = set()
        await desk.pilot.hover(desk.table, offset=(20, 5))
        await desk.pilot.hover(desk.table, offset=(30, 0))
        assert desk.table.repainted == set()

    play(scenario, table_of(HUNDRED))


def test_a_line_that_did_not_change_is_not_drawn_again() -> None:
    async def scenario(desk: Desk) -> None:
        before = desk.table.render_lines(Region(0, 0, 60, 11))
        await desk.press("down")
        after = desk.table.render_lines(Region(0, 0, 60, 11))
        kept = [y for y in range(11) if before[y] is after[y]]
        assert kept == [0, 3, 4, 5, 6, 7, 8, 9, 10]
        assert [line.cell_length for line in desk.table.render_lines(Region(5, 2, 7, 2))] == [7, 7]

    play(scenario, table_of(HUNDRED))
