"""Manual renewals as plans: terms, refusals, orders and how they are paid [R15 to R20]."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from renewal_tui.domain import planning
from renewal_tui.domain.codes import Code, Policy, Type
from renewal_tui.domain.facts import Instance, Voucher
from renewal_tui.domain.money import MAX_MINOR
from renewal_tui.domain.planning import Funds, OrderPlan, Plan, Renew, plan_operation
from renewal_tui.domain.vouchers import VoucherUse
from tests.builders import TODAY, account, funds, instance, product, voucher


def renew(
    *fleet: Instance,
    months: int = 1,
    balance: int = 1000_00,
    vouchers: tuple[Voucher, ...] = (),
    today: date = TODAY,
    use_vouchers: bool = True,
) -> Plan:
    """Plan a renewal of these instances of one account."""
    means = funds(balance, vouchers, today=today)
    return plan_operation(Renew(months), fleet, means, today, use_vouchers=use_vouchers)


def the_order(plan: Plan) -> OrderPlan:
    """Return the one order of a plan that skips nothing."""
    (order,) = plan.orders
    assert not plan.skipped
    return order


@pytest.mark.parametrize(
    ("expire_date", "anchor", "today", "to_date"),
    [
        (date(2026, 1, 31), 31, date(2026, 1, 10), date(2026, 2, 28)),
        (date(2026, 2, 28), 31, date(2026, 2, 10), date(2026, 3, 31)),
        (date(2028, 1, 31), 31, date(2028, 1, 10), date(2028, 2, 29)),
        (date(2026, 4, 30), 31, date(2026, 5, 2), date(2026, 5, 31)),
        (date(2026, 4, 30), 31, date(2026, 5, 18), date(2026, 5, 31)),
    ],
)
def test_the_new_expire_date_is_counted_from_the_old_one_with_its_anchor_day(
    expire_date: date, anchor: int, today: date, to_date: date
) -> None:
    """R17, published; in the last two it is expired and retained [R18]."""
    kept = product(retention_days=30)
    found = instance(expire_date=expire_date, anchor_day=anchor, product=kept)
    (line,) = the_order(renew(found, today=today)).lines
    assert line.to_date == to_date
    assert line.anchor_after == anchor


def test_the_discount_is_that_of_exactly_this_product_and_these_months() -> None:
    """R16: 364.00 x 12 at 15 % off; no discount for 6 months because 12 have one."""
    found = instance(monthly_price=364_00, product=product(discounts={12: 15, 24: 30}))
    (line,) = the_order(renew(found, months=12, balance=9999_00)).lines
    assert line.fee == (4368_00, 655_20, 3712_80)
    (line,) = the_order(renew(found, months=6, balance=9999_00)).lines
    assert line.fee == (2184_00, 0, 2184_00)
    (line,) = the_order(renew(found._replace(product=product()), months=12)).lines
    assert line.fee.discount == 0


def test_an_expired_instance_is_renewed_on_the_last_day_it_is_retained_and_not_after() -> None:
    """R18."""
    kept = instance(expire_date=TODAY - timedelta(days=7))
    (line,) = the_order(renew(kept)).lines
    assert line.to_date == date(2026, 12, 15)
    plan = renew(instance(expire_date=TODAY - timedelta(days=8)))
    assert [skipped.code for skipped in plan.skipped] == [Code.RELEASED]
    assert not plan.orders


def test_a_line_whose_period_would_end_before_today_is_refused_with_advice() -> None:
    """R18: the others go on."""
    late = instance(expire_date=date(2026, 9, 30), product=product(retention_days=90))
    plan = renew(late, instance(instance_id="i-2"))
    (skipped,) = plan.skipped
    assert skipped.instance_id == "i-1"
    assert skipped.code is Code.PERIOD_TOO_SHORT
    assert skipped.reason.endswith("the shortest period that suffices is 2 months")
    assert [line.instance_id for line in plan.orders[0].lines] == ["i-2"]
    assert not renew(late, months=2).skipped


def test_an_unpaid_order_keeps_its_instance_out_of_another_renewal() -> None:
    """R20."""
    plan = renew(instance(unpaid_order=17), instance(instance_id="i-2"))
    (skipped,) = plan.skipped
    assert (skipped.instance_id, skipped.code) == ("i-1", Code.ORDER_UNPAID)
    assert "order 17 " in skipped.reason
    assert [line.instance_id for line in plan.orders[0].lines] == ["i-2"]


def test_an_instance_on_automatic_can_be_renewed_by_hand_and_stays_automatic() -> None:
    """R7: also an expired one; the operator's period counts, not that of the policy."""
    expired = TODAY - timedelta(days=2)
    found = instance(expire_date=expired, policy=Policy.AUTO, auto_months=12)
    (line,) = the_order(renew(found, months=2)).lines
    assert line.to_date == date(2027, 1, 20)
    assert line.instance.policy is Policy.AUTO


def test_each_account_gets_one_order_with_its_lines_by_expire_date_then_id() -> None:
    """R19: vouchers and balance of one account never pay for another."""
    soon, late = date(2026, 11, 23), date(2026, 11, 25)
    fleet = [
        instance(instance_id="i-1", expire_date=late),
        instance(instance_id="i-5", account="beta"),
        instance(instance_id="i-3", expire_date=soon),
        instance(instance_id="i-2", expire_date=soon),
    ]
    means = Funds(
        {code: account(code=code, balance=300_00) for code in ("acme", "beta")},
        {"acme": [voucher(amount=10_00)]},
        TODAY,
    )
    plan = plan_operation(Renew(1), fleet, means, TODAY)
    assert [order.account.code for order in plan.orders] == ["acme", "beta"]
    acme, beta = plan.orders
    assert [line.instance_id for line in acme.lines] == ["i-2", "i-3", "i-1"]
    assert acme.lines[0].vouchers == (VoucherUse("v-1", 10_00),)
    assert (acme.total, acme.voucher_total, acme.balance_total) == (300_00, 10_00, 290_00)
    assert (beta.total, beta.voucher_total, beta.balance_total) == (100_00, 0, 100_00)
    assert acme.balance_after == 10_00


def test_vouchers_pay_first_and_the_balance_pays_the_rest() -> None:
    """R9, R19: given out in the order of the lines."""
    fleet = [instance(instance_id=f"i-{number}") for number in (1, 2)]
    order = the_order(renew(*fleet, vouchers=(voucher(amount=130_00),)))
    assert [line.balance for line in order.lines] == [0, 70_00]
    assert [line.vouchers for line in order.lines] == [
        (VoucherUse("v-1", 100_00),),
        (VoucherUse("v-1", 30_00),),
    ]
    assert order.balance_after == 930_00


def test_a_voucher_for_one_product_pays_for_its_line_only() -> None:
    """R12: the first line passes it over."""
    krds = instance(instance_id="i-2", product=product(code="KRDS"))
    only = voucher(amount=300_00, products=frozenset({"KRDS"}))
    order = the_order(renew(instance(), krds, vouchers=(only,)))
    assert [line.balance for line in order.lines] == [100_00, 0]


def test_the_operator_may_pay_without_vouchers() -> None:
    """R14."""
    order = the_order(renew(instance(), vouchers=(voucher(),), use_vouchers=False))
    assert order.lines[0].vouchers == ()
    assert order.balance_total == 100_00


def test_an_order_is_short_by_what_vouchers_and_balance_leave_open() -> None:
    """R19: whole or not at all, so even the line that could be paid is not."""
    fleet = [instance(instance_id=f"i-{number}") for number in (1, 2)]
    order = the_order(renew(*fleet, balance=138_00, vouchers=(voucher(),)))
    assert order.short_by == 12_00
    assert order.balance_after == -12_00
    assert the_order(renew(*fleet, balance=150_00, vouchers=(voucher(),))).short_by == 0


def test_one_account_falling_short_does_not_stop_another() -> None:
    """R19."""
    means = Funds({"acme": account(balance=0), "beta": account(code="beta")}, {}, TODAY)
    fleet = [instance(), instance(instance_id="i-2", account="beta")]
    plan = plan_operation(Renew(1), fleet, means, TODAY)
    assert [order.short_by for order in plan.orders] == [100_00, 0]


def test_orders_of_one_account_spend_what_those_before_have_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R19: a selection too large for one order; what falls short spends nothing."""
    monkeypatch.setattr(planning, "MAX_ORDER_LINES", 1)
    prices = {"i-1": 60_00, "i-2": 90_00, "i-3": 40_00}
    fleet = [instance(instance_id=name, monthly_price=price) for name, price in prices.items()]
    plan = renew(*fleet, balance=80_00, vouchers=(voucher(amount=30_00),))
    assert [order.account.balance for order in plan.orders] == [80_00, 50_00, 50_00]
    assert [order.voucher_total for order in plan.orders] == [30_00, 0, 0]
    assert [order.short_by for order in plan.orders] == [0, 40_00, 0]


def test_funds_that_learn_of_more_accounts_remember_what_was_spent() -> None:
    """R19, R21: a known account stays as the plans so far have left it."""
    means = funds(150_00, [voucher(amount=20_00)])
    plan_operation(Renew(1), [instance()], means, TODAY)
    accounts = {code: account(code=code, balance=150_00) for code in ("acme", "beta")}
    means.learn(accounts, {code: [voucher(amount=20_00)] for code in accounts})
    fleet = [instance(instance_id="i-2"), instance(instance_id="i-3", account="beta")]
    acme, beta = plan_operation(Renew(1), fleet, means, TODAY).orders
    assert (acme.account.balance, acme.voucher_total, acme.short_by) == (70_00, 0, 30_00)
    assert (beta.account.balance, beta.voucher_total, beta.short_by) == (150_00, 20_00, 0)


def test_whatever_is_left_out_is_named_by_id_and_nothing_fails_as_a_whole() -> None:
    """R19: an empty order is not made."""
    plan = renew(
        instance(instance_id="i-9", type=Type.TRIAL),
        instance(instance_id="i-2", product=product(renewable=False, reason="no")),
    )
    assert plan.orders == ()
    assert [(skipped.instance_id, skipped.code) for skipped in plan.skipped] == [
        ("i-2", Code.PRODUCT_NOT_RENEWABLE),
        ("i-9", Code.TRIAL),
    ]


def test_what_would_end_beyond_the_calendar_or_cost_beyond_any_amount_is_left_out() -> None:
    late = instance(instance_id="i-late", expire_date=date(9899, 12, 31), anchor_day=31)
    dear = instance(instance_id="i-dear", monthly_price=MAX_MINOR)
    plan = renew(late, dear, instance(instance_id="i-plain"), months=36)
    assert [line.instance_id for order in plan.orders for line in order.lines] == ["i-plain"]
    assert {one.instance_id: (one.code, one.reason) for one in plan.skipped} == {
        "i-late": (Code.OUT_OF_RANGE, "would end on 9902-12-31, after 9899"),
        "i-dear": (
            Code.OUT_OF_RANGE,
            "would cost 360,000,000,000,000.00, more than 10,000,000,000,000.00",
        ),
    }


@pytest.mark.parametrize(("price", "kept"), [(MAX_MINOR, True), (MAX_MINOR + 1, False)])
def test_the_dearest_line_that_is_kept_costs_the_largest_amount(price: int, kept: bool) -> None:
    plan = renew(instance(monthly_price=price), months=1)
    assert [len(order.lines) for order in plan.orders] == ([1] if kept else [])


def test_a_whole_order_of_the_dearest_lines_fits_the_store() -> None:
    assert planning.MAX_ORDER_LINES * MAX_MINOR < 2**63
