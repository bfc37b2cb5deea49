"""Lines written compactly: a terminal shows the same as if Textual had written all of them."""

from __future__ import annotations

import pyte
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from renewal_tui.ui.widgets.table.compact import CompactStrip, changed_cells
from renewal_tui.ui.widgets.table.styles import numbered

WIDTH = 24
CONSOLE = Console(color_system="truecolor", force_terminal=True)
STYLES = (
    Style(),
    Style(color="#e4e4e4", bgcolor="#12171e"),
    numbered(Style(color="#e4e4e4", bgcolor="#12171e")),
    numbered(Style(color="#ff8787", bgcolor="#12171e")),
    Style(color="#ffffff", bgcolor="#2b5a8c", bold=True),
    Style(color="red", reverse=True),
    Style(bgcolor="#222b37"),
)
LETTERS = "ab 1é测試e\u0301"

runs = st.lists(
    st.tuples(st.text(LETTERS, max_size=8), st.sampled_from(STYLES)), min_size=1, max_size=5
)


def _line(pieces: list[tuple[str, Style]]) -> CompactStrip:
    """A line of WIDTH cells: what is too long is cut, what is too short is padded."""
    segments = Strip([Segment(text, style) for text, style in pieces])
    fitted = segments.crop(0, WIDTH)
    rest = WIDTH - fitted.cell_length
    return CompactStrip([*fitted, Segment(" " * rest, pieces[-1][1])], WIDTH)


def _shown(*writings: str) -> list[tuple[object, ...]]:
    """What a terminal shows of one line after some writings, each from the line's beginning."""
    screen = pyte.Screen(WIDTH + 4, 1)
    stream = pyte.Stream(screen)
    for text in writings:
        stream.feed("\x1b[1;1H" + text)
    return [tuple(screen.buffer[0][x]) for x in range(WIDTH + 4)]


@given(runs)
def test_a_compact_line_looks_as_textual_would_have_written_it(
    pieces: list[tuple[str, Style]],
) -> None:
    line = _line(pieces)
    plain = Strip(list(line), WIDTH)
    assert _shown(line.render(CONSOLE)) == _shown(plain.render(CONSOLE))


@given(runs, st.text(LETTERS, max_size=3), runs)
@example([("", STYLES[0]), ("\u0301", STYLES[0])], "1", [("", STYLES[0])])
@settings(max_examples=300, deadline=None)
def test_writing_a_line_up_to_where_it_has_changed_shows_the_new_line(
    old: list[tuple[str, Style]], inserted: str, other: list[tuple[str, Style]]
) -> None:
    # Two lines that often end alike: the second is the first with something put before it or cut.
    new = [(inserted, other[0][1]), *old[1:]]
    before, after = _line(old), _line(new)
    part = after.crop(0, changed_cells(before, after))
    assert _shown(before.render(CONSOLE), part.render(CONSOLE)) == _shown(after.render(CONSOLE))


@given(runs)
def test_a_line_that_is_the_same_needs_no_writing(pieces: list[tuple[str, Style]]) -> None:
    assert changed_cells(_line(pieces), _line(pieces)) == 0


@given(runs, st.integers(0, WIDTH))
def test_the_beginning_of_a_line_has_as_many_cells_as_were_asked_for(
    pieces: list[tuple[str, Style]], end: int
) -> None:
    part = _line(pieces).crop(0, end)
    assert part.cell_length == end == sum(cell_len(segment.text) for segment in part)


def test_a_tone_within_a_line_costs_no_reset_and_no_background() -> None:
    plain, toned = STYLES[2], STYLES[3]
    line = CompactStrip([Segment("a", plain), Segment("b", toned), Segment("c", plain)], 3)
    assert line.render(CONSOLE) == (
        "\x1b[38;5;254;48;2;18;23;30ma\x1b[38;5;210mb\x1b[38;5;254mc\x1b[0m"
    )
