"""Which vouchers can pay for a line [R12], in which order and how much [R13]."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, timedelta
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewal_tui.domain import vouchers as module
from renewal_tui.domain.codes import Use
from renewal_tui.domain.facts import Voucher
from renewal_tui.domain.vouchers import (
    PassedOver,
    Purse,
    VoucherUse,
    passed_over,
    why_unusable,
    why_unusable_at_all,
)
from tests.builders import TODAY, voucher
from tests.domain.strategies import voucher_lists

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
FOR_KRDS = frozenset({"KRDS"})


def drawn(balance: int, *vouchers: Voucher, amount: int) -> tuple[VoucherUse, ...]:
    """Quote what these vouchers would pay of a KEC line."""
    return Purse(balance, vouchers, TODAY).quote("KEC", amount)


@pytest.mark.parametrize(
    "overrides",
    [
        {},
        {"valid_from": TODAY},
        {"expire_date": TODAY},
        {"products": frozenset({"KRDS", "KEC"})},
        {"use": Use.RENEWAL},
        {"use": Use.GENERAL},
    ],
)
def test_a_voucher_pays_on_its_first_and_last_day_for_its_products(
    overrides: dict[str, Any],
) -> None:
    """R12."""
    found = voucher(**overrides)
    assert why_unusable(found, "KEC", TODAY) is None
    assert drawn(0, found, amount=10_00) == (VoucherUse("v-1", 10_00),)


@pytest.mark.parametrize(
    ("overrides", "reason"),
    [
        ({"valid_from": TOMORROW}, "not valid before 2026-11-23"),
        ({"expire_date": YESTERDAY}, "expired on 2026-11-21"),
        ({"products": FOR_KRDS}, "only for KRDS"),
        ({"products": frozenset({"KRDS", "EIP"})}, "only for EIP, KRDS"),
        ({"use": Use.PURCHASE}, "only for purchases"),
    ],
)
def test_a_voucher_that_cannot_pay_says_why_and_pays_nothing(
    overrides: dict[str, Any], reason: str
) -> None:
    """R12."""
    found = voucher(**overrides)
    assert why_unusable(found, "KEC", TODAY) == reason
    assert drawn(0, found, amount=10_00) == ()


@pytest.mark.parametrize(
    ("overrides", "reason"),
    [
        ({"expire_date": YESTERDAY, "products": FOR_KRDS, "use": Use.PURCHASE}, "expired on"),
        ({"valid_from": TOMORROW, "products": FOR_KRDS, "use": Use.PURCHASE}, "not valid before"),
        ({"products": FOR_KRDS, "use": Use.PURCHASE}, "only for KRDS"),
    ],
)
def test_dates_are_checked_before_products_and_products_before_use(
    overrides: dict[str, Any], reason: str
) -> None:
    """R12: the first reason is the one that is named."""
    assert str(why_unusable(voucher(**overrides), "KEC", TODAY)).startswith(reason)


def test_a_voucher_for_one_product_is_not_unusable_for_every_product() -> None:
    """R12."""
    assert why_unusable_at_all(voucher(products=FOR_KRDS), TODAY) is None
    assert why_unusable_at_all(voucher(use=Use.PURCHASE), TODAY) == "only for purchases"
    assert why_unusable_at_all(voucher(expire_date=YESTERDAY), TODAY) == "expired on 2026-11-21"


def test_passed_over_vouchers_are_named_by_id_unless_they_are_used_up() -> None:
    """R12."""
    vouchers = (
        voucher(voucher_id="v-3", use=Use.PURCHASE),
        voucher(voucher_id="v-2"),
        voucher(voucher_id="v-1", products=FOR_KRDS),
        voucher(voucher_id="v-0", use=Use.PURCHASE, remaining=0, amount=50_00),
    )
    assert passed_over(vouchers, "KEC", TODAY) == (
        PassedOver("v-1", "only for KRDS"),
        PassedOver("v-3", "only for purchases"),
    )


def test_the_voucher_that_expires_soonest_is_used_first() -> None:
    """R13: even if another has more left or a lower id."""
    later = voucher(voucher_id="v-1", amount=90_00, expire_date=date(2026, 12, 2))
    sooner = voucher(voucher_id="v-2", amount=10_00, expire_date=date(2026, 12, 1))
    used = drawn(0, later, sooner, amount=30_00)
    assert used == (VoucherUse("v-2", 10_00), VoucherUse("v-1", 20_00))


def test_of_those_that_expire_together_the_one_with_most_left_is_used_first() -> None:
    """R13: what is left counts, not what it was once worth; not the lower id either."""
    small = voucher(voucher_id="v-1", amount=99_00, remaining=10_00)
    large = voucher(voucher_id="v-2", amount=20_00)
    used = drawn(0, small, large, amount=25_00)
    assert used == (VoucherUse("v-2", 20_00), VoucherUse("v-1", 5_00))


def test_of_equal_vouchers_the_lowest_id_is_used_first() -> None:
    """R13."""
    equal = [voucher(voucher_id=f"v-{number}") for number in (3, 1, 2)]
    assert drawn(0, *equal, amount=1_00) == (VoucherUse("v-1", 1_00),)


def test_what_remains_of_a_voucher_pays_for_the_next_line() -> None:
    """R13: part of a line, and the rest stays usable."""
    purse = Purse(0, [voucher(amount=50_00)], TODAY)
    first = purse.quote("KEC", 30_00)
    purse.take(first)
    assert first == (VoucherUse("v-1", 30_00),)
    assert purse.quote("KEC", 30_00) == (VoucherUse("v-1", 20_00),)


def test_a_partly_used_voucher_takes_its_new_place_among_its_equals() -> None:
    """R13: the largest remaining amount is that of the moment."""
    purse = Purse(0, [voucher(voucher_id=name, amount=50_00) for name in ("v-1", "v-2")], TODAY)
    purse.take(purse.quote("KEC", 30_00))
    assert purse.quote("KEC", 1_00) == (VoucherUse("v-2", 1_00),)


def test_a_quote_spends_nothing() -> None:
    purse = Purse(10_00, [voucher()], TODAY)
    assert purse.quote("KEC", 30_00) == purse.quote("KEC", 30_00)
    assert purse.balance == 10_00


def test_a_free_line_uses_no_voucher() -> None:
    assert drawn(0, voucher(), amount=0) == ()


def test_a_purse_refuses_to_pay_more_than_its_balance() -> None:
    """R9."""
    purse = Purse(10_00, [], TODAY)
    with pytest.raises(ValueError, match="more than the balance"):
        purse.settle(10_01)
    purse.settle(10_00)
    assert purse.balance == 0


lines = st.lists(st.tuples(st.sampled_from(("KEC", "KRDS")), st.integers(0, 30_00)), max_size=6)
orders = st.lists(st.tuples(lines, st.booleans()), max_size=5)
"""Orders of some lines each; of some it turns out that they are not to be paid."""


def spent_by_sorting(vouchers: list[Voucher], product: str, amount: int) -> list[VoucherUse]:
    """R12 and R13 said in the most naive way: sort what can pay anew for each line."""
    usable = [one for one in vouchers if one.remaining and not why_unusable(one, product, TODAY)]
    usable.sort(key=lambda one: (one.expire_date, -one.remaining, one.voucher_id))
    uses = []
    for one in usable:
        paid = min(amount, one.remaining)
        if paid:
            uses.append(VoucherUse(one.voucher_id, paid))
            amount -= paid
    return uses


def less(vouchers: list[Voucher], uses: Iterable[VoucherUse]) -> list[Voucher]:
    """Take from vouchers what was used of them."""
    spent = dict(uses)
    return [
        one._replace(remaining=one.remaining - spent.get(one.voucher_id, 0)) for one in vouchers
    ]


@given(voucher_lists(most=12), orders)
def test_walking_the_shelves_spends_as_sorting_anew_for_each_line_does(
    vouchers: list[Voucher], orders: list[tuple[list[tuple[str, int]], bool]]
) -> None:
    """R12, R13: also after orders that were not paid, whose vouchers are as they were."""
    purse = Purse(0, vouchers, TODAY)
    for lines, is_paid in orders:
        purse.begin()
        left = vouchers
        for product, amount in lines:
            expected = spent_by_sorting(left, product, amount)
            quote = purse.quote(product, amount)
            assert list(quote) == expected
            purse.take(quote)
            left = less(left, quote)
        if is_paid:
            vouchers = left
        else:
            purse.undo()
        assert purse.fingerprint == Purse(0, vouchers, TODAY).fingerprint


@given(voucher_lists(most=12), st.data())
def test_a_fingerprint_stands_for_each_usable_voucher_and_no_other(
    vouchers: list[Voucher], data: st.DataObject
) -> None:
    """R21."""
    before = Purse(0, vouchers, TODAY).fingerprint
    for place, one in enumerate(vouchers):
        changed = one._replace(remaining=data.draw(st.integers(0, one.amount)))
        after = Purse(0, [*vouchers[:place], changed, *vouchers[place + 1 :]], TODAY).fingerprint
        is_usable = why_unusable_at_all(one, TODAY) is None
        assert (after != before) is (is_usable and changed.remaining != one.remaining)


def steps(purse: Purse, *lines: tuple[str, int]) -> int:
    """How many lines of the module are run while some lines of an order are paid."""
    taken = 0

    def count(frame: FrameType, _event: str, _argument: object) -> Any:
        nonlocal taken
        taken += frame.f_code.co_filename == module.__file__
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        for product, amount in lines:
            purse.take(purse.quote(product, amount))
    finally:
        sys.settrace(before)
    return taken


@pytest.mark.parametrize(
    ("others", "used_up"),
    [({}, 0), ({"amount": 10**6}, 0), ({"products": FOR_KRDS}, 0), ({"remaining": 1}, 10_000)],
)
def test_a_line_takes_no_more_steps_however_many_vouchers_there_are(
    others: dict[str, Any], used_up: int
) -> None:
    """Those not needed, those that take turns, those for other products, those used up before."""
    last = voucher(voucher_id="v-last", amount=10**9, expire_date=date(2027, 12, 31))
    several = [voucher(voucher_id=f"v-{number:05d}", **others) for number in range(10_000)]
    purses = Purse(0, [*several[:10], last], TODAY), Purse(0, [*several, last], TODAY)
    for purse in purses:
        for amount in (used_up, 1):
            purse.take(purse.quote("KEC", amount))
    few, many = (steps(purse, *[("KEC", 1)] * 50) for purse in purses)
    assert many == few


def test_an_order_that_is_not_paid_takes_no_steps_for_vouchers_that_were_used_up_before() -> None:
    """They stay off the shelf where it found them."""
    several = [voucher(voucher_id=f"v-{number:05d}", remaining=1) for number in range(1_000)]
    purse = Purse(0, several, TODAY)
    purse.quote("KRDS", 1)
    purse.take(purse.quote("KEC", 1_000))
    taken = []
    for _ in range(2):
        purse.begin()
        taken.append(steps(purse, ("KRDS", 1)))
        purse.undo()
    first, second = taken
    assert second < 50 < first
