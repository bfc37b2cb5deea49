"""Names are data: nothing of them reaches the terminal as a command."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.domain.text import MAX_MARKS, guarded, printable, unguarded

MARK = "\N{COMBINING ACUTE ACCENT}"
texts = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["C"]),
        st.characters(categories=["Mn", "Me", "Mc", "Z"]),
    ),
    max_size=30,
)


@pytest.mark.parametrize("text", ["", "web-01", "[/] [red]x[/red]", "数据库 主", "café", "a\u0301"])
def test_an_honest_name_is_shown_as_it_is(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;eA==\x07", "␛]52;c;eA==␇"),
        ("a\r\nb\tc\x00", "a␍␊b␉c␀"),
        ("\x7f", "␡"),
        ("\x9b2J", "\ufffd2J"),
        ("safe\u202egnp", "safe\ufffdgnp"),
        ("a\u200db\ufeffc\u00ad", "a\ufffdb\ufffdc\ufffd"),
        ("\ud800\ue000\U000e0001", "\ufffd\ufffd\ufffd"),
        ("a\u2028b\u2029c", "a\ufffdb\ufffdc"),
        ("a\u00a0b\u3000c", "a b c"),
    ],
)
def test_what_a_terminal_could_obey_is_shown_instead_of_done(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_flood_of_combining_marks_is_cut_to_two_on_a_character() -> None:
    assert printable("a" + MARK * 9 + "b" + MARK) == "a" + MARK * 2 + "b" + MARK
    assert printable(MARK + "a") == "a"
    assert printable("a\ufe0fb") == "ab"


@given(texts)
def test_no_character_of_a_control_category_gets_through(text: str) -> None:
    for character in printable(text):
        category = unicodedata.category(character)
        assert category[0] != "C"
        assert category not in ("Zl", "Zp")


@given(texts)
def test_no_character_carries_more_marks_than_allowed(text: str) -> None:
    marks = MAX_MARKS
    for character in printable(text):
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        assert marks <= MAX_MARKS


@given(texts, st.none() | st.integers(0, 40))
def test_what_is_printable_stays_as_it_is(text: str, limit: int | None) -> None:
    once = printable(text, limit)
    assert printable(once, limit) == once


@given(texts, st.integers(1, 40))
def test_a_longer_text_ends_with_an_ellipsis_within_its_limit(text: str, limit: int) -> None:
    shown = printable(text, limit)
    assert len(shown) <= limit
    assert shown.endswith("…") or shown == printable(text)


def test_a_text_is_cut_only_when_it_is_longer_than_the_limit() -> None:
    assert printable("abcdef", 6) == "abcdef"
    assert printable("abcdefg", 6) == "abcde…"


@given(st.text())
def test_a_guarded_cell_is_no_formula_and_gives_its_text_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(text)) == text


@given(st.text(alphabet="'=+-@ab", max_size=6))
def test_apostrophes_before_a_formula_are_kept(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["'", "o'brien", "'quoted'", "''", "web-01", "1-2"])
def test_an_apostrophe_that_guards_no_formula_is_text(text: str) -> None:
    assert guarded(text) == unguarded(text) == text
