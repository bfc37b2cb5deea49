"""Operation keys [R29]: once for its key, the same answer again, another request refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from renewal_tui.domain.codes import Policy
from renewal_tui.domain.filters import Filter, Matching
from renewal_tui.domain.planning import Renew, UnifyOnDate, UnifyOnDay
from renewal_tui.errors import KeyConflict, Refused, UsageProblem
from renewal_tui.operations.cancel_order import Cancellation
from renewal_tui.operations.execution import idempotency
from renewal_tui.operations.pay_order import Payment
from renewal_tui.operations.set_policy import PolicySwitch
from renewal_tui.operations.top_up import TopUp
from renewal_tui.operations.unanswered import acknowledge
from renewal_tui.store.connection import Store
from renewal_tui.store.operation_keys import read_operation, unanswered
from tests.operations.acts import done, purchase_of, run_of
from tests.operations.world import World

_Act = Callable[[World], Any]
ACTS: dict[str, _Act] = {
    "renew": lambda world: world.renew("i-1", "i-2", "i-9", key="k-1"),
    "renew, short": lambda world: world.renew("i-1", "i-dear", key="k-1"),
    "renew, pay later": lambda world: world.renew("i-1", key="k-1", pay_later=True),
    "unify on a date": lambda world: world.unify_on("2027-01-15", "i-1", key="k-1"),
    "unify on a day": lambda world: world.unify_on_day(31, "i-1", key="k-1"),
    "policy": lambda world: world.switch("auto", "i-1", "i-9", key="k-1"),
    "pay": lambda world: world.pay(1, key="k-1"),
    "cancel": lambda world: world.cancel(1, key="k-1"),
    "top-up": lambda world: done(world.desk, TopUp("acme", 5_00), "k-1", note="a note"),
    "auto-renew": lambda world: world.engine(key="k-1"),
}


@pytest.fixture
def busy(world: World) -> World:
    """A world with something for each of the ACTS to do."""
    world.voucher("v-1", 30_00)
    for name in ("i-1", "i-2", "i-3"):
        world.instance(name)
    world.instance("i-dear", price=90_000_00)
    world.instance("i-due", expire="2026-11-22", policy="auto")
    world.instance("i-due-dear", expire="2026-11-22", policy="auto", price=90_000_00)
    assert world.unpaid("i-3") == 1
    return world


@pytest.mark.parametrize("act", ACTS)
def test_the_same_request_with_its_key_gives_the_first_answer_and_changes_nothing(
    busy: World, act: str
) -> None:
    first = ACTS[act](busy)
    before = busy.dump()
    assert ACTS[act](busy) == first
    assert busy.dump() == before


@pytest.mark.parametrize("act", ACTS)
def test_who_is_overtaken_under_the_same_key_gives_the_answer_of_who_was_faster(
    busy: World, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    transaction = Store.transaction
    first: list[Any] = []

    @contextmanager
    def overtaken(store: Store) -> Iterator[None]:
        monkeypatch.undo()
        first.extend((ACTS[act](busy), busy.dump()))  # after the key was looked up, before the lock
        with transaction(store):
            yield

    monkeypatch.setattr(Store, "transaction", overtaken)
    assert [ACTS[act](busy), busy.dump()] == first


@pytest.mark.parametrize("act", ACTS)
def test_the_first_answer_is_given_however_much_has_changed_since(busy: World, act: str) -> None:
    first = ACTS[act](busy)
    busy.top_up(200_000_00)
    busy.sql("UPDATE instance SET monthly_price = monthly_price + 1")
    busy.advance("3h")
    before = busy.dump()
    assert ACTS[act](busy) == first
    assert busy.dump() == before


@pytest.mark.parametrize(
    ("first", "second"),
    [(one, other) for one in ("renew", "pay", "top-up") for other in ACTS if one != other],
)
def test_another_request_with_the_same_key_is_refused_and_changes_nothing(
    busy: World, first: str, second: str
) -> None:
    ACTS[first](busy)
    before = busy.dump()
    with pytest.raises(KeyConflict, match="key k-1 was used for another request"):
        ACTS[second](busy)
    assert busy.dump() == before


OTHERS: dict[str, tuple[_Act, _Act]] = {
    "other instances": (ACTS["renew"], lambda world: world.renew("i-1", key="k-1")),
    "another period": (
        ACTS["renew"],
        lambda world: world.renew("i-1", "i-2", "i-9", months=2, key="k-1"),
    ),
    "without vouchers": (
        ACTS["renew"],
        lambda world: world.renew("i-1", "i-2", "i-9", key="k-1", use_vouchers=False),
    ),
    "to be paid later": (
        ACTS["renew"],
        lambda world: world.renew("i-1", "i-2", "i-9", key="k-1", pay_later=True),
    ),
    "another date": (
        ACTS["unify on a date"],
        lambda world: world.unify_on("2027-01-16", "i-1", key="k-1"),
    ),
    "a day for a date": (
        ACTS["unify on a date"],
        lambda world: world.unify_on_day(15, "i-1", key="k-1"),
    ),
    "another day": (
        ACTS["unify on a day"],
        lambda world: world.unify_on_day(28, "i-1", key="k-1"),
    ),
    "another policy": (
        ACTS["policy"],
        lambda world: world.switch("manual", "i-1", "i-9", key="k-1"),
    ),
    "another policy's period": (
        ACTS["policy"],
        lambda world: world.switch("auto", "i-1", "i-9", months=1, key="k-1"),
    ),
    "another order": (ACTS["pay"], lambda world: world.pay(2, key="k-1")),
    "another amount": (
        ACTS["top-up"],
        lambda world: done(world.desk, TopUp("acme", 5_01), "k-1", note="a note"),
    ),
    "other limits": (
        ACTS["auto-renew"],
        lambda world: world.engine(key="k-1", max_items=1),
    ),
}


@pytest.mark.parametrize("difference", OTHERS)
def test_a_request_that_differs_in_anything_is_another_request(
    busy: World, difference: str
) -> None:
    first, second = OTHERS[difference]
    first(busy)
    before = busy.dump()
    with pytest.raises(KeyConflict):
        second(busy)
    assert busy.dump() == before


def test_the_order_of_the_ids_makes_no_other_request(busy: World) -> None:
    first = busy.renew("i-1", "i-2", key="k-1")
    assert busy.renew("i-2", "i-1", "i-2", key="k-1") == first


def test_a_filter_is_another_selection_than_the_ids_it_finds(busy: World) -> None:
    busy.renew("i-1", key="k-1")
    with pytest.raises(KeyConflict):
        busy.renew(selection=Matching(Filter(search="i-1")), key="k-1")


@pytest.mark.parametrize(
    "other",
    [
        Matching(Filter(search="i-2")),
        Matching(Filter(search="i-1", within=3)),
        Matching(Filter(search="i-1", expires_to=date(2027, 1, 1))),
        Matching(Filter(search="i-1"), frozenset(("i-10",))),
        Matching(Filter(search="i-1", tabs=frozenset())),
    ],
)
def test_another_filter_is_another_request(busy: World, other: Matching) -> None:
    busy.renew(selection=Matching(Filter(search="i-1")), key="k-1")
    with pytest.raises(KeyConflict):
        busy.renew(selection=other, key="k-1")


@pytest.mark.parametrize("key", ["", "a b", "k\n", "k" * 65, "ключ", "k/1", "'"])
def test_a_key_that_could_not_be_told_or_typed_is_refused(busy: World, key: str) -> None:
    wanted = purchase_of(("i-1",), Renew(1))
    switch = PolicySwitch(("i-1",), Policy.AUTO)
    before = busy.dump()
    acts: tuple[Callable[[], object], ...] = (
        lambda: done(busy.desk, wanted, key),
        lambda: done(busy.desk, switch, key),
        lambda: done(busy.desk, Payment(1), key),
        lambda: done(busy.desk, Cancellation(1), key),
        lambda: done(busy.desk, TopUp("acme", 1), key),
        lambda: done(busy.desk, run_of(), key),
    )
    for act in acts:
        with pytest.raises(UsageProblem, match="is not a key"):
            act()
    assert busy.dump() == before


def test_a_refused_operation_leaves_its_key_unused(busy: World) -> None:
    busy.cancel(1)
    with pytest.raises(Refused):
        busy.pay(1, key="k-1")
    assert busy.renew("i-1", key="k-1")["orders"][0]["status"] == "paid"


def test_a_key_is_the_stores_and_not_the_operators(busy: World) -> None:
    first = busy.renew("i-1", key="k-1")
    other = busy.another_desk()
    assert done(other, purchase_of(("i-1",), Renew(1)), "k-1") == first
    other.store.close()


def test_a_key_that_was_only_intended_is_still_to_be_done(busy: World) -> None:
    wanted = purchase_of(("i-1",), UnifyOnDay(12))
    idempotency.intend(busy.desk, idempotency.asked("k-1", wanted.action, wanted.request()))
    assert [one.key for one in unanswered(busy.desk.store, "lin")][-1] == "k-1"
    assert busy.balance() == 1000_00
    assert len(done(busy.desk, wanted, "k-1")["orders"]) == 1
    operation = read_operation(busy.desk.store, "k-1")
    assert operation is not None
    assert operation.state == "done"


def test_a_key_that_was_intended_for_something_else_is_refused(busy: World) -> None:
    wanted = purchase_of(("i-1",), UnifyOnDate(date(2027, 1, 15)))
    idempotency.intend(busy.desk, idempotency.asked("k-1", wanted.action, wanted.request()))
    with pytest.raises(KeyConflict):
        busy.renew("i-1", key="k-1")


def test_what_was_acknowledged_is_no_longer_unanswered(busy: World) -> None:
    busy.renew("i-1", key="k-1")
    assert "k-1" in [one.key for one in unanswered(busy.desk.store, "lin")]
    assert "k-1" not in [one.key for one in unanswered(busy.desk.store, "mei")]
    acknowledge(busy.desk, "k-1")
    acknowledge(busy.desk, "k-unknown")
    assert "k-1" not in [one.key for one in unanswered(busy.desk.store, "lin")]
