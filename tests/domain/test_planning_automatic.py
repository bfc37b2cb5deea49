"""Automatic renewals: what is due on a day and how it is paid [R7 to R9, R14, R20]."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from renewal_tui.domain.codes import BillingMode, Code, Policy, Refusal, Type
from renewal_tui.domain.facts import Instance, Voucher
from renewal_tui.domain.money import MAX_MINOR
from renewal_tui.domain.planning import OrderPlan, plan_automatic
from renewal_tui.domain.vouchers import Purse, VoucherUse
from tests.builders import TODAY, account, instance, product, voucher


def due(instance_id: str = "i-1", **overrides: Any) -> Instance:
    """Build an instance on automatic policy that expires today."""
    values = {"expire_date": TODAY, "policy": Policy.AUTO, "instance_id": instance_id}
    return instance(**(values | overrides))


def attempt(
    found: Instance, balance: int = 1000_00, *vouchers: Voucher, today: date = TODAY
) -> OrderPlan | None:
    """Plan its automatic renewal with a purse of its own."""
    return paid_from(Purse(balance, vouchers, today), found, today)


def paid_from(purse: Purse, found: Instance, today: date = TODAY) -> OrderPlan | None:
    """Plan its automatic renewal, which nothing but the date can stand against."""
    plan = plan_automatic(found, account(balance=purse.balance), purse, today)
    assert not isinstance(plan, Refusal)
    return plan


def test_an_automatic_instance_is_renewed_on_its_expire_date_by_its_own_period() -> None:
    """R5, R8."""
    order = attempt(due(auto_months=3))
    assert order is not None
    (line,) = order.lines
    assert (line.months, line.to_date) == (3, date(2027, 2, 22))
    assert (order.total, order.short_by) == (300_00, 0)


def test_the_discount_of_its_period_applies_to_an_automatic_renewal() -> None:
    """R16, R21: the same figures as a manual renewal."""
    order = attempt(due(auto_months=12, product=product(discounts={12: 15})), 9999_00)
    assert order is not None
    assert order.lines[0].fee == (1200_00, 180_00, 1020_00)


@pytest.mark.parametrize("days", [-1, 1, 30])
def test_on_no_other_day_is_it_renewed(days: int) -> None:
    """R8: not before, and never once it is expired [R7]."""
    assert attempt(due(expire_date=TODAY + timedelta(days=days))) is None


@pytest.mark.parametrize(
    "overrides",
    [
        {"policy": Policy.MANUAL},
        {"type": Type.TRIAL},
        {"billing_mode": BillingMode.ONE_TIME},
        {"product": product(renewable=False, reason="no")},
    ],
)
def test_what_is_manual_or_not_listed_is_never_due(overrides: dict[str, Any]) -> None:
    """R1, R8."""
    assert attempt(due(**overrides)) is None


def test_after_a_manual_renewal_it_is_due_again_on_its_next_expire_date() -> None:
    """R7: without being enabled again."""
    renewed = due(expire_date=date(2026, 12, 20))
    assert attempt(renewed) is None
    assert attempt(renewed, today=date(2026, 12, 20)) is not None


def test_an_unpaid_order_does_not_block_an_automatic_renewal() -> None:
    """R20."""
    order = attempt(due(unpaid_order=17))
    assert order is not None
    assert order.short_by == 0


def test_vouchers_always_pay_first() -> None:
    """R9, R14."""
    order = attempt(due(), 1000_00, voucher(amount=30_00))
    assert order is not None
    assert order.lines[0].vouchers == (VoucherUse("v-1", 30_00),)
    assert order.balance_total == 70_00


def test_one_that_cannot_be_paid_says_by_how_much_and_spends_nothing() -> None:
    """R9, R10: the next one can still be paid with it all."""
    purse = Purse(58_00, [voucher(amount=30_00)], TODAY)
    failed = paid_from(purse, due())
    assert failed is not None
    assert failed.short_by == 12_00
    paid = paid_from(purse, due("i-2", monthly_price=80_00))
    assert paid is not None
    assert (paid.short_by, paid.voucher_total, paid.balance_after) == (0, 30_00, 8_00)


def test_each_one_paid_leaves_less_for_the_next() -> None:
    """R10: whoever comes first is paid first; the account's figure is what the purse holds."""
    purse = Purse(150_00, [voucher(amount=20_00)], TODAY)
    orders = [paid_from(purse, due(f"i-{n}")) for n in (1, 2)]
    assert [order.short_by for order in orders if order] == [0, 30_00]
    assert [order.account.balance for order in orders if order] == [150_00, 70_00]


def test_what_could_not_be_kept_is_refused_and_spends_nothing() -> None:
    """A term beyond the calendar, a price beyond any amount: as in a manual renewal."""
    last_day = date(9899, 12, 31)
    late = due(expire_date=last_day, anchor_day=31, auto_months=1)
    purse = Purse(100_00, [], last_day)
    assert plan_automatic(late, account(), purse, last_day) == Refusal(
        Code.OUT_OF_RANGE, "would end on 9900-01-31, after 9899"
    )
    purse = Purse(100_00, [voucher()], TODAY)
    dear = due(monthly_price=MAX_MINOR // 2, auto_months=3)
    refused = plan_automatic(dear, account(), purse, TODAY)
    assert isinstance(refused, Refusal)
    assert refused.code is Code.OUT_OF_RANGE
    assert purse.quote("KEC", 50_00) == (VoucherUse("v-1", 50_00),)
    assert purse.balance == 100_00
