"""The rail tells where in the list the screen is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.ui.widgets.table.layout import rail_for, row_for


@pytest.mark.parametrize(("count", "lines"), [(0, 10), (10, 10), (3, 10), (5, 0)])
def test_there_is_none_when_all_rows_are_shown(count: int, lines: int) -> None:
    assert rail_for(0, lines, count) == range(0)


@given(st.integers(2, 60), st.integers(1, 1_000_000), st.data())
def test_it_lies_on_the_screen_and_touches_the_ends_only_there(
    lines: int, more: int, data: st.DataObject
) -> None:
    count = lines + more
    first = data.draw(st.integers(0, more))
    rail = rail_for(first, lines, count)
    assert 0 <= rail.start < rail.stop <= lines
    if first == 0:
        assert rail.start == 0
    elif first == more:
        assert rail.stop == lines
    elif lines - (rail.stop - rail.start) > 1:
        assert rail.start > 0
        assert rail.stop < lines


def test_half_of_the_rows_make_it_half_as_long_as_the_screen() -> None:
    assert rail_for(0, 10, 20) == range(0, 5)
    assert rail_for(10, 10, 20) == range(5, 10)


def test_pointing_at_its_ends_shows_the_ends_of_the_list() -> None:
    assert row_for(0, 10, 1_000) == 0
    assert row_for(9, 10, 1_000) == 990
    assert row_for(50, 10, 1_000) == 990
    assert row_for(-3, 10, 1_000) == 0
    assert row_for(0, 1, 1) == 0
