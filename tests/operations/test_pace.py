"""Commits of a batch take as many rows as keep others waiting for less than half a second."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.operations.execution.pace import COMMIT_SECONDS, FIRST, LEAST, Pace


def _settled(pace: Pace, seconds_a_row: float) -> int:
    for _ in range(12):
        pace.learn(pace.rows, pace.rows * seconds_a_row)
    return pace.rows


@given(st.floats(0.000_1, 0.01))
def test_commits_settle_at_the_time_that_they_are_meant_to_take(seconds_a_row: float) -> None:
    rows = _settled(Pace(5_000), seconds_a_row)
    fitting = COMMIT_SECONDS / seconds_a_row
    assert rows == min(max(int(fitting), LEAST), 5_000) or abs(rows - fitting) <= 1


def test_a_fast_disk_gets_no_more_rows_than_memory_is_meant_for() -> None:
    assert _settled(Pace(2_000), 0.000_001) == 2_000


def test_a_slow_disk_gets_some_rows_all_the_same() -> None:
    assert _settled(Pace(2_000), 1.0) == LEAST


def test_one_slow_commit_does_not_make_the_next_one_tiny() -> None:
    pace = Pace(5_000)
    before = pace.rows
    pace.learn(before, 60.0)
    assert pace.rows == before // 2


def test_nothing_is_learned_from_a_commit_without_rows() -> None:
    pace = Pace(5_000)
    before = pace.rows
    pace.learn(0, 9.0)
    assert pace.rows == before


def _commit(pace: Pace, left: int, seconds_a_row: float, before: float = 0.0) -> list[int]:
    """The slices of a commit that takes so long `before` its first row, and then for each row."""
    sizes: list[int] = []
    for size in pace.slices(left, lambda: before + sum(sizes) * seconds_a_row):
        sizes.append(size)
    return sizes


@given(st.floats(0.000_01, 0.1), st.integers(1, 3_000), st.booleans())
def test_a_commit_learns_from_its_first_rows_how_many_more_fit(
    seconds_a_row: float, left: int, learned: bool
) -> None:
    """However wrong the pace was: the next account may have a hundred times as many vouchers."""
    pace = Pace(5_000)
    if learned:
        _settled(pace, 0.000_001)
    most, first = min(left, pace.rows), 1 + max(LEAST, pace.rows // 8)
    sizes = _commit(pace, left, seconds_a_row)
    assert all(sizes)
    fitting = max(first, int(COMMIT_SECONDS / seconds_a_row) + 1)
    assert min(most, first) <= sum(sizes) <= min(most, fitting)
    assert all(later <= 2 * size for size, later in pairwise(sizes[1:]))
    assert len(sizes) > 1 or most <= LEAST


@pytest.mark.parametrize("before", [0.1, 0.3, 1.0])
def test_what_a_commit_takes_before_its_first_row_does_not_make_it_small(before: float) -> None:
    """Ten thousand vouchers are read once, however many lines they pay for."""
    pace, sizes = Pace(5_000), list[int]()
    for _ in range(12):
        sizes = _commit(pace, 5_000, 0.000_1, before)
        pace.learn(sum(sizes), before + sum(sizes) * 0.000_1)
    room = max(COMMIT_SECONDS - before, COMMIT_SECONDS / 4)
    assert sum(sizes) == pytest.approx(room / 0.000_1, rel=0.02)


def test_the_first_commit_is_a_small_one() -> None:
    assert sum(_commit(Pace(5_000), 5_000, 0.0)) == FIRST <= 200
