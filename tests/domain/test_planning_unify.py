"""Unified expiration time as plans [R22 to R27]."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from renewal_tui.domain.calendar import LAST_DAY
from renewal_tui.domain.codes import Code, Policy, Type
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.planning import (
    Plan,
    Renew,
    Request,
    Term,
    UnifyOnDate,
    UnifyOnDay,
    latest_expire_date,
    plan_operation,
    term_of,
)
from renewal_tui.domain.vouchers import VoucherUse
from tests.builders import TODAY, funds, instance, product, voucher

TARGET = date(2026, 12, 24)


def unify(request: Request, *fleet: Instance, today: date = TODAY) -> Plan:
    """Plan a unification of these instances."""
    return plan_operation(request, fleet, funds(balance=99_999_00, today=today), today)


def term(request: Request, found: Instance, today: date = TODAY) -> Term:
    """Return the one term that a request means."""
    made = term_of(request, found, today)
    assert isinstance(made, Term)
    return made


@pytest.mark.parametrize(
    ("expire_date", "wanted", "expected"),
    [
        ("2018-10-08", 12, ("2018-11-12", 1, 4, 68_00)),
        ("2018-10-18", 12, ("2018-12-12", 1, 24, 108_00)),
        ("2026-04-05", 20, ("2026-05-20", 1, 15, 90_00)),
        ("2026-01-31", LAST_DAY, ("2026-02-28", 1, 0, 60_00)),
    ],
)
def test_on_a_day_of_each_month_gives_the_published_dates_and_fees(
    expire_date: str, wanted: int, expected: tuple[str, int, int, int]
) -> None:
    """R23, R25, at 60.00 a month."""
    found = instance(expire_date=date.fromisoformat(expire_date), monthly_price=60_00)
    made = term(UnifyOnDay(wanted), found, found.expire_date)
    assert (str(made.to_date), made.months, made.days, made.fee.payable) == expected


def test_on_a_date_moves_what_expires_before_it_and_reports_the_rest() -> None:
    """R24: on it or later is left alone."""
    fleet = [
        instance(instance_id=f"i-{day}", expire_date=date(2026, 12, day)) for day in (23, 24, 25)
    ]
    plan = unify(UnifyOnDate(TARGET), *fleet)
    (line,) = plan.orders[0].lines
    assert (line.instance_id, line.to_date, line.days) == ("i-23", TARGET, 1)
    assert [(skipped.instance_id, skipped.code) for skipped in plan.skipped] == [
        ("i-24", Code.NOT_BEFORE),
        ("i-25", Code.NOT_BEFORE),
    ]


def test_lines_stand_by_their_old_expire_dates_though_they_get_the_same_new_one() -> None:
    """R19."""
    fleet = [
        instance(instance_id="i-1", expire_date=date(2026, 12, 9)),
        instance(instance_id="i-2", expire_date=date(2026, 12, 3)),
    ]
    plan = unify(UnifyOnDate(TARGET), *fleet)
    assert [line.instance_id for line in plan.orders[0].lines] == ["i-2", "i-1"]


def test_the_date_offered_first_is_the_latest_in_the_selection() -> None:
    """R22."""
    fleet = [instance(expire_date=date(2026, 12, day)) for day in (3, 24, 9)]
    assert latest_expire_date(fleet) == TARGET
    assert latest_expire_date([]) is None


def test_whole_months_are_counted_with_the_anchor_day_of_the_instance() -> None:
    """R25: from Feb 28 with anchor 31 the month ends on Mar 31, not on Mar 28."""
    found = instance(expire_date=date(2026, 2, 28), anchor_day=31)
    today, target = date(2026, 2, 20), date(2026, 3, 30)
    made = term(UnifyOnDate(target), found, today)
    assert (made.months, made.days) == (0, 30)
    made = term(UnifyOnDate(target), found._replace(anchor_day=28), today)
    assert (made.months, made.days) == (1, 2)


def test_period_discounts_do_not_apply_to_a_unification() -> None:
    """R25: not even to exactly twelve months."""
    found = instance(product=product(discounts={1: 50, 12: 15}))
    made = term(UnifyOnDate(date(2027, 11, 30)), found)
    assert (made.months, made.days) == (12, 0)
    assert made.fee == (1200_00, 0, 1200_00)


@pytest.mark.parametrize(
    ("request_", "anchor_after", "next_end"),
    [
        (UnifyOnDate(date(2027, 2, 28)), 28, date(2027, 3, 28)),
        (UnifyOnDay(28), 28, date(2027, 3, 28)),
        (UnifyOnDay(LAST_DAY), 31, date(2027, 3, 31)),
    ],
)
def test_afterwards_the_anchor_is_the_new_day_and_the_next_renewal_keeps_it(
    request_: Request, anchor_after: int, next_end: date
) -> None:
    """R25: all three end on Feb 28, but only the last day of each month goes on to Mar 31."""
    found = instance(expire_date=date(2027, 1, 28))
    made = term(request_, found)
    assert made.to_date == date(2027, 2, 28)
    assert made.anchor_after == anchor_after
    unified = found._replace(expire_date=made.to_date, anchor_day=made.anchor_after)
    assert term(Renew(1), unified).to_date == next_end


def test_on_a_day_at_least_a_month_by_the_anchor_day_is_bought() -> None:
    """R23: from Feb 28 with anchor day 31 a month ends on Mar 31, so Mar 28 is too early."""
    found = instance(expire_date=date(2026, 2, 28), anchor_day=31, monthly_price=60_00)
    made = term(UnifyOnDay(28), found, date(2026, 2, 20))
    assert (made.to_date, made.months, made.days) == (date(2026, 4, 28), 1, 28)
    assert made.fee.payable == 116_00


@pytest.mark.parametrize("request_", [UnifyOnDate(TARGET), UnifyOnDay(12)])
def test_expired_blocked_and_not_renewable_instances_are_skipped_and_the_rest_go_on(
    request_: Request,
) -> None:
    """R26; one that expires today is not expired."""
    plan = unify(
        request_,
        instance(instance_id="i-1", expire_date=TODAY - timedelta(days=1), policy=Policy.AUTO),
        instance(instance_id="i-2", unpaid_order=17),
        instance(instance_id="i-3", type=Type.TRIAL),
        instance(instance_id="i-4", expire_date=TODAY - timedelta(days=8)),
        instance(instance_id="i-5", expire_date=TODAY),
    )
    assert [skipped.code for skipped in plan.skipped] == [
        Code.EXPIRED,
        Code.ORDER_UNPAID,
        Code.TRIAL,
        Code.RELEASED,
    ]
    assert [line.instance_id for line in plan.orders[0].lines] == ["i-5"]


def test_a_unification_leaves_the_policy_alone() -> None:
    """R27: both policies are unified alike, and stay."""
    for policy in Policy:
        found = instance(policy=policy, auto_months=6)
        made = term(UnifyOnDate(TARGET), found)
        assert (made.instance.policy, made.instance.auto_months) == (policy, 6)
        assert made.to_date == TARGET


def test_vouchers_pay_for_a_unification_too() -> None:
    """R9, R14: and may be left out by the operator."""
    for use_vouchers, uses in ((True, (VoucherUse("v-1", 50_00),)), (False, ())):
        means = funds(vouchers=[voucher()])
        request = UnifyOnDate(date(2026, 12, 30))
        plan = plan_operation(request, [instance()], means, TODAY, use_vouchers=use_vouchers)
        assert plan.orders[0].lines[0].vouchers == uses
