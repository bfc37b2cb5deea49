"""What was shown is what is charged: any change of it is noticed [R21]."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.domain.codes import Policy, Type, Use
from renewal_tui.domain.facts import Instance, Voucher
from renewal_tui.domain.planning import (
    Plan,
    Renew,
    Request,
    UnifyOnDate,
    cost_figures,
    payment_figures,
    plan_operation,
)
from tests.builders import TODAY, funds, instance, product, voucher
from tests.domain.strategies import Means, fleets, means, requests

BEFORE = instance(product=product(discounts={12: 15}))
REQUESTS: list[Request] = [Renew(1), Renew(12), UnifyOnDate(date(2027, 1, 24))]


def shown(
    request: Request,
    found: Instance = BEFORE,
    balance: int = 5000_00,
    vouchers: tuple[Voucher, ...] = (voucher(),),
) -> tuple[object, ...]:
    """Return the figures of a plan for one instance."""
    plan = plan_operation(request, [found], funds(balance, vouchers), TODAY)
    return figures(plan)


def figures(plan: Plan) -> tuple[object, ...]:
    """Everything that a plan shows and rests on."""
    return (cost_figures(plan), payment_figures(plan.orders))


@pytest.mark.parametrize("request_", REQUESTS)
def test_the_same_facts_give_the_same_figures(request_: Request) -> None:
    assert shown(request_) == shown(request_)


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize(
    "change",
    [
        {"monthly_price": 100_01},
        {"expire_date": date(2026, 11, 29), "anchor_day": 29},
        {"expire_date": date(2026, 12, 30)},
        {"policy": Policy.AUTO},
        {"unpaid_order": 17},
        {"type": Type.TRIAL},
        {"product": product(renewable=False)},
    ],
)
def test_a_change_of_the_instance_changes_the_figures(
    request_: Request, change: dict[str, Any]
) -> None:
    """Price, expire date and policy, and whatever takes it out of the order."""
    assert shown(request_) != shown(request_, BEFORE._replace(**change))


def test_a_change_of_the_discount_or_of_the_anchor_changes_the_figures() -> None:
    dearer = BEFORE._replace(product=product(discounts={12: 14}))
    assert shown(Renew(12)) != shown(Renew(12), dearer)
    for months in (1, 3):
        assert shown(Renew(months)) != shown(Renew(months), BEFORE._replace(anchor_day=31))


@pytest.mark.parametrize(
    "change", [{"monthly_price": 2}, {"expire_date": date(2026, 11, 29), "anchor_day": 29}]
)
def test_a_change_is_noticed_even_if_the_fee_and_the_new_date_stay(change: dict[str, Any]) -> None:
    """A day or two of a price of 0.01 cost nothing, but what was shown was another fact."""
    cheap, request = BEFORE._replace(monthly_price=1), UnifyOnDate(date(2026, 12, 1))
    assert shown(request, cheap) != shown(request, cheap._replace(**change))


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize("balance", [4999_99, 5000_01, 0])
def test_a_change_of_the_balance_changes_the_figures(request_: Request, balance: int) -> None:
    """Balance before and after are shown, so any change counts."""
    assert shown(request_) != shown(request_, balance=balance)


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize(
    "vouchers",
    [
        (),
        (voucher(amount=50_00, remaining=49_99),),
        (voucher(amount=50_01),),
        (voucher(use=Use.PURCHASE),),
        (voucher(products=frozenset({"KRDS"})),),
        (voucher(valid_from=TODAY + timedelta(days=1)),),
        (voucher(voucher_id="v-2"),),
        (voucher(), voucher(voucher_id="v-2", expire_date=date(2027, 1, 31), amount=1)),
    ],
)
def test_a_change_of_the_vouchers_changes_the_figures(
    request_: Request, vouchers: tuple[Voucher, ...]
) -> None:
    """Gone, used elsewhere, worth more, not usable any more, another one, one more."""
    assert shown(request_) != shown(request_, vouchers=vouchers)


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize(
    "change",
    [
        {"remaining": 29_99},
        {"remaining": 0},
        {"expire_date": date(2027, 2, 1)},
        {"products": frozenset({"KRDS", "EIP"})},
        {"use": Use.PURCHASE},
        {"voucher_id": "v-3"},
    ],
)
def test_a_change_of_a_voucher_that_no_line_uses_changes_the_figures(
    request_: Request, change: dict[str, Any]
) -> None:
    """It could have paid for another line: what was shown rests on it all the same."""
    idle = voucher(voucher_id="v-2", amount=30_00, products=frozenset({"KRDS"}))
    assert shown(request_, vouchers=(voucher(), idle)) == shown(
        request_, vouchers=(idle, voucher())
    )
    changed = idle._replace(**change)
    assert shown(request_, vouchers=(voucher(), changed)) != shown(
        request_, vouchers=(voucher(), idle)
    )


def test_without_vouchers_none_changes_the_figures() -> None:
    """R14: a plan that uses none rests on none."""

    def unused(*vouchers: Voucher) -> tuple[object, ...]:
        has = funds(5000_00, vouchers)
        return figures(plan_operation(Renew(1), [BEFORE], has, TODAY, use_vouchers=False))

    assert unused() == unused(voucher())


def test_the_choice_of_vouchers_the_period_and_the_target_are_part_of_the_figures() -> None:
    first = shown(Renew(1))
    without = plan_operation(
        Renew(1), [BEFORE], funds(5000_00, [voucher()]), TODAY, use_vouchers=False
    )
    assert figures(without) != first
    assert shown(Renew(2)) != first
    assert shown(UnifyOnDate(date(2027, 1, 25))) != shown(REQUESTS[2])


@given(fleets, means, requests, st.integers(1, 10_00))
def test_a_change_of_price_or_balance_in_any_order_is_noticed(
    fleet: list[Instance], has: Means, request: Request, more: int
) -> None:
    plan = plan_operation(request, fleet, has.funds(), TODAY)
    for order in plan.orders:
        code, first = order.account.code, order.lines[0].instance_id
        richer = order.account._replace(balance=order.account.balance + more)
        changed = has._replace(accounts=has.accounts | {code: richer})
        again = plan_operation(request, fleet, changed.funds(), TODAY)
        assert figures(again) != figures(plan)
        dearer = [
            one._replace(monthly_price=one.monthly_price + more * (one.instance_id == first))
            for one in fleet
        ]
        again = plan_operation(request, dearer, has.funds(), TODAY)
        assert figures(again) != figures(plan)
