"""What holds for every plan, whoever the instances are and however poor the accounts."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.domain import planning
from renewal_tui.domain.calendar import anchor_fits
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.planning import (
    OrderPlan,
    Plan,
    Renew,
    Request,
    plan_operation,
    renewal_term,
)
from renewal_tui.domain.vouchers import Purse
from tests.builders import TODAY
from tests.domain.strategies import CODES, Means, fleets, instances, means, requests


def planned(
    request: Request, fleet: list[Instance], has: Means, vouchers: bool = True, lines: int = 5000
) -> Plan:
    """Plan with at most so many lines an order."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "MAX_ORDER_LINES", lines)
        return plan_operation(request, fleet, has.funds(), TODAY, use_vouchers=vouchers)


def orders_of(plan: Plan, code: str) -> list[OrderPlan]:
    """Return the orders of one account."""
    return [order for order in plan.orders if order.account.code == code]


def voucher_uses(orders: list[OrderPlan]) -> Counter[str]:
    """Add up what each voucher pays."""
    uses: Counter[str] = Counter()
    for order in orders:
        for line in order.lines:
            uses.update(dict(line.vouchers))
    return uses


@given(requests, fleets, means, st.booleans())
def test_vouchers_and_balance_add_up_to_the_payable_of_every_line_and_order(
    request: Request, fleet: list[Instance], has: Means, vouchers: bool
) -> None:
    """R16, R19."""
    for order in planned(request, fleet, has, vouchers).orders:
        for line in order.lines:
            fee = line.fee
            assert sum(use.amount for use in line.vouchers) + line.balance == fee.payable
            assert fee.list_price - fee.discount == fee.payable
            assert all(use.amount > 0 for use in line.vouchers)
            assert line.balance >= 0
        assert order.total == sum(line.fee.payable for line in order.lines)
        assert order.total == order.voucher_total + order.balance_total
        assert order.voucher_total == sum(voucher_uses([order]).values())
        assert order.balance_total == sum(line.balance for line in order.lines)
        assert order.short_by == max(0, order.balance_total - order.account.balance)


@given(requests, fleets, means, st.sampled_from((1, 2, 5000)))
def test_no_plan_spends_more_than_there_is(
    request: Request, fleet: list[Instance], has: Means, lines: int
) -> None:
    """R9, R30: neither balance nor voucher, over all paid orders of the whole plan."""
    plan = planned(request, fleet, has, lines=lines)
    for code in CODES:
        paid = [order for order in orders_of(plan, code) if not order.short_by]
        left = {voucher.voucher_id: voucher.remaining for voucher in has.vouchers[code]}
        assert sum(order.balance_total for order in paid) <= has.accounts[code].balance
        for voucher_id, amount in voucher_uses(paid).items():
            assert amount <= left[voucher_id]
        for order in orders_of(plan, code):
            for voucher_id, amount in voucher_uses([order]).items():
                assert amount <= left[voucher_id]


@given(requests, fleets, means, st.sampled_from((1, 2, 5000)))
def test_each_order_starts_from_what_the_paid_ones_before_it_have_left(
    request: Request, fleet: list[Instance], has: Means, lines: int
) -> None:
    """R19, R21: the balance that an order shows is the one it will find."""
    plan = planned(request, fleet, has, lines=lines)
    for code in CODES:
        balance = has.accounts[code].balance
        for order in orders_of(plan, code):
            assert order.account.balance == balance
            balance -= 0 if order.short_by else order.balance_total
        assert balance >= 0


@given(requests, fleets, means, st.randoms(), st.sampled_from((2, 5000)))
def test_a_plan_is_the_same_whatever_the_order_of_its_input_rows(
    request: Request, fleet: list[Instance], has: Means, random: Random, lines: int
) -> None:
    """R19."""
    mixed = random.sample(fleet, len(fleet))
    vouchers = {
        code: random.sample(has.vouchers[code], len(has.vouchers[code])) for code in reversed(CODES)
    }
    accounts = dict(reversed(has.accounts.items()))
    again = planned(request, mixed, Means(accounts, vouchers), lines=lines)
    assert again == planned(request, fleet, has, lines=lines)


@given(requests, fleets, means)
def test_a_selection_planned_part_by_part_with_the_same_funds_is_planned_as_a_whole(
    request: Request, fleet: list[Instance], has: Means
) -> None:
    """R19, R21: the funds remember what earlier parts have spent."""
    whole = planned(request, fleet, has, lines=2)
    funds = has.funds()
    parts = [
        plan_operation(request, [line.instance for line in order.lines], funds, TODAY)
        for order in whole.orders
    ]
    assert [order for part in parts for order in part.orders] == list(whole.orders)


@given(requests, fleets, means)
def test_every_instance_is_either_in_one_line_of_its_account_or_skipped(
    request: Request, fleet: list[Instance], has: Means
) -> None:
    """R6, R19, R26: no one is forgotten or renewed twice."""
    plan = planned(request, fleet, has, lines=2)
    lines = [(order.account.code, line) for order in plan.orders for line in order.lines]
    assert all(code == line.instance.account for code, line in lines)
    named = [line.instance_id for _, line in lines]
    named += [skipped.instance_id for skipped in plan.skipped]
    assert sorted(named) == sorted(one.instance_id for one in fleet)


@given(requests, fleets, means)
def test_no_operation_shortens_a_term_or_leaves_it_ended_before_today(
    request: Request, fleet: list[Instance], has: Means
) -> None:
    """R18, R23, R24: and the anchor day afterwards fits the new expire date [R25]."""
    for order in planned(request, fleet, has).orders:
        for line in order.lines:
            assert line.to_date > line.instance.expire_date
            assert line.to_date >= TODAY
            assert anchor_fits(line.to_date, line.anchor_after)


@given(instances(), st.lists(st.sampled_from((1, 2, 3, 6, 12, 24, 36)), min_size=1, max_size=12))
def test_renewing_in_parts_ends_where_renewing_once_ends_and_costs_the_same_list_price(
    found: Instance, parts: list[int]
) -> None:
    """R17: twelve times one month is once twelve months."""
    at_once = renewal_term(found, sum(parts))
    price = 0
    for months in parts:
        term = renewal_term(found, months)
        price += term.fee.list_price
        found = found._replace(expire_date=term.to_date, anchor_day=term.anchor_after)
    assert found.expire_date == at_once.to_date
    assert price == at_once.fee.list_price


@given(fleets, means)
def test_the_balance_pays_only_what_no_voucher_could(fleet: list[Instance], has: Means) -> None:
    """R9, R12: after a line that the balance pays, no usable voucher has anything left."""
    for order in planned(Renew(1), fleet, has).orders:
        spent: Counter[str] = Counter()
        for line in order.lines:
            spent.update(dict(line.vouchers))
            if line.balance:
                purse = Purse(0, has.vouchers[order.account.code], TODAY)
                quote = purse.quote(line.instance.product.code, 10**9)
                assert all(spent[use.voucher_id] == use.amount for use in quote)
