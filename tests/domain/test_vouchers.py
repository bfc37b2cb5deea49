"""Which vouchers can pay for a line [R12], in which order and how much [R13]."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(voucher_lists(), lines)
def test_vouchers_are_given_out_as_by_choosing_the_best_one_again_and_again(
    vouchers: list[Voucher], lines: list[tuple[str, int]]
) -> None:
    """R12, R13, against the rule said in the most naive way."""
    purse = Purse(0, vouchers, TODAY)
    left = {found.voucher_id: found.remaining for found in vouchers}
    for product, amount in lines:
        expected, owed = [], amount
        while usable := [
            found
            for found in vouchers
            if left[found.voucher_id] and why_unusable(found, product, TODAY) is None and owed
        ]:
            best = min(usable, key=lambda it: (it.expire_date, -left[it.voucher_id], it.voucher_id))
            paid = min(owed, left[best.voucher_id])
            expected.append(VoucherUse(best.voucher_id, paid))
            left[best.voucher_id] -= paid
            owed -= paid
        quote = purse.quote(product, amount)
        assert quote == tuple(expected)
        purse.take(quote)
