"""A long list is read in stretches: others commit between them, no row is lost or comes twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from renewal_tui.domain.codes import Tab
from renewal_tui.domain.filters import Filter, Order, Sort, matches
from renewal_tui.store.catalogue import read_catalogue
from renewal_tui.store.connection import Store
from renewal_tui.store.instances import InstanceReader
from renewal_tui.store.lists.narrowing import narrow
from renewal_tui.store.lists.orders import ORDERS
from renewal_tui.store.lists.planner import Limits
from renewal_tui.store.lists.walking import Walk, rows_in_stretches
from renewal_tui.store.sql import both
from tests.builders import TODAY, sort_key
from tests.store.fleets import fleet, store_of

FLEET = fleet(300)
RENEW = "UPDATE term SET expire_date = ? WHERE id = ?"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = store_of(tmp_path / "renewals.db", FLEET)
    yield made
    made.close()


@pytest.mark.parametrize("search", ["", "i-"])
@pytest.mark.parametrize("column", Sort)
def test_a_row_that_is_renewed_between_two_stretches_is_there_once(
    store: Store, column: Sort, search: str
) -> None:
    wanted = Filter(tabs=frozenset({Tab.MANUAL, Tab.AUTO}), search=search)
    expected = [one for one in FLEET if matches(one, wanted, TODAY)]
    expected.sort(key=sort_key(column))
    dialect, look = store.engine.dialect, store.engine.search.in_row(search)
    narrowed = narrow(wanted, read_catalogue(store), TODAY, dialect)
    looked_at = both(look) if look else None
    walk = Walk(narrowed, ORDERS[column], False, dialect, looked_at=looked_at)
    # Of the rows that were read the last one, on which the next stretch builds, and others; of the
    # rows still to come some that come later now.
    renewed = {expected[at].row: at for at in (0, 4, 5, 6, 40, 41, 42, 70)}
    ahead = [one.row for one in expected[80::5]]
    found = []
    with closing(sqlite3.connect(store.name, timeout=0, isolation_level=None)) as other:
        for row in rows_in_stretches(store, walk, 6):
            found.append(row[0])
            if row[0] in renewed:
                late = TODAY + timedelta(days=300 + len(found))
                other.execute(RENEW, (late.isoformat(), row[0]))
                other.execute(RENEW, (late.isoformat(), ahead.pop()))
    assert len(found) == len(set(found))
    assert set(found) == {one.row for one in expected}


@pytest.mark.parametrize("descending", [False, True])
def test_of_a_list_that_nobody_changes_the_stretches_are_the_whole_in_order(
    store: Store, *, descending: bool
) -> None:
    wanted, order = Filter(tabs=frozenset(Tab)), Order(Sort.NAME, descending)
    whole = InstanceReader(store, TODAY, limits=Limits(50_000)).rows(wanted, order)
    reader = InstanceReader(store, TODAY, limits=Limits(0, 0, 3, 6))
    assert list(reader.numbers(wanted, order)) == [one.row for one in whole]
    assert len(whole) == len(FLEET)
