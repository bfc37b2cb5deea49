"""A list's rows for a table: what is quick, what a worker makes ready, and what is given up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from renewal_tui.domain.filters import Filter, Order, Sort, matches
from renewal_tui.errors import StoreStopped
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.sources import FleetSource
from renewal_tui.store.lists.planner import Limits
from tests.builders import TODAY
from tests.store.fleets import desk_of, fleet

EVERY = Filter(tabs=frozenset())
COMMON, RARE = EVERY._replace(search="-"), EVERY._replace(search="数")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = desk_of(tmp_path / "renewals.db", 300, Limits(20, 100, 50))
    yield made
    made.store.close()


def _count(wanted: Filter) -> int:
    return sum(matches(one, wanted, TODAY) for one in fleet(300))


def test_only_a_text_or_dates_in_another_order_can_make_a_list_slow(desk: Desk) -> None:
    assert FleetSource(desk, EVERY, Order()).is_quick()
    assert FleetSource(desk, Filter(within=7), Order()).is_quick()
    assert FleetSource(desk, Filter(), Order(Sort.NAME)).is_quick()
    assert not FleetSource(desk, Filter(within=7), Order(Sort.NAME)).is_quick()
    assert FleetSource(desk, COMMON._replace(search="i-012"), Order()).is_quick()
    assert not FleetSource(desk, COMMON, Order()).is_quick()


def test_a_slow_list_shows_its_first_rows_before_it_is_counted(desk: Desk) -> None:
    source = FleetSource(desk, COMMON, Order())
    glimpse = source.glimpse(20)
    assert not source.is_quick()
    assert glimpse == source.rows(0, 20)


def test_of_a_rare_text_those_rows_are_shown_that_a_few_looks_find(desk: Desk) -> None:
    source = FleetSource(desk, RARE, Order())
    glimpse = source.glimpse(40)
    assert glimpse
    assert len(glimpse) < 40
    assert glimpse == source.rows(0, len(glimpse))
    assert len(source.rows(0, 40)) == min(40, _count(RARE))


def test_nothing_is_shown_of_a_text_that_no_look_finds(desk: Desk) -> None:
    assert FleetSource(desk, EVERY._replace(search="zz"), Order()).glimpse(40) is None


DATED = Filter(within=7)


@pytest.mark.parametrize("wanted", [EVERY, COMMON, RARE, DATED, EVERY._replace(search="zzz")])
def test_a_list_made_ready_by_a_worker_asks_the_store_for_its_rows_only(
    desk: Desk, wanted: Filter
) -> None:
    source = FleetSource(desk, wanted, Order(Sort.NAME))

    def prepare() -> None:
        source.prepare(_count(wanted))
        desk.store.close()

    worker = Thread(target=prepare)
    worker.start()
    worker.join()
    statements: list[str] = []
    desk.store.db.connection().set_trace_callback(statements.append)
    assert source.is_quick()
    assert source.count() == _count(wanted)
    assert statements == []
    assert len(source.rows(0, 20)) == min(20, _count(wanted))
    assert len(statements) <= 2


def test_a_question_that_is_given_up_can_be_asked_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewal_tui.store.engines.sqlite.engine.STEPS_BETWEEN_LOOKS", 100)
    source = FleetSource(desk, RARE, Order())
    with pytest.raises(StoreStopped), desk.store.engine.stoppable(lambda: True):
        source.prepare(_count(RARE))
    assert not source.is_quick()
    assert source.count() == _count(RARE)
