"""Every filter and sort order gives what a plain Python filter gives [R1 to R3]."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renewal_tui.domain.codes import Status, Tab
from renewal_tui.domain.filters import Filter, Order, Sort, matches
from renewal_tui.domain.query.parsing import parse
from renewal_tui.domain.query.terms import EVERYTHING
from renewal_tui.store.connection import Store
from renewal_tui.store.instances import InstanceReader
from renewal_tui.store.lists.asked import Searched
from renewal_tui.store.lists.planner import Limits
from renewal_tui.store.lists.windows import Held, Walked
from tests.builders import TODAY, sort_key
from tests.domain.strategies import queries_of, some_words
from tests.store.fleets import ACCOUNTS, NAMES, PRODUCTS, ROOMS, fleet, store_of

FLEET = fleet(400)
ROW = {one.instance_id: one for one in FLEET}

ALL_HELD, NONE_HELD = Limits(50_000), Limits(0, 0, 3, 2, held_apart=0)
SOME_HELD = Limits(20, 20, 5, 7)
LIMITS = (
    ALL_HELD,
    SOME_HELD,
    NONE_HELD,
    Limits(0),
    Limits(0, 50_000, 3),
    Limits(0, 40, 12, 30, far=5),
    Limits(0, 0, 20, few_dates=0, absent=0, held_apart=0),
    Limits(0, 0, 4, few_dates=60, far=1, absent=0, held_apart=0),
    Limits(0, 0, 1),
    Limits(0, 0, 1, held_apart=0),
)

_BOTH = (False, True)
_days = st.integers(-25, 70).map(lambda days: TODAY + timedelta(days=days))


def _some(codes: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.just(frozenset()) | st.frozensets(st.sampled_from((*codes, "nowhere")))


filters = st.builds(
    Filter,
    tabs=st.frozensets(st.sampled_from(Tab)),
    accounts=_some(ACCOUNTS),
    expires_from=st.none() | _days,
    expires_to=st.none() | _days,
    within=st.none() | st.integers(-5, 60),
    products=_some(tuple(one.code for one in PRODUCTS)),
    rooms=_some(tuple(one.code for one in ROOMS)),
    status=st.none() | st.sampled_from(Status),
    search=st.just("")
    | st.sampled_from(
        (*NAMES, "i-", "I-1", "-00", "eb-", "ss", "库", "数据库", "%", "zzz", "web-01")
    )
    | st.text("i-0159web", max_size=5),
    query=st.just(EVERYTHING)
    | queries_of(
        some_words(
            products=("KEC", "krds", "KAD"),
            rooms=("cn-bei", "CN-", "ap", "beijing", "nowhere"),
            accounts=("acme", "BETA", "nobody"),
            texts=("web", "i-", "-0", "web-0", "01", "i-1", "straße", "数据库"),
        )
    ),
    ids=st.just(None) | st.frozensets(st.sampled_from((*ROW, "i-unknown")), max_size=30),
)
orders = st.builds(Order, st.sampled_from(Sort), st.booleans())
all_limits = st.sampled_from(LIMITS)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = store_of(tmp_path_factory.mktemp("lists") / "renewals.db", FLEET)
    yield made
    made.close()


def expected(wanted: Filter, order: Order) -> list[str]:
    """What the rules say, as plainly as it can be said."""
    found = [one for one in FLEET if matches(one, wanted, TODAY)]
    found.sort(key=sort_key(order.column), reverse=order.descending)
    return [one.instance_id for one in found]


def reader(store: Store, limits: Limits) -> InstanceReader:
    return InstanceReader(store, TODAY, limits=limits)


def check(store: Store, wanted: Filter, order: Order, limits: Limits) -> None:
    ids = expected(wanted, order)
    found = reader(store, limits)
    assert found.count(wanted) == len(ids)
    assert found.ids(wanted, order, 0, len(ids) + 5) == ids
    rows = reader(store, limits).rows(wanted, order)
    assert [one.instance_id for one in rows] == ids
    assert all(one == ROW[one.instance_id] for one in rows)
    assert list(reader(store, limits).numbers(wanted, order)) == [one.row for one in rows]


@settings(max_examples=300, deadline=None)
@given(filters, orders, all_limits)
def test_every_filter_in_every_order_gives_what_the_rules_say(
    store: Store, wanted: Filter, order: Order, limits: Limits
) -> None:
    check(store, wanted, order, limits)


QUERIES = (
    "web", "-web", "web -01", "i- 01 web", "product:kec", "-product:KEC,EIP", "room:cn-bei",
    "room:cn-,ap-s -room:shang", "-room:cn-bei", "account:ACME", "-account:acme,beta",
    "policy:auto", "-policy:auto", "policy:auto policy:manual", "status:active",
    "-status:active",
    "status:expired", "-status:expired", "due:7", "-due:7", "left:0..7", "-left:0..7",
    "left:-5..-1,20..", "left:..0 left:5..", "expires:2026-11-25",
    "-expires:2026-11-25..2026-12-09",
    "price:5..10", "-price:5..10", "price:..5,50..", "price:6..9", "months:1", "-months:1,12",
    "months:36", "months:3 -policy:auto", "web product:KEC due:30 price:..50 -01",
)  # fmt: skip


@pytest.mark.parametrize("limits", [ALL_HELD, SOME_HELD, NONE_HELD], ids=["all", "some", "none"])
@pytest.mark.parametrize("text", QUERIES)
def test_each_query_gives_what_the_rules_say_on_each_tab_in_each_order(
    store: Store, text: str, limits: Limits
) -> None:
    """R31: and it finds something that is not everything, unless it cannot."""
    query = parse(text)
    for tab, column in zip((*Tab, *Tab, Tab.MANUAL), Sort, strict=True):
        check(store, Filter(tabs=frozenset({tab}), query=query), Order(column), limits)
    wanted = Filter(tabs=frozenset(Tab), query=query)
    check(store, wanted, Order(Sort.NAME, descending=True), limits)
    assert len(expected(wanted, Order())) < len(FLEET)


@settings(max_examples=300, deadline=None)
@given(filters, orders, all_limits)
def test_every_query_gives_what_the_rules_say(
    store: Store, wanted: Filter, order: Order, limits: Limits
) -> None:
    """R31: by itself, where other filters would leave too little to be told apart."""
    check(store, Filter(tabs=wanted.tabs, query=wanted.query), order, limits)


@settings(max_examples=100, deadline=None)
@given(filters, orders)
def test_a_search_without_a_text_index_finds_the_same(
    store: Store, wanted: Filter, order: Order
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store.engine.search, "is_there", lambda: False)
        check(store, wanted, order, SOME_HELD)


@settings(max_examples=150, deadline=None)
@given(filters, orders, all_limits, st.data())
def test_any_pages_in_any_sequence_are_parts_of_the_whole(
    store: Store, wanted: Filter, order: Order, limits: Limits, data: st.DataObject
) -> None:
    """A walk goes on from the nearest row it has seen: whatever those are, the rows are right."""
    ids = expected(wanted, order)
    found = reader(store, limits)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(-len(ids), len(ids) - 1)) if ids else -1
        if at >= 0:
            assert found.position(ROW[ids[at]], wanted, order) == at
        start = data.draw(st.integers(0, len(ids) + 3))
        size = data.draw(st.integers(0, 40))
        assert found.ids(wanted, order, start, size) == ids[start : start + size]


@pytest.mark.parametrize("near", [1, 20_000])
@pytest.mark.parametrize(
    "order", [Order(column, down) for column in Sort for down in (False, True)]
)
@pytest.mark.parametrize("limits", [ALL_HELD, NONE_HELD])
def test_every_row_is_found_where_it_stands(
    store: Store, order: Order, limits: Limits, near: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewal_tui.store.lists.windows.NEAR_THE_END", near)
    for tabs in (frozenset({Tab.MANUAL}), frozenset({Tab.EXCLUDED}), frozenset(Tab)):
        wanted = Filter(tabs=tabs)
        found = reader(store, limits)
        for at, name in enumerate(expected(wanted, order)):
            assert found.position(ROW[name], wanted, order) == at


@settings(max_examples=100, deadline=None)
@given(filters, all_limits)
def test_a_selection_is_resolved_by_account_then_date_then_id(
    store: Store, wanted: Filter, limits: Limits
) -> None:
    ids = sorted(expected(wanted, Order()), key=lambda one: ROW[one].account)
    excepted = frozenset(ids[::7])
    by_account = reader(store, limits).row_numbers(wanted, excepted)
    rows = [(ROW[one].account, ROW[one].row) for one in ids if one not in excepted]
    assert [(code, row) for code in by_account for row in by_account[code]] == rows


@settings(max_examples=100, deadline=None)
@given(filters, all_limits)
def test_counts_of_several_filters_at_once_are_those_of_each(
    store: Store, wanted: Filter, limits: Limits
) -> None:
    several = [wanted._replace(tabs=frozenset({tab})) for tab in Tab]
    several.append(wanted._replace(status=Status.EXPIRED))
    alone = [len(expected(one, Order())) for one in several]
    assert reader(store, limits).counts(several) == alone


def test_a_walk_is_what_is_tested_here(store: Store) -> None:
    """Both ways of reading a list are taken, and a text is looked up in its index."""
    many, few = reader(store, ALL_HELD), reader(store, NONE_HELD)
    assert type(many.windows(Filter(), Order())) is Held
    assert type(few.windows(Filter(), Order())) is Walked
    assert type(many.windows(Filter(search="web"), Order())) is Held
    assert type(few.windows(Filter(search="web"), Order())) is Searched
    assert type(few.windows(Filter(search="w"), Order())) is Searched
    assert store.engine.search.can_look_up("web")
