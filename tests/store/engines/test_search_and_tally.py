"""The text index and the tally follow from the instances, whoever writes them and however."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renewal_tui import errors
from renewal_tui.domain.codes import Tab
from renewal_tui.domain.filters import Filter
from renewal_tui.store.connection import Store
from renewal_tui.store.instances import InstanceReader
from tests.builders import TODAY
from tests.store.fleets import add, fleet, store_of
from tests.stores import sql

FLEET = fleet(60)
EVERY = frozenset(Tab)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = store_of(tmp_path / "renewals.db", FLEET[:30])
    yield made
    made.close()


def is_in_step(store: Store) -> bool:
    """Whether both say what the instances say."""
    tally = store.sql("SELECT * FROM instance_tally WHERE instances > 0 ORDER BY 1, 2, 3, 4")
    counted = store.sql(
        "SELECT listed, policy, product_id, room_id, COUNT(*) FROM instance"
        " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    )
    # FTS5 compares its index with the rows and raises an error when they differ.
    store.sql("INSERT INTO instance_search (instance_search, rank) VALUES ('integrity-check', 1)")
    return tally == counted and knows_every_row(store)


def knows_every_row(store: Store) -> bool:
    return store.sql("SELECT * FROM instance_unsearched") == []


def found(store: Store, sought: str) -> int:
    reader = InstanceReader(store, TODAY)
    return reader.count(Filter(tabs=EVERY, search=sought))


CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(30, 59)),
        st.tuples(st.just("name"), st.integers(0, 59)),
        st.tuples(st.just("move"), st.integers(0, 59)),
        st.tuples(st.just("renew"), st.integers(0, 59)),
        st.tuples(st.just("remove"), st.integers(0, 59)),
    ),
    max_size=12,
)
STATEMENTS = {
    "name": "UPDATE instance SET name = 'neu', search = 'neu-' || instance_id",
    "move": "UPDATE instance SET room_id = 3 - room_id % 3, policy = 'auto'",
    "renew": "UPDATE term SET expire_date = '2027-01-31', anchor_day = 31",
    "remove": "DELETE FROM instance",
}


@settings(max_examples=60, deadline=None)
@given(CHANGES, st.booleans())
def test_whatever_is_written_both_are_in_step_after_the_transaction(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int]], at_once: bool
) -> None:
    path = tmp_path_factory.mktemp("changed") / "renewals.db"
    with closing(store_of(path, FLEET[:30])) as store:
        with store.transaction():
            if at_once:
                with store.engine.bulk_load():
                    _carry_out(store, changes)
            else:
                _carry_out(store, changes)
        assert is_in_step(store)


def _carry_out(store: Store, changes: list[tuple[str, int]]) -> None:
    for what, number in changes:
        one = (FLEET[number].instance_id,)
        if what == "remove":
            store.sql("DELETE FROM term WHERE instance_id = ?", one)
        if what != "add":
            store.sql(f"{STATEMENTS[what]} WHERE instance_id = ?", one)
        elif not store.sql("SELECT 1 FROM instance WHERE instance_id = ?", one):
            add(store, [FLEET[number]])


def test_a_renewal_touches_neither(store: Store) -> None:
    before = store.sql("SELECT * FROM instance_search_data")
    with store.transaction():
        store.sql("UPDATE term SET expire_date = '2027-01-31', anchor_day = 31")
        assert knows_every_row(store)
    assert store.sql("SELECT * FROM instance_search_data") == before


def test_a_transaction_that_is_rolled_back_leaves_them_as_they_were(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        store.sql(f"{STATEMENTS['name']} WHERE id < 9")
        store.sql(f"{STATEMENTS['move']} WHERE id < 9")
        raise RuntimeError
    assert is_in_step(store)
    assert found(store, "neu-") == 0


def test_what_another_program_has_written_is_found_before_the_index_knows(store: Store) -> None:
    """It is asked row by row until somebody's next transaction lets the index catch up."""
    assert store.engine.search.can_look_up("neu-")
    sql(Path(store.name), f"{STATEMENTS['name']} WHERE id < 9")
    assert not store.engine.search.can_look_up("neu-")
    assert found(store, "neu-") == 8
    with store.transaction():
        pass
    assert store.engine.search.can_look_up("neu-")
    assert found(store, "neu-") == 8
    assert is_in_step(store)


def test_rows_written_at_once_leave_every_index_and_trigger_as_it_was(store: Store) -> None:
    query = "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"
    before = store.sql(query)
    with store.transaction(), store.engine.bulk_load():
        assert len(store.sql(query)) < len(before)
        add(store, FLEET[30:])
    assert store.sql(query) == before
    assert is_in_step(store)


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n"


def test_a_query_is_given_up_in_its_midst(store: Store) -> None:
    looks = iter([False, False, True])
    with pytest.raises(errors.StoreStopped), store.engine.stoppable(lambda: next(looks)):
        store.sql(ENDLESS)
    assert found(store, "") == 30


def test_a_query_that_was_given_up_does_not_keep_a_closed_connection(store: Store) -> None:
    """With its pages in memory: at each letter of a search that is typed one is given up."""
    gc.disable()
    try:
        stoppable = store.engine.stoppable(lambda: True)
        with pytest.raises(errors.StoreStopped), stoppable, store.reading():
            store.sql(ENDLESS)
        assert _open_files(store) >= 1
        store.close()
        assert _open_files(store) == 0
    finally:
        gc.enable()


def _open_files(store: Store) -> int:
    return sum(os.path.realpath(one) == store.name for one in Path("/proc/self/fd").iterdir())
