"""What was shown is what is charged; else nothing is [R21]."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest

from renewal_tui.domain.codes import Policy
from renewal_tui.domain.filters import Filter, Matching
from renewal_tui.domain.planning import Renew, Request, UnifyOnDate, UnifyOnDay
from renewal_tui.errors import Changed
from renewal_tui.operations.execution import preview
from renewal_tui.operations.pay_order import Payment
from renewal_tui.operations.set_policy import PolicySwitch
from tests.operations.acts import done, purchase_of
from tests.operations.world import World


class Change(NamedTuple):
    """Something that another program does to the store while a dialog is open."""

    text: str
    values: tuple[object, ...] = ()


CHANGES = {
    "a price": Change("UPDATE instance SET monthly_price = 9999 WHERE instance_id = 'i-2'"),
    "an expire date": Change(
        "UPDATE term SET expire_date = '2026-11-26', anchor_day = 26 WHERE instance_id = 'i-2'"
    ),
    "an anchor day": Change("UPDATE term SET anchor_day = 31 WHERE instance_id = 'i-3'"),
    "a policy": Change("UPDATE instance SET policy = 'auto' WHERE instance_id = 'i-2'"),
    "a policy's period": Change("UPDATE instance SET auto_months = 3 WHERE instance_id = 'i-4'"),
    "a voucher's rest": Change("UPDATE voucher SET amount = 4999, remaining = 4999"),
    "a voucher's last day": Change("UPDATE voucher SET expire_date = '2026-11-21'"),
    "a voucher's products": Change("UPDATE voucher SET products = 'EIP'"),
    "a new voucher": Change(
        "INSERT INTO voucher (code, account_id, amount, remaining, expire_date, products, use)"
        " VALUES ('v-2', 1, 1, 1, '2026-11-30', '*', 'general')"
    ),
    "a balance that grew": Change(
        "UPDATE account SET balance = balance + 1, opening = opening + 1"
    ),
    "a balance that shrank": Change(
        "UPDATE account SET balance = balance - 1, opening = opening - 1"
    ),
    "a release": Change("UPDATE term SET expire_date = '2026-11-01' WHERE instance_id = 'i-1'"),
    "a product that may not be renewed": Change("UPDATE product SET renewable = 0"),
}
REQUESTS: dict[str, Request] = {
    "renew": Renew(1),
    "unify on a date": UnifyOnDate(date(2027, 1, 15)),
    "unify on a day": UnifyOnDay(12),
}


@pytest.fixture
def fleet(world: World) -> World:
    """Four instances and a voucher that pays half of one of them."""
    world.voucher("v-1", 50_00)
    world.instance("i-1", expire="2026-11-25")
    world.instance("i-2", expire="2026-11-27")
    world.instance("i-3", expire="2026-11-30", anchor=30)
    world.instance("i-4", expire="2026-11-29", policy="auto")
    return world


IDS = ("i-1", "i-2", "i-3", "i-4")


@pytest.mark.parametrize("request_name", REQUESTS)
@pytest.mark.parametrize("change", CHANGES)
def test_nothing_is_charged_when_something_it_rests_on_has_changed(
    fleet: World, change: str, request_name: str
) -> None:
    wanted = purchase_of(IDS, REQUESTS[request_name])
    shown = preview(fleet.desk, wanted)
    fleet.sql(CHANGES[change].text, *CHANGES[change].values)
    before = fleet.dump()
    with pytest.raises(Changed, match="nothing was charged"):
        done(fleet.desk, wanted, "k-1", shown)
    assert fleet.dump() == before
    again = preview(fleet.desk, wanted)
    assert done(fleet.desk, wanted, "k-1", again)["interrupted"] is False


@pytest.mark.parametrize("request_name", REQUESTS)
def test_what_was_shown_is_charged_to_the_fen(fleet: World, request_name: str) -> None:
    wanted = purchase_of(IDS, REQUESTS[request_name])
    shown = preview(fleet.desk, wanted)
    assert shown.seen.plan is not None
    answer = done(fleet.desk, wanted, "k-1", shown)
    planned = [
        (line.instance_id, line.to_date.isoformat()) for line in shown.seen.plan.orders[0].lines
    ]
    assert planned == [
        (line["instance_id"], line["to_date"]) for line in answer["orders"][0]["lines"]
    ]
    assert fleet.balance() == 1000_00 - shown.seen.totals["acme"].balance_total


def test_a_name_that_changed_is_no_reason_to_refuse(fleet: World) -> None:
    wanted = purchase_of(IDS, Renew(1))
    shown = preview(fleet.desk, wanted)
    fleet.sql("UPDATE instance SET name = 'other'")
    assert done(fleet.desk, wanted, "k-1", shown)["orders"]


_Act = Callable[[World], object]
_OTHERS: dict[str, _Act] = {
    "renewed one of them": lambda world: world.renew("i-2"),
    "made an order for one of them": lambda world: world.unpaid("i-2"),
    "unified one of them": lambda world: world.unify_on("2027-01-01", "i-2"),
    "topped the account up": lambda world: world.top_up(1),
    "moved the clock past a voucher's day": lambda world: world.advance("40d"),
}


@pytest.mark.parametrize("deed", _OTHERS)
def test_nothing_is_charged_when_another_operator_was_faster(fleet: World, deed: str) -> None:
    desk = fleet.another_desk()
    wanted = purchase_of(IDS, Renew(1))
    shown = preview(desk, wanted)
    _OTHERS[deed](fleet)
    before = fleet.dump()
    with pytest.raises(Changed):
        done(desk, wanted, "k-1", shown)
    desk.store.close()
    assert fleet.dump() == before


def test_a_row_that_came_to_match_meanwhile_is_not_charged_unseen(fleet: World) -> None:
    wanted = purchase_of(Matching(Filter()), Renew(1))
    shown = preview(fleet.desk, wanted)
    fleet.instance("i-5")
    before = fleet.dump()
    with pytest.raises(Changed):
        done(fleet.desk, wanted, "k-1", shown)
    assert fleet.dump() == before


def test_pay_later_too_is_refused_when_the_figures_are_others(fleet: World) -> None:
    wanted = purchase_of(IDS, Renew(1), pay_later=True)
    shown = preview(fleet.desk, wanted)
    fleet.sql("UPDATE instance SET monthly_price = 9999")
    with pytest.raises(Changed):
        done(fleet.desk, wanted, "k-1", shown)
    assert fleet.value("SELECT count(*) FROM orders") == 0


ORDER_CHANGES = {
    what: CHANGES[what]
    for what in CHANGES
    if what not in ("a policy", "a policy's period", "an anchor day")
}


@pytest.mark.parametrize("change", ORDER_CHANGES)
def test_an_order_is_paid_as_it_was_shown_or_not_at_all(fleet: World, change: str) -> None:
    number = fleet.unpaid(*IDS)
    shown = preview(fleet.desk, Payment(number))
    fleet.sql(CHANGES[change].text, *CHANGES[change].values)
    before = fleet.dump()
    with pytest.raises(Changed, match="nothing was charged"):
        done(fleet.desk, Payment(number), "k-1", shown)
    assert fleet.dump() == before


def test_an_order_that_another_operator_cancelled_is_not_paid(fleet: World) -> None:
    number = fleet.unpaid(*IDS)
    shown = preview(fleet.desk, Payment(number))
    fleet.cancel(number)
    before = fleet.dump()
    desk = fleet.another_desk()
    with pytest.raises(Exception, match="is cancelled"):
        done(desk, Payment(number), "k-1", shown)
    desk.store.close()
    assert fleet.dump() == before


def test_a_switch_that_rests_on_old_facts_is_refused(fleet: World) -> None:
    wanted = PolicySwitch(IDS, Policy.AUTO, 3)
    shown = preview(fleet.desk, wanted)
    fleet.sql("UPDATE term SET expire_date = '2026-11-20' WHERE instance_id = 'i-1'")
    before = fleet.dump()
    with pytest.raises(Changed):
        done(fleet.desk, wanted, "k-1", shown)
    assert fleet.dump() == before
