"""What takes a while is counted in a thread: once, on little memory, and given up for the next."""

from __future__ import annotations

from pathlib import Path
from queue import SimpleQueue

import pytest
from textual.message import Message

from renewal_tui.domain.codes import Tab
from renewal_tui.domain.filters import Filter, Order
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.sources import FleetSource
from renewal_tui.store.lists.planner import Limits
from renewal_tui.ui.main.counting import Counting
from renewal_tui.ui.tabs.fleet.tab import count_fleet
from tests.store.fleets import desk_of

SECONDS = 10.0
MANUAL = frozenset({Tab.MANUAL})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_of(tmp_path / "renewals.db", 300, Limits(20, 100, 50))


def counting(desk: Desk) -> tuple[Counting, SimpleQueue[Message]]:
    """Counts for nobody but the queue."""
    answers: SimpleQueue[Message] = SimpleQueue()
    return Counting(desk, answers.put), answers


def answer(answers: SimpleQueue[Message]) -> Counting.Answered:
    found = answers.get(timeout=SECONDS)
    assert isinstance(found, Counting.Answered)
    return found


def cache_size(desk: Desk) -> int:
    return int(desk.store.sql("PRAGMA cache_size")[0][0])


def test_it_remembers_no_more_pages_than_the_connection_of_the_screen(desk: Desk) -> None:
    desk.store.engine.use_little_memory()
    counts, answers = counting(desk)
    counts.ask({"fleet": (cache_size,)}, "fleet", None)
    assert answer(answers).figures == {"fleet": cache_size(desk)}


def test_the_figures_come_first_and_what_rests_on_them_is_not_counted_again(desk: Desk) -> None:
    counts, answers = counting(desk)
    wanted = Filter(search="w")
    source = FleetSource(desk, Filter(MANUAL, search="w"), Order())
    statements: list[str] = []

    def figures(desk: Desk) -> int:
        desk.store.db.connection().set_trace_callback(statements.append)
        return count_fleet(desk, wanted, MANUAL).totals[Tab.MANUAL]

    counts.ask({"fleet": (figures,)}, "fleet", source.prepare)
    first, then = answer(answers), answer(answers)
    assert first.figures is not None
    assert then.figures is None
    assert not first.trouble
    assert not then.trouble
    assert source.count() == first.figures["fleet"] == len(source.rows(0, 300))
    assert sum("FILTER (WHERE" in statement for statement in statements) == 1


def test_a_text_is_looked_up_in_its_index_once_for_all_that_is_counted(desk: Desk) -> None:
    statements: list[str] = []
    desk.store.db.connection().set_trace_callback(statements.append)
    count_fleet(desk, Filter(search="web-0"), MANUAL)
    assert sum("AS hits" in statement for statement in statements) <= 2


def test_what_was_being_counted_is_given_up_for_the_next_question(desk: Desk) -> None:
    counts, answers = counting(desk)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n"
    counts.ask({"fleet": (lambda desk: desk.store.sql(endless),)}, "fleet", None)
    counts.ask({"fleet": (cache_size,)}, "fleet", None)
    told = answer(answers)
    if told.asked < counts.asked:  # else it had not even begun
        assert told.trouble
        told = answer(answers)
    assert told.figures is not None
    assert told.asked == counts.asked
