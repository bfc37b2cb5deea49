"""Money moves by compare-and-set: a plan that is stale books nothing, whoever made it [R30].

The operations plan and book under one lock, so that these guards are never needed: they are
what holds when that is ever not so.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from renewal_tui.domain.codes import OrderKind, Policy
from renewal_tui.domain.planning import OrderPlan, Renew
from renewal_tui.errors import Changed, StoreError
from renewal_tui.operations import orders
from renewal_tui.operations.execution import preview
from renewal_tui.operations.execution.work import transaction
from renewal_tui.operations.set_policy import PolicySwitch
from renewal_tui.operations.watch import Unwatched
from renewal_tui.store.booking import Books, NewOrder
from renewal_tui.store.instances import write_policies
from tests.operations.acts import purchase_of
from tests.operations.world import World

CHANGES = {
    "a balance": "UPDATE account SET balance = balance + 1, opening = opening + 1",
    "an expire date": "UPDATE term SET expire_date = '2026-12-01' WHERE instance_id = 'i-2'",
    "a price": "UPDATE instance SET monthly_price = 1 WHERE instance_id = 'i-2'",
    "a policy": "UPDATE instance SET policy = 'auto' WHERE instance_id = 'i-2'",
    "a voucher": "UPDATE voucher SET amount = 4999, remaining = 4999",
}


@pytest.fixture
def fleet(world: World) -> World:
    """Two instances and a voucher for half of one."""
    world.voucher("v-1", 50_00)
    world.instance("i-1")
    world.instance("i-2")
    return world


def _plan(world: World) -> OrderPlan:
    shown = preview(world.desk, purchase_of(("i-1", "i-2"), Renew(1)))
    assert shown.seen.plan is not None
    return shown.seen.plan.orders[0]


def _book(world: World, book: Callable[[Books], object]) -> None:
    with transaction(world.desk, "k-1", Unwatched()) as work:
        book(work.books)


def _new(plan: OrderPlan) -> list[NewOrder]:
    return [NewOrder(plan, OrderKind.RENEW, '{"months": 1}', "k-1", use_vouchers=True)]


@pytest.mark.parametrize("change", CHANGES)
def test_a_stale_plan_is_not_paid(fleet: World, change: str) -> None:
    plan = _plan(fleet)
    fleet.sql(CHANGES[change])
    before = fleet.dump()
    with pytest.raises((Changed, StoreError)):
        _book(fleet, lambda books: books.make_paid(_new(plan)))
    assert fleet.dump() == before


@pytest.mark.parametrize("change", CHANGES)
def test_an_order_is_not_paid_by_a_stale_plan(fleet: World, change: str) -> None:
    number = fleet.unpaid("i-1", "i-2")
    details = orders.show(fleet.desk, number)
    plan, line_ids = details.payment, [line.line_id for line in details.lines]
    assert plan is not None
    fleet.sql(CHANGES[change])
    before = fleet.dump()
    with pytest.raises((Changed, StoreError)):
        _book(fleet, lambda books: books.pay(number, plan, line_ids))
    assert fleet.dump() == before


def test_a_plan_is_paid_once(fleet: World) -> None:
    plan = _plan(fleet)
    _book(fleet, lambda books: books.make_paid(_new(plan)))
    before = fleet.dump()
    with pytest.raises(Changed):
        _book(fleet, lambda books: books.make_paid(_new(plan)))
    assert fleet.dump() == before


def test_an_instance_that_is_blocked_gets_no_second_unpaid_order(fleet: World) -> None:
    plan = _plan(fleet)
    _book(fleet, lambda books: books.make_unpaid(_new(plan)))
    before = fleet.dump()
    with pytest.raises(Changed):
        _book(fleet, lambda books: books.make_unpaid(_new(plan)))
    assert fleet.dump() == before


def test_a_plan_that_is_short_cannot_be_paid(fleet: World) -> None:
    fleet.account("acme", 10_00)
    plan = _plan(fleet)
    assert plan.short_by == 140_00
    before = fleet.dump()
    with pytest.raises(Changed):
        _book(fleet, lambda books: books.make_paid(_new(plan)))
    assert fleet.dump() == before


def test_an_order_is_paid_or_cancelled_once(fleet: World) -> None:
    number = fleet.unpaid("i-1", "i-2")
    details = orders.show(fleet.desk, number)
    plan, line_ids = details.payment, [line.line_id for line in details.lines]
    assert plan is not None
    _book(fleet, lambda books: books.pay(number, plan, line_ids))
    before = fleet.dump()
    for book in (
        lambda books: books.pay(number, plan, line_ids),
        lambda books: books.cancel(number, "too late", "2026-11-22T02:00:00Z"),
    ):
        with pytest.raises(Changed, match="does not await payment any more"):
            _book(fleet, book)
        assert fleet.dump() == before


def test_a_top_up_rests_on_the_balance_it_was_told(fleet: World) -> None:
    before = fleet.dump()
    with pytest.raises(Changed, match="the balance of acme has changed"):
        _book(fleet, lambda books: books.top_up("acme", 999_99, 1))
    assert fleet.dump() == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE term SET expire_date = '2026-12-01' WHERE instance_id = 'i-2'",
        "UPDATE instance SET policy = 'auto' WHERE instance_id = 'i-2'",
        "UPDATE instance SET auto_months = 2 WHERE instance_id = 'i-2'",
    ],
)
def test_a_stale_switch_is_not_written(fleet: World, change: str) -> None:
    switch = PolicySwitch(("i-1", "i-2"), Policy.AUTO)
    plan = preview(fleet.desk, switch)
    fleet.sql(change)
    before = fleet.dump()
    with pytest.raises(Changed), transaction(fleet.desk, "k-1", Unwatched()) as work:
        write_policies(work.store, plan.seen.changed, Policy.AUTO, 1)
    assert fleet.dump() == before
