"""Where an instance stands [R1, R2, R7] and why it may not be renewed, switched or unified."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from renewal_tui.domain.codes import BillingMode, Code, Policy, Status, Tab, Type
from renewal_tui.domain.eligibility import (
    release_date,
    row_reason,
    status_of,
    tab_of,
    why_blocked,
    why_not_before,
    why_not_listed,
    why_not_unified,
    why_too_short,
)
from tests.builders import TODAY, instance, product

KAD = product(code="KAD", renewable=False, reason="does not require renewal management")
KCM = product(
    code="KCM",
    renewable=False,
    reason="cannot be renewed in the console: enterprise information must be submitted again",
)
EXPIRED = {"expire_date": TODAY - timedelta(days=1)}
RELEASED = {"expire_date": TODAY - timedelta(days=8)}


@pytest.mark.parametrize(
    ("days_left", "status"),
    [
        (1, Status.ACTIVE),
        (0, Status.ACTIVE),
        (-1, Status.EXPIRED),
        (-15, Status.EXPIRED),
        (-16, Status.RELEASED),
    ],
)
def test_the_expire_date_is_the_last_valid_day_and_retention_follows_it(
    days_left: int, status: Status
) -> None:
    """Section 1: a product retained for 15 days is expired for 15 days."""
    found = instance(
        expire_date=TODAY + timedelta(days=days_left), product=product(retention_days=15)
    )
    assert status_of(found, TODAY) is status


def test_the_release_date_is_the_first_day_on_which_it_is_gone() -> None:
    """Section 1: expire date + retention days + 1."""
    found = instance(expire_date=TODAY, product=product(retention_days=7))
    gone = release_date(found)
    assert gone == TODAY + timedelta(days=8)
    assert status_of(found, gone - timedelta(days=1)) is Status.EXPIRED
    assert status_of(found, gone) is Status.RELEASED
    refusal = why_not_listed(found, gone)
    assert refusal is not None
    assert refusal.reason == f"released on {gone}"


def test_a_product_without_retention_is_released_the_day_after_it_expires() -> None:
    kept = product(retention_days=0)
    assert status_of(instance(expire_date=TODAY, product=kept), TODAY) is Status.ACTIVE
    assert status_of(instance(product=kept, **EXPIRED), TODAY) is Status.RELEASED


@pytest.mark.parametrize("expired", [False, True])
@pytest.mark.parametrize("policy", Policy)
def test_a_standard_subscription_stands_on_the_tab_of_its_policy(
    policy: Policy, expired: bool
) -> None:
    """R1, R4; an expired one that is retained is still listed [R18]."""
    found = instance(policy=policy, **(EXPIRED if expired else {}))
    assert tab_of(found, TODAY).value == policy.value
    assert why_not_listed(found, TODAY) is None


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize(
    ("overrides", "code", "reason"),
    [
        ({"type": Type.TRIAL}, Code.TRIAL, "do not require renewal"),
        ({"billing_mode": BillingMode.ONE_TIME}, Code.ONE_TIME, "do not require renewal"),
        ({"billing_mode": BillingMode.PAY_AS_YOU_GO}, Code.PAY_AS_YOU_GO, "do not require renewal"),
        ({"product": KAD}, Code.PRODUCT_NOT_RENEWABLE, "does not require renewal management"),
        ({"product": KCM}, Code.PRODUCT_NOT_RENEWABLE, KCM.reason),
        (RELEASED, Code.RELEASED, "released on 2026-11-22"),
    ],
)
def test_what_cannot_be_renewed_here_stands_on_the_third_tab_with_its_reason(
    policy: Policy, overrides: dict[str, Any], code: Code, reason: str
) -> None:
    """R1, R2: whatever its policy, on no other tab; nor can it be unified [R26]."""
    found = instance(policy=policy, **overrides)
    refusal = why_not_listed(found, TODAY)
    assert tab_of(found, TODAY) is Tab.EXCLUDED
    assert refusal is not None
    assert refusal.code is code
    assert refusal.reason.endswith(reason)
    assert row_reason(found, TODAY) == refusal.reason
    assert why_not_unified(found, TODAY) == refusal


def test_the_reason_of_a_product_comes_from_the_catalogue_and_is_never_empty() -> None:
    """R2."""
    found = instance(product=product(renewable=False, reason="ask the sales desk"))
    assert row_reason(found, TODAY) == "ask the sales desk"
    assert row_reason(instance(product=product(renewable=False)), TODAY)


def test_an_expired_instance_on_automatic_is_flagged_and_no_other_is() -> None:
    """R7: from the day after its expire date, not on it."""
    flag = "expired; automatic renewal no longer applies"
    assert row_reason(instance(policy=Policy.AUTO, **EXPIRED), TODAY) == flag
    assert row_reason(instance(policy=Policy.AUTO, expire_date=TODAY), TODAY) is None
    assert row_reason(instance(policy=Policy.MANUAL, **EXPIRED), TODAY) is None


@pytest.mark.parametrize(
    ("months", "expire_date", "advice"),
    [
        (1, "2026-10-21", "the shortest period that suffices is 2 months"),
        (2, "2026-09-21", "the shortest period that suffices is 3 months"),
        (1, "2026-05-23", "the shortest period that suffices is 6 months"),
        (6, "2025-11-22", "the shortest period that suffices is 1 year"),
        (36, "2023-11-21", "no period that is offered suffices"),
    ],
)
def test_a_period_that_ends_before_today_is_refused_and_the_shortest_that_suffices_is_named(
    months: int, expire_date: str, advice: str
) -> None:
    """R18."""
    found = instance(expire_date=date.fromisoformat(expire_date))
    refusal = why_too_short(found, months, TODAY)
    assert refusal is not None
    assert refusal.code is Code.PERIOD_TOO_SHORT
    assert refusal.reason.endswith(f"before today; {advice}")


def test_a_period_that_ends_today_suffices() -> None:
    """R18: before today is refused, today is not."""
    assert why_too_short(instance(expire_date=date(2026, 10, 22)), 1, TODAY) is None


def test_a_period_is_measured_with_the_anchor_day() -> None:
    """R17, R18: Feb 28 with anchor 31 reaches Mar 31, so it suffices on Mar 30."""
    found = instance(expire_date=date(2026, 2, 28), anchor_day=31)
    assert why_too_short(found, 1, date(2026, 3, 30)) is None
    assert why_too_short(found._replace(anchor_day=28), 1, date(2026, 3, 30)) is not None


def test_an_unpaid_order_blocks_and_says_what_to_do() -> None:
    """R20."""
    refusal = why_blocked(instance(unpaid_order=17))
    assert refusal == (Code.ORDER_UNPAID, "order 17 awaits payment: pay it or cancel it")
    assert why_blocked(instance()) is None


def test_an_expired_or_blocked_instance_is_left_out_of_a_unification() -> None:
    """R26: whatever its policy; on its expire date it is not expired yet."""
    for policy in Policy:
        refusal = why_not_unified(instance(policy=policy, **EXPIRED), TODAY)
        assert refusal is not None
        assert refusal.code is Code.EXPIRED
        assert refusal.reason.endswith("renew it first")
    blocked = why_not_unified(instance(unpaid_order=17), TODAY)
    assert blocked is not None
    assert blocked.code is Code.ORDER_UNPAID
    assert why_not_unified(instance(expire_date=TODAY), TODAY) is None


def test_only_what_expires_before_the_date_is_moved_to_it() -> None:
    """R24."""
    target = date(2026, 12, 24)
    assert why_not_before(instance(expire_date=date(2026, 12, 23)), target) is None
    for day in (24, 25):
        refusal = why_not_before(instance(expire_date=date(2026, 12, day)), target)
        assert refusal is not None
        assert refusal.code is Code.NOT_BEFORE
