"""Switching the renewal policy [R4 to R7]."""

from __future__ import annotations

from datetime import timedelta

from renewal_tui.domain.codes import Code, Policy, Type
from renewal_tui.domain.eligibility import why_not_switched
from renewal_tui.domain.facts import Instance
from tests.builders import TODAY, instance

YESTERDAY = TODAY - timedelta(days=1)


def code_for(found: Instance, policy: Policy, months: int | None = None) -> Code | None:
    """Say by which code a switch is refused, None when it is done."""
    refusal = why_not_switched(found, policy, months, TODAY)
    return refusal.code if refusal else None


def test_an_active_instance_is_switched_both_ways() -> None:
    """R4: also on its expire date."""
    for expire_date in (TODAY, TODAY + timedelta(days=1)):
        found = instance(expire_date=expire_date)
        assert code_for(found, Policy.AUTO, 3) is None
        assert code_for(found._replace(policy=Policy.AUTO), Policy.MANUAL) is None


def test_an_expired_instance_on_manual_policy_cannot_be_switched_to_automatic() -> None:
    """R6."""
    refusal = why_not_switched(instance(expire_date=YESTERDAY), Policy.AUTO, 1, TODAY)
    assert refusal == (Code.EXPIRED_MANUAL, f"expired on {YESTERDAY}: renew it first")


def test_an_expired_instance_on_automatic_stays_so_and_may_be_switched_to_manual() -> None:
    """R7 and section 5: `already_auto`, even with another period."""
    found = instance(expire_date=YESTERDAY, policy=Policy.AUTO)
    assert code_for(found, Policy.AUTO, 12) is Code.ALREADY_AUTO
    assert code_for(found, Policy.MANUAL) is None


def test_what_is_on_that_policy_and_period_already_is_reported_so() -> None:
    """Section 5."""
    found = instance(policy=Policy.AUTO, auto_months=3)
    assert code_for(found, Policy.AUTO, 3) is Code.ALREADY_AUTO
    assert code_for(found, Policy.AUTO) is Code.ALREADY_AUTO
    assert code_for(instance(), Policy.MANUAL) is Code.ALREADY_MANUAL
    refusal = why_not_switched(found, Policy.AUTO, None, TODAY)
    assert refusal is not None
    assert "3 months" in refusal.reason


def test_an_automatic_instance_may_be_given_another_period() -> None:
    """R5."""
    found = instance(policy=Policy.AUTO, auto_months=3)
    assert code_for(found, Policy.AUTO, 12) is None


def test_what_is_not_listed_is_not_switched_either_way() -> None:
    """R1, R2."""
    for policy in Policy:
        for target in Policy:
            trial = instance(type=Type.TRIAL, policy=policy)
            assert code_for(trial, target, 2) is Code.TRIAL
            gone = instance(expire_date=TODAY - timedelta(days=8), policy=policy)
            assert code_for(gone, target, 2) is Code.RELEASED


def test_an_unpaid_order_does_not_hinder_a_switch() -> None:
    """R20 blocks renewals and unifications only."""
    assert code_for(instance(unpaid_order=17), Policy.AUTO, 1) is None


def test_in_a_mixed_selection_each_instance_is_judged_on_its_own() -> None:
    """R6: nothing fails as a whole."""
    selection = [
        instance(),
        instance(expire_date=YESTERDAY),
        instance(policy=Policy.AUTO),
        instance(type=Type.TRIAL),
    ]
    found = [code_for(one, Policy.AUTO, 1) for one in selection]
    assert found == [None, Code.EXPIRED_MANUAL, Code.ALREADY_AUTO, Code.TRIAL]
