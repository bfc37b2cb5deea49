"""What every source of rows has to keep to; a new kind of source is added to FACTORIES."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from renewal_tui.domain.filters import Filter, Order
from renewal_tui.operations.sources import FleetSource
from renewal_tui.ui.widgets.table.source import ListSource, RowSource
from tests.store.fleets import NOTHING_HELD, desk_of

EVERY = Filter(tabs=frozenset())

Factory = Callable[[Path, int], RowSource[Any]]
"""Makes a source of so many rows; the directory is its own. What the ids are is up to it."""

Make = Callable[[int], RowSource[Any]]


def list_source(_directory: Path, count: int) -> RowSource[Any]:
    """A source over a list."""
    return ListSource([f"row {number}" for number in range(count)], str.upper)


def fleet_source(directory: Path, count: int) -> RowSource[Any]:
    """A source over a store, which holds the numbers of all rows in memory."""
    return FleetSource(desk_of(directory / f"{count}.db", count), EVERY, Order())


def walked_fleet_source(directory: Path, count: int) -> RowSource[Any]:
    """A source over a store that walks along an index, as it does among very many rows."""
    return FleetSource(desk_of(directory / f"{count}.db", count, NOTHING_HELD), EVERY, Order())


def searched_fleet_source(directory: Path, count: int) -> RowSource[Any]:
    """A source over a store that looks for a text which is in every row."""
    wanted = EVERY._replace(search="-")
    return FleetSource(desk_of(directory / f"{count}.db", count, NOTHING_HELD), wanted, Order())


FACTORIES: list[Factory] = [
    list_source,
    fleet_source,
    walked_fleet_source,
    searched_fleet_source,
]


@pytest.fixture(params=FACTORIES, ids=lambda factory: factory.__name__)
def make_source(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes a source of the kind under test, with so many rows."""
    factory: Factory = request.param
    return lambda count: factory(tmp_path, count)


@pytest.mark.parametrize("count", [0, 1, 300])
def test_a_source_counts_as_many_rows_as_it_gives(make_source: Make, count: int) -> None:
    source = make_source(count)
    assert source.count() == count
    assert len(source.rows(0, count)) == count


def test_windows_side_by_side_are_the_whole(make_source: Make) -> None:
    source = make_source(300)
    windows = [source.ids(start, start + 128) for start in range(0, 300, 128)]
    assert [row_id for window in windows for row_id in window] == list(source.ids(0, 300))


def test_ids_are_those_of_the_rows_and_each_is_there_once(make_source: Make) -> None:
    source = make_source(300)
    ids = list(source.ids(0, 300))
    assert ids == [source.id_of(row) for row in source.rows(0, 300)]
    assert len(set(ids)) == 300


def test_a_part_beyond_the_end_is_missing(make_source: Make) -> None:
    source = make_source(10)
    assert len(source.rows(8, 20)) == 2
    assert list(source.rows(10, 20)) == []
    assert list(source.ids(10, 20)) == []
    assert list(source.rows(5, 5)) == []


def test_every_row_is_found_where_it_stands(make_source: Make) -> None:
    source = make_source(300)
    ids = source.ids(0, 300)
    for at in (0, 1, 127, 128, 200, 299):
        assert source.position(ids[at]) == at


def test_an_unknown_row_stands_nowhere(make_source: Make) -> None:
    assert make_source(3).position("no such row") is None
    assert make_source(0).position("no such row") is None


def test_asking_twice_gives_the_same_answer(make_source: Make) -> None:
    source = make_source(50)
    assert list(source.ids(10, 20)) == list(source.ids(10, 20))
    assert list(source.rows(0, 50)) == list(source.rows(0, 50))
