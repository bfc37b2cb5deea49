"""Commits of a batch take as many rows as keep others waiting for less than half a second."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.operations.pace import COMMIT_SECONDS, LEAST, Pace


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
