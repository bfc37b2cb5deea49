"""How much of a source is fetched and kept."""

from __future__ import annotations

from collections.abc import Sequence

from renewal_tui.ui.widgets.table.windows import KEPT, WINDOW, Windows
from tests.ui.table.helpers import Server, VirtualSource


def test_a_window_is_fetched_once_for_all_its_rows() -> None:
    source = VirtualSource(1_000)
    windows = Windows(source)
    assert [windows.id_at(index) for index in (0, 1, 127)] == [
        "i-00000000",
        "i-00000001",
        "i-00000127",
    ]
    assert source.asked == [(0, WINDOW)]


def test_the_last_window_ends_with_the_rows() -> None:
    source = VirtualSource(130)
    assert Windows(source).id_at(129) == "i-00000129"
    assert source.asked == [(128, 130)]


def test_there_is_nothing_outside_the_rows() -> None:
    windows = Windows(VirtualSource(3))
    assert windows.row(-1) is None
    assert windows.row(3) is None
    assert windows.id_at(3) is None


def test_only_a_few_windows_are_kept_and_the_one_in_use_is_among_them() -> None:
    source = VirtualSource(1_000_000)
    windows = Windows(source)
    windows.row(0)
    for number in range(1, KEPT * 3):
        windows.row(number * WINDOW)
        windows.row(0)
    assert source.asked.count((0, WINDOW)) == 1
    windows.row(WINDOW)
    assert source.asked.count((WINDOW, 2 * WINDOW)) == 2


def test_a_row_that_went_away_since_the_count_is_missing_not_an_error() -> None:
    class Shrinking(VirtualSource):
        def rows(self, start: int, stop: int) -> Sequence[Server]:
            return super().rows(start, stop)[:2]

    windows = Windows(Shrinking(10))
    assert windows.row(1) is not None
    assert windows.row(2) is None
