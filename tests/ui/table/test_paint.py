"""Texts in a given number of cells."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from renewal_tui.ui.widgets.table.columns import Align, Cut
from renewal_tui.ui.widgets.table.paint import LONGEST, clean, fit

WIDE = "数据库主库"
texts = st.text(max_size=30) | st.text(alphabet="a数é\u0301🚀한 [/]", max_size=30)


@pytest.mark.parametrize(
    ("text", "width", "align", "cut", "shown"),
    [
        ("web-01", 8, "left", "end", "web-01  "),
        ("320.00", 8, "right", "end", "  320.00"),
        ("web-01", 6, "left", "end", "web-01"),
        ("web-server", 6, "left", "end", "web-s…"),
        ("i-0123456789", 7, "left", "middle", "i-0…789"),
        ("i-0123456789", 6, "left", "middle", "i-0…89"),
        ("web", 1, "left", "end", "…"),
        ("web", 0, "left", "end", ""),
        (WIDE, 10, "left", "end", WIDE),
        (WIDE, 5, "left", "end", "数据…"),
        (WIDE, 6, "left", "end", "数据… "),
        (WIDE, 6, "right", "end", " 数据…"),
        (WIDE, 6, "left", "middle", "数…库 "),
        ("", 3, "left", "end", "   "),
    ],
)
def test_a_text_is_padded_or_cut_to_its_cells(
    text: str, width: int, align: Align, cut: Cut, shown: str
) -> None:
    assert fit(text, width, align, cut) == shown


def test_without_unicode_another_sign_tells_of_the_cut() -> None:
    assert fit("web-server", 6, mark="~") == "web-s~"


@settings(deadline=None)
@given(
    texts,
    st.integers(0, 24),
    st.sampled_from(["left", "right"]),
    st.sampled_from(["end", "middle"]),
)
def test_a_text_takes_exactly_its_cells_and_no_character_is_halved(
    text: str, width: int, align: Align, cut: Cut
) -> None:
    safe = clean(text)
    shown = fit(safe, width, align, cut)
    assert cell_len(shown) == width
    assert set(shown) <= set(safe) | {"…", " "}


@given(texts, st.integers(2, 24))
def test_an_ending_never_begins_with_a_mark_that_lost_its_letter(text: str, width: int) -> None:
    shown = fit(clean(text), width, cut="middle")
    _, cut, ending = shown.partition("…")
    if cut and "…" not in text and ending:
        assert unicodedata.combining(ending[0]) == 0


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b]52;c;aGk=\x07",
        "\x1b[2J",
        "a\nb",
        "a\tb",
        "\u202eevil",
        "\x9b31m",
        "a\u200db",
        "\ud800",
    ],
)
def test_nothing_that_a_terminal_could_obey_gets_through(hostile: str) -> None:
    assert all(unicodedata.category(character)[0] != "C" for character in clean(hostile))


def test_a_very_long_text_is_not_looked_at_to_its_end() -> None:
    assert len(clean("x" * 1_000_000)) == LONGEST
