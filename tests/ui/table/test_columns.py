"""Which columns are shown in which width."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renewal_tui.ui.widgets.table.columns import Column, fit_columns, needed_width


def column(key: str, min_width: int, max_width: int | None = None, **more: Any) -> Column[str]:
    """A column that shows the row itself."""
    return Column(key=key, title=key, cell=str, min_width=min_width, max_width=max_width, **more)


DESK = [
    column("id", 14, 24, cut="middle"),
    column("name", 10, 30, priority=2, flex=2),
    column("product", 7, priority=3),
    column("room", 20, 26, priority=4, short_title="Room", short_cell=str.lower, short_width=12),
    column("expire_date", 13),
    column("left", 6, align="right"),
    column("price", 11, align="right", priority=5),
    column("status", 8, 26, priority=1),
]
"""Columns as the desk has them: the price goes first, id, date and what is left never."""


def keys(width: int) -> list[str]:
    """The columns shown in a width."""
    return [column.key for column, _ in fit_columns(DESK, width)]


def taken(fitted: list[tuple[Column[str], int]], gap: int) -> int:
    """The cells that fitted columns take."""
    return sum(width for _, width in fitted) + gap * max(len(fitted) - 1, 0)


@pytest.mark.parametrize("gap", [1, 2])
def test_the_desks_columns_fit_every_width(gap: int) -> None:
    for width in range(60, 201):
        fitted = fit_columns(DESK, width, gap)
        assert taken(fitted, gap) <= width
        assert {"id", "expire_date", "left"} <= {column.key for column, _ in fitted}, width


def test_on_a_wide_screen_all_columns_are_shown_in_their_order() -> None:
    assert keys(140) == [column.key for column in DESK]


def test_the_short_form_is_taken_before_a_column_has_to_go() -> None:
    width = needed_width(DESK, 1) - 1
    fitted = {column.key: column for column, _ in fit_columns(DESK, width)}
    assert len(fitted) == len(DESK)
    assert fitted["room"].title == "Room"
    assert fitted["room"].cell("CN") == "cn"


def test_a_short_form_may_come_after_columns_that_go() -> None:
    columns = [
        column("id", 10),
        column("room", 10, priority=3),
        column("why", 20, short_width=5, short_priority=2),
        column("name", 10, priority=1),
    ]
    shown = [
        [(one.key, width) for one, width in fit_columns(columns, width)]
        for width in (52, 42, 27, 26)
    ]
    assert shown == [
        [("id", 10), ("why", 20), ("name", 10)],
        [("id", 10), ("why", 20), ("name", 10)],
        [("id", 10), ("why", 5), ("name", 10)],
        [("id", 10), ("why", 5)],
    ]


def test_a_column_that_was_narrowed_grows_again_when_another_has_gone() -> None:
    columns = [
        column("id", 10),
        column("name", 20, 30, priority=1, short_width=5),
        column("room", 20, 20, priority=2, short_cell=str.lower, short_width=10),
        column("price", 10, priority=3),
    ]
    assert fit_columns(columns, 37)[1:] == [
        (columns[1].shortened(), 15),
        (columns[2].shortened(), 10),
    ]


def test_the_least_important_column_goes_first() -> None:
    gone = [keys(width) for width in range(110, 30, -1)]
    order = [key for before, after in pairwise(gone) for key in before if key not in after]
    assert order == ["price", "room", "product", "name", "status"]


def test_columns_that_must_stay_keep_their_least_width_when_nothing_fits() -> None:
    assert [(column.key, width) for column, width in fit_columns(DESK, 10)] == [
        ("id", 14),
        ("expire_date", 13),
        ("left", 6),
    ]


def test_spare_cells_go_by_share_until_a_column_is_as_wide_as_it_gets() -> None:
    columns = [column("a", 4, 100), column("b", 4, 100, flex=2), column("c", 4)]
    assert [width for _, width in fit_columns(columns, 14 + 9)] == [7, 10, 4]
    columns = [column("a", 4, 6), column("b", 4, 100), column("c", 4)]
    assert [width for _, width in fit_columns(columns, 14 + 9)] == [6, 11, 4]


def test_spare_cells_that_nobody_wants_stay_blank() -> None:
    assert [width for _, width in fit_columns([column("a", 4, 6), column("b", 3)], 80)] == [6, 3]


def test_no_columns_take_no_cells() -> None:
    assert fit_columns([], 80) == []


@st.composite
def some_columns(draw: st.DrawFn) -> list[Column[str]]:
    """Columns of any kind."""
    made = []
    for number in range(draw(st.integers(0, 8))):
        least = draw(st.integers(1, 20))
        most = draw(st.none() | st.integers(least, 60))
        short = draw(st.none() | st.integers(1, 25))
        flex, priority = draw(st.integers(0, 3)), draw(st.integers(0, 4))
        made.append(
            column(f"c{number}", least, most, flex=flex, priority=priority, short_width=short)
        )
    return made


@settings(deadline=None)
@given(some_columns(), st.integers(0, 220), st.integers(0, 3))
def test_columns_never_take_more_than_there_is(
    columns: list[Column[str]], width: int, gap: int
) -> None:
    fitted = fit_columns(columns, width, gap)
    if taken(fitted, gap) > width:
        assert all(one.priority == 0 and one.min_width == wide for one, wide in fitted)
    for one, wide in fitted:
        assert one.min_width <= wide <= max(one.min_width, one.max_width or 0)
    kept = [one.key for one, _ in fitted]
    assert kept == [one.key for one in columns if one.key in kept]
    gone = [one.priority for one in columns if one.key not in kept]
    assert all(priority > 0 for priority in gone)
    assert max((one.priority for one, _ in fitted), default=0) <= min(gone, default=9)
