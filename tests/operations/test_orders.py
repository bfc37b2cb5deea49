"""Orders: unpaid ones block, are paid whole, cancelled, or cancel themselves [R15, R19, R20]."""

from __future__ import annotations

import json

import pytest

from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.planning import Renew
from renewal_tui.errors import Changed, Refused
from renewal_tui.operations import details, orders
from renewal_tui.operations.documents import Document, document
from renewal_tui.operations.execution import preview
from renewal_tui.operations.outcomes import stored_order
from renewal_tui.operations.pay_order import Payment
from tests.operations.acts import done, purchase_of
from tests.operations.world import World, codes_of, lines_of


def _statuses(answer: Document) -> list[str]:
    return [order["status"] for order in answer["orders"]]


def test_an_unpaid_order_blocks_renewal_and_unification_and_says_which_order(
    world: World,
) -> None:
    world.instance("i-1")
    world.instance("i-2")
    number = world.unpaid("i-1")
    renewed = world.renew("i-1", "i-2")
    unified = world.unify_on("2027-03-01", "i-1", "i-2")
    assert list(lines_of(renewed)) == list(lines_of(unified)) == ["i-2"]
    for answer in (renewed, unified):
        assert codes_of(answer) == {"i-1": "order_unpaid"}
        assert f"order {number} " in answer["skipped"][0]["reason"]
    assert world.expire_date("i-1") == "2026-11-30"


def test_two_unpaid_orders_never_hold_the_same_instance(world: World) -> None:
    world.account("acme", 0)
    for name in ("i-1", "i-2", "i-3"):
        world.instance(name)
    world.renew("i-1", "i-2")
    assert list(lines_of(world.renew("i-2", "i-3"))) == ["i-3"]
    assert list(lines_of(world.unify_on("2027-01-01", "i-1", "i-2", "i-3"))) == []


def test_an_unpaid_order_does_not_block_a_switch_of_policy(world: World) -> None:
    world.instance("i-1")
    number = world.unpaid("i-1")
    assert world.switch("auto", "i-1")["changed"] == ["i-1"]
    assert _statuses(world.pay(number)) == ["paid"]
    assert world.policy("i-1") == ("auto", 1)


def test_paying_an_order_does_what_it_said_and_frees_its_instances(world: World) -> None:
    world.voucher("v-1", 30_00)
    world.instance("i-1", expire="2026-11-25")
    world.instance("i-2", expire="2026-11-24")
    number = world.unpaid("i-1", "i-2", months=3)
    answer = world.pay(number)
    order = answer["orders"][0]
    assert (order["order"], order["status"], order["voucher_total"]) == (number, "paid", "30.00")
    assert list(lines_of(answer)) == ["i-2", "i-1"]
    assert world.expire_date("i-1") == "2027-02-25"
    assert world.balance() == 1000_00 - 570_00
    assert list(lines_of(world.renew("i-1"))) == ["i-1"]


def test_an_order_is_paid_after_a_top_up_by_what_was_short(world: World) -> None:
    world.account("acme", 40_00)
    world.instance("i-1")
    number = world.renew("i-1")["orders"][0]["order"]
    assert number is not None
    assert _statuses(world.pay(number)) == ["unpaid"]
    world.top_up(59_99)
    assert world.pay(number)["orders"][0]["short_by"] == "0.01"
    world.top_up(1)
    assert _statuses(world.pay(number)) == ["paid"]
    assert world.balance() == 0
    assert world.expire_date("i-1") == "2026-12-30"


def test_a_short_payment_changes_nothing_but_its_own_answer(world: World) -> None:
    world.account("acme", 40_00)
    world.instance("i-1")
    number = world.unpaid("i-1")
    before = [line for line in world.dump() if '"operation' not in line]
    world.pay(number)
    assert [line for line in world.dump() if '"operation' not in line] == before


def test_an_order_is_not_paid_when_another_one_has_its_instance(world: World) -> None:
    for name in ("i-1", "i-2"):
        world.unpaid(world.instance(name))
    world.sql("UPDATE term SET unpaid_order_id = 2")
    before = world.dump()
    with pytest.raises(Changed, match=r"i-1: order 2 awaits payment.*nothing was charged"):
        world.pay(1)
    assert world.dump() == before
    world.sql("UPDATE term SET unpaid_order_id = 1 WHERE instance_id = 'i-1'")


def test_a_cancelled_order_frees_no_instance_that_another_one_has(world: World) -> None:
    for name in ("i-1", "i-2"):
        world.unpaid(world.instance(name))
    world.sql("UPDATE term SET unpaid_order_id = 2")
    world.cancel(1)
    assert [world.instance_facts(name, "unpaid_order_id") for name in ("i-1", "i-2")] == [
        (2,),
        (2,),
    ]
    world.sql("UPDATE term SET unpaid_order_id = NULL WHERE instance_id = 'i-1'")


def test_an_order_is_paid_once(world: World) -> None:
    world.instance("i-1")
    number = world.unpaid("i-1")
    world.pay(number)
    with pytest.raises(Refused, match="order 1 is paid"):
        world.pay(number)
    assert world.balance() == 900_00


def test_a_cancelled_order_frees_its_instances_and_cannot_be_paid(world: World) -> None:
    world.instance("i-1")
    number = world.unpaid("i-1")
    answer = world.cancel(number)
    assert _statuses(answer) == ["cancelled"]
    with pytest.raises(Refused, match="is cancelled"):
        world.pay(number)
    with pytest.raises(Refused, match="is cancelled"):
        world.cancel(number)
    assert list(lines_of(world.renew("i-1"))) == ["i-1"]
    assert world.balance() == 900_00


def test_a_paid_order_cannot_be_cancelled(world: World) -> None:
    world.instance("i-1")
    world.renew("i-1")
    before = world.dump()
    with pytest.raises(Refused, match="order 1 is paid: nothing was changed"):
        world.cancel(1)
    assert world.dump() == before


@pytest.mark.parametrize("number", [0, -1, 7, 2**63, 10**30])
def test_an_order_that_is_not_there_is_refused(world: World, number: int) -> None:
    for act in (world.pay, world.cancel):
        with pytest.raises(Refused, match="there is no order"):
            act(number)


def test_an_unpaid_order_is_there_for_24_hours_and_not_a_minute_more(world: World) -> None:
    world.instance("i-1")
    number = world.unpaid("i-1")
    world.advance("23h")
    world.advance("59m")
    assert orders.find_order(world.desk, number).status is OrderStatus.UNPAID
    assert codes_of(world.renew("i-1")) == {"i-1": "order_unpaid"}
    world.advance("1m")
    assert orders.find_order(world.desk, number).status is OrderStatus.CANCELLED
    assert list(lines_of(world.renew("i-1"))) == ["i-1"]


def test_a_lapsed_order_is_told_as_cancelled_before_anything_has_written_it_down(
    world: World,
) -> None:
    world.instance("i-1")
    number = world.unpaid("i-1")
    world.advance("24h")
    assert world.order_status(number) == "unpaid"
    desk = world.desk
    assert orders.find_order(desk, number).note == "not paid within 24 hours"
    assert orders.show(desk, number).payment is None
    assert [one.status for one in orders.list_orders(desk)] == [OrderStatus.CANCELLED]
    assert orders.list_orders(desk, OrderStatus.UNPAID) == []
    assert [one.number for one in orders.list_orders(desk, OrderStatus.CANCELLED)] == [number]
    assert orders.count(desk, OrderStatus.UNPAID) == 0
    assert orders.count(desk, OrderStatus.CANCELLED) == orders.count(desk) == 1
    shown = document(details.shown(details.details(desk, "i-1")))
    assert (shown["unpaid_order"], shown["blocked"]) == (None, None)
    assert [order["status"] for order in shown["orders"]] == ["cancelled"]
    plan = preview(desk, purchase_of(("i-1",), Renew(1))).seen
    assert (plan.lines, plan.skipped) == (1, [])
    assert world.order_status(number) == "unpaid"


def test_a_lapsed_order_can_be_neither_paid_nor_cancelled(world: World) -> None:
    world.instance("i-1")
    number = world.unpaid("i-1")
    world.advance("1d")
    with pytest.raises(Refused, match=r"cancelled \("):
        world.pay(number)
    with pytest.raises(Refused, match="is cancelled"):
        world.cancel(number)
    assert world.balance() == 1000_00


def test_the_next_change_writes_a_lapse_down_with_its_audit_record(world: World) -> None:
    world.instance("i-1")
    number = world.unpaid("i-1")
    world.advance("1d")
    world.top_up(1)
    assert world.order_status(number) == "cancelled"
    assert world.instance_facts("i-1", "unpaid_order_id") == (None,)
    after = world.value("SELECT after FROM audit WHERE action = 'cancel_order'")
    assert json.loads(after) == {"status": "cancelled", "reason": "not paid within 24 hours"}


def test_an_order_of_many_lines_is_not_paid_when_one_of_them_has_changed(world: World) -> None:
    world.instance("i-1")
    world.instance("i-2")
    number = world.unpaid("i-1", "i-2")
    world.sql("UPDATE instance SET monthly_price = 10001 WHERE instance_id = 'i-2'")
    before = world.dump()
    with pytest.raises(Changed, match="i-2: its price is another now"):
        world.pay(number)
    assert world.dump() == before
    trouble = orders.show(world.desk, number).trouble
    assert trouble is not None
    assert "cancel it and make a new one" in trouble


def test_an_order_whose_instance_was_released_meanwhile_is_not_paid(world: World) -> None:
    world.instance("i-1", expire="2026-11-15")
    number = world.unpaid("i-1")
    world.advance("15h")
    with pytest.raises(Changed, match="released on 2026-11-23"):
        world.pay(number)
    assert world.balance() == 1000_00


def test_a_unification_is_not_paid_once_its_instance_has_expired(world: World) -> None:
    world.instance("i-1", expire="2026-11-22")
    answer = world.unify_on("2026-12-31", "i-1", pay_later=True)
    number = answer["orders"][0]["order"]
    assert number is not None
    world.advance("14h")
    with pytest.raises(Changed, match="expired on 2026-11-22"):
        world.pay(number)


def test_a_unification_on_a_day_is_paid_later_as_it_was_shown(world: World) -> None:
    world.instance("i-1", expire="2026-11-30", price=60_00)
    answer = world.unify_on_day(31, "i-1", pay_later=True)
    number = answer["orders"][0]["order"]
    assert number is not None
    assert world.pay(number)["orders"][0]["lines"] == answer["orders"][0]["lines"]
    assert world.instance_facts("i-1", "expire_date", "anchor_day") == ("2026-12-31", 31)


def test_an_order_shows_how_it_would_be_paid_now_not_when_it_was_made(world: World) -> None:
    world.instance("i-1")
    number = world.unpaid("i-1")
    world.voucher("v-1", 60_00)
    shown = preview(world.desk, Payment(number))
    payment = shown.seen.order
    assert orders.show(world.desk, number).payment == payment
    assert (payment.voucher_total, payment.balance_total) == (60_00, 40_00)
    paid = done(world.desk, Payment(number), "k-1", shown)
    assert paid["orders"][0]["voucher_total"] == "60.00"
    assert world.value("SELECT voucher_total FROM orders") == 60_00


def test_orders_are_listed_newest_first_by_status_and_account(world: World) -> None:
    world.account("beta", 1000_00)
    world.instance("i-1")
    world.instance("i-2")
    world.instance("i-3", account="beta")
    world.renew("i-1", "i-3")
    world.unpaid("i-2")
    desk = world.desk
    assert [one.number for one in orders.list_orders(desk)] == [3, 2, 1]
    assert [one.number for one in orders.list_orders(desk, limit=1, offset=1)] == [2]
    assert [one.number for one in orders.list_orders(desk, OrderStatus.UNPAID)] == [3]
    beta = frozenset(("beta",))
    assert [one.number for one in orders.list_orders(desk, None, beta)] == [2]
    assert orders.count(desk, OrderStatus.PAID, beta) == 1


def test_a_paid_order_is_told_again_as_it_was_answered(world: World) -> None:
    world.voucher("v-1", 30_00)
    world.instance("i-1")
    world.instance("i-2")
    answer = world.renew("i-1", "i-2")
    seen = orders.show(world.desk, 1)
    assert (seen.payment, seen.trouble) == (None, None)
    assert document(stored_order(seen.order, seen.lines)) == answer["orders"][0]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            "UPDATE discount SET percent = 14",
            "the discount of its product for this period is another now",
        ),
        ("DELETE FROM discount", "the discount of its product for this period is another now"),
        ("UPDATE instance SET monthly_price = 10001", "its price is another now"),
        (
            "UPDATE term SET expire_date = '2026-12-01', anchor_day = 1",
            "its expire date is another now",
        ),
        (
            "UPDATE term SET expire_date = '2026-12-01', anchor_day = 1;"
            "UPDATE instance SET monthly_price = 1",
            "its expire date and its price are others now",
        ),
    ],
)
def test_an_order_that_is_refused_says_what_is_another_now(
    world: World, change: str, what: str
) -> None:
    """R21: also that it is the product's discount, which no instance shows."""
    world.instance("i-1")
    number = world.unpaid("i-1", months=12)
    for statement in change.split(";"):
        world.sql(statement)
    with pytest.raises(Changed) as refused:
        world.pay(number)
    assert f"(i-1: {what}); nothing was charged" in str(refused.value)
    assert world.order_status(number) == "unpaid"


def test_an_order_is_not_paid_once_another_anchor_day_was_imported(world: World) -> None:
    world.instance("i-1", anchor=31)
    number = world.unpaid("i-1", months=12)
    world.sql("UPDATE term SET anchor_day = 30")
    with pytest.raises(Changed, match="i-1: its anchor day is another now"):
        world.pay(number)
    assert world.order_status(number) == "unpaid"
    assert world.balance() == 1000_00


def test_an_order_is_not_paid_once_its_months_and_days_would_be_told_otherwise(
    world: World,
) -> None:
    world.instance("i-1", anchor=31)
    answer = world.unify_on("2026-12-30", "i-1", pay_later=True)
    line = answer["orders"][0]["lines"][0]
    assert (line["months"], line["days"]) == (0, 30)
    world.sql("UPDATE term SET anchor_day = 30")
    with pytest.raises(Changed):
        world.pay(answer["orders"][0]["order"] or 0)


def test_the_totals_of_a_cancelled_order_are_the_sums_of_its_lines(world: World) -> None:
    world.voucher("v-1", 60_00)
    world.instance("i-1")
    number = world.unpaid("i-1")
    order = world.cancel(number)["orders"][0]
    assert (order["voucher_total"], order["balance_total"]) == ("0.00", "100.00")
    assert [line["balance"] for line in order["lines"]] == ["100.00"]
