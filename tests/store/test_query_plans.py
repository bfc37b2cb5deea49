"""How SQLite reads lists: along the index made for it, and without sorting more than is bounded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from renewal_tui.domain.codes import Status, Tab
from renewal_tui.domain.filters import Filter, Order, Sort, matches
from renewal_tui.store.connection import Store, open_store
from renewal_tui.store.instances import InstanceReader
from renewal_tui.store.lists.planner import Limits
from tests.builders import TODAY, sort_key
from tests.store.fleets import fleet, store_of

FLEET = fleet(300)
SORTED = "USE TEMP B-TREE"

TABS = {
    "manual": frozenset({Tab.MANUAL}),
    "auto": frozenset({Tab.AUTO}),
    "excluded": frozenset({Tab.EXCLUDED}),
    "renewable": frozenset({Tab.MANUAL, Tab.AUTO}),
    "every": frozenset(Tab),
}
FILTERS = {
    "nothing": Filter(),
    "dates": Filter(expires_from=TODAY, expires_to=TODAY + timedelta(days=20)),
    "active": Filter(status=Status.ACTIVE),
    "products": Filter(products=frozenset({"KEC", "EIP"})),
    "room": Filter(rooms=frozenset({"cn-beijing-6"})),
    "several": Filter(products=frozenset({"KEC", "EIP"}), rooms=frozenset({"cn-beijing-6"})),
    "account": Filter(accounts=frozenset({"acme"})),
}
INDEX = {
    Sort.EXPIRE_DATE: "term_by_expire_date",
    Sort.INSTANCE_ID: "instance_by_id",
    Sort.NAME: "instance_by_name",
    Sort.ACCOUNT: "instance_by_account",
    Sort.PRODUCT: "instance_by_product",
    Sort.ROOM: "instance_by_room",
    Sort.MONTHLY_PRICE: "instance_by_price",
}
ORDERS = [Order(column, descending) for column in Sort for descending in (False, True)]
STORES = ("unmeasured", "measured")
"""Without statistics, and taking itself for a thousand times larger."""


def in_pairs(**factors: Collection[Any]) -> pytest.MarkDecorator:
    """Cases of these factors and a store in which every two values meet, but not all of all.

    The two longest factors meet in full; the others go along the diagonals of that square.
    """
    every: dict[str, list[Any]] = {"store": list(STORES)}
    every |= {name: list(values) for name, values in factors.items()}
    first, second = sorted(every, key=lambda name: len(every[name]))[-2:]
    cases = []
    for row, column in product(range(len(every[first])), range(len(every[second]))):
        at = {first: row, second: column}
        cases.append([one[at.get(name, row + column) % len(one)] for name, one in every.items()])
    return pytest.mark.parametrize(list(every), cases, ids=str, indirect=["store"])


@pytest.fixture(scope="module")
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One of STORES."""
    path: Path = tmp_path_factory.mktemp("plans") / "renewals.db"
    made = store_of(path, FLEET)
    if request.param == "measured":
        with made.transaction():
            made.sql("ANALYZE")
            stats = made.sql("SELECT rowid, stat FROM sqlite_stat1")
            made.many("UPDATE sqlite_stat1 SET stat = ? WHERE rowid = ?", map(_larger, stats))
    made.close()
    return open_store(path)


def _larger(row: tuple[int, str]) -> tuple[str, int]:
    first, *others = row[1].split()
    return " ".join([f"{int(first) * 1000}", *(f"{int(one) * 300}" for one in others)]), row[0]


@pytest.fixture
def plans(store: Store) -> Iterator[Callable[[], list[str]]]:
    """Tells how each reading of instances since the last call was done, a line each."""
    statements: list[str] = []
    connection = store.db.connection()
    connection.set_trace_callback(statements.append)

    def told() -> list[str]:
        connection.set_trace_callback(None)
        found = []
        for statement in statements:
            if not any(name in statement for name in ("instance i", "term t", "instance_tally")):
                continue
            rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
            found.append(" | ".join(row[3] for row in rows))
        statements.clear()
        connection.set_trace_callback(statements.append)
        return found

    yield told
    connection.set_trace_callback(None)


def walker(store: Store) -> InstanceReader:
    """A reader that holds no list, as if all of them were long."""
    return InstanceReader(store, TODAY, limits=Limits(0, 0, 0, absent=0, held_apart=0))


def _wanted(tabs: str, other: str) -> Filter:
    found = FILTERS[other]
    return Filter(
        tabs=TABS[tabs],
        accounts=found.accounts,
        expires_from=found.expires_from,
        expires_to=found.expires_to,
        products=found.products,
        rooms=found.rooms,
        status=found.status,
    )


@in_pairs(tabs=["manual", "excluded", "every"], other=FILTERS, order=ORDERS)
def test_a_long_list_is_walked_along_the_index_of_its_order_and_never_sorted(
    store: Store, plans: Callable[[], list[str]], tabs: str, other: str, order: Order
) -> None:
    wanted = _wanted(tabs, other)
    reader = walker(store)
    total = reader.count(wanted)
    walk = reader.windows(wanted, order)
    plans()
    for start in (0, max(total - 5, 0), total // 2, total // 2 + 5):
        walk.numbers(start, start + 5)
    pages = plans()
    assert pages
    for page in pages:
        assert SORTED not in page
        assert f"COVERING INDEX {INDEX[order.column]} " in page


@in_pairs(tabs=TABS, order=ORDERS)
def test_a_row_is_placed_by_counting_along_the_same_index(
    store: Store, plans: Callable[[], list[str]], tabs: str, order: Order
) -> None:
    wanted = Filter(tabs=TABS[tabs])
    rows = [one for one in FLEET if matches(one, wanted, TODAY)]
    middle = sorted(rows, key=sort_key(order.column))[len(rows) // 2]
    reader = walker(store)
    reader.count(wanted)
    reader.windows(wanted, order)
    plans()
    reader.position(middle, wanted, order)
    for placing in plans():
        assert SORTED not in placing
        assert f"COVERING INDEX {INDEX[order.column]} " in placing


@in_pairs(tabs=TABS, other=FILTERS)
def test_a_count_reads_no_row_of_the_table(
    store: Store, plans: Callable[[], list[str]], tabs: str, other: str
) -> None:
    plans()
    reader = walker(store)
    plans()
    reader.count(_wanted(tabs, other))
    for count in plans():
        assert SORTED not in count
        assert "COVERING INDEX " in count or "SEARCH instance_tally" in count


@in_pairs(order=ORDERS)
def test_a_text_is_looked_up_before_any_row_is(
    store: Store, plans: Callable[[], list[str]], order: Order
) -> None:
    """Few hits are sorted; of very many only those are read that a walk comes upon."""
    wanted = Filter(tabs=TABS["manual"], search="web")
    plans()
    few = InstanceReader(store, TODAY)
    assert few.rows(wanted, order, 0, 5)
    assert any("VIRTUAL TABLE" in plan for plan in plans())
    many = walker(store)
    assert many.count(wanted)
    walk = many.windows(wanted, order)
    plans()
    walk.numbers(0, 5)
    for page in plans():
        assert SORTED not in page
        assert f"INDEX {INDEX[order.column]} " in page


@in_pairs(text=["w", "we", "web", "web-0"])
def test_many_hits_are_counted_without_their_terms_where_few_rows_are_released(
    store: Store, plans: Callable[[], list[str]], text: str
) -> None:
    few_released = Limits(held=120, held_if_far=0)
    lists = [Filter(tabs=TABS[tabs], search=text) for tabs in ("manual", "auto", "renewable")]
    plans()
    InstanceReader(store, TODAY, limits=few_released).counts(lists)
    read = [" ".join(step.split()[:2]) for step in plans()[-1].split(" | ")]
    looked_up = ["SCAN instance_search", "SEARCH t" if len(text) == 3 else "SEARCH i"]
    assert read == (["SCAN i"] if len(text) < 3 else looked_up)


@in_pairs(tabs=TABS)
def test_a_selection_of_everything_is_not_sorted(
    store: Store, plans: Callable[[], list[str]], tabs: str
) -> None:
    reader, wanted = walker(store), Filter(tabs=TABS[tabs])
    reader.count(wanted)
    plans()
    reader.row_numbers(wanted, frozenset())
    for walk in plans():
        assert SORTED not in walk
        assert "COVERING INDEX term_by_expire_date " in walk


def test_no_more_than_50_000_rows_are_ever_sorted() -> None:
    assert Limits().held <= 50_000
    assert Limits().held_if_far <= 50_000
