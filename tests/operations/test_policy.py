"""Switching the renewal policy [R4 to R6]."""

from __future__ import annotations

import pytest

from renewal_tui.domain.codes import PERIODS, Policy, Tab
from renewal_tui.domain.filters import Filter, Matching, Order
from renewal_tui.operations import listing
from renewal_tui.operations.set_policy import PolicySwitch
from tests.operations.acts import done, dry
from tests.operations.world import StopAfter, World, codes_of, days_from_today


def _on_tab(world: World, tab: Tab) -> list[str]:
    rows = listing.list_rows(world.desk, Filter(tabs=frozenset((tab,))), Order(), 0, 50)[1]
    return [instance.instance_id for instance in rows]


def test_after_the_switch_they_stand_on_the_automatic_tab_and_there_is_a_way_back(
    world: World,
) -> None:
    world.instance("i-1")
    world.instance("i-2")
    answer = world.switch("auto", "i-1", key="k-1")
    assert answer == {
        "operation_key": "k-1",
        "dry_run": False,
        "interrupted": False,
        "changed": ["i-1"],
        "skipped": [],
    }
    assert (_on_tab(world, Tab.AUTO), _on_tab(world, Tab.MANUAL)) == (["i-1"], ["i-2"])
    world.switch("manual", "i-1")
    assert (_on_tab(world, Tab.AUTO), _on_tab(world, Tab.MANUAL)) == ([], ["i-1", "i-2"])


def test_automatic_is_by_one_month_unless_another_period_is_chosen(world: World) -> None:
    world.instance("i-1")
    world.switch("auto", "i-1")
    assert world.policy("i-1") == ("auto", 1)


@pytest.mark.parametrize("months", PERIODS)
def test_every_period_can_be_chosen_and_changed(world: World, months: int) -> None:
    world.instance("i-1")
    world.instance("i-2", policy="auto", auto_months=2 if months == 1 else 1)
    assert world.switch("auto", "i-1", "i-2", months=months)["changed"] == ["i-1", "i-2"]
    assert world.policy("i-1") == world.policy("i-2") == ("auto", months)


def test_on_automatic_already_is_told_and_keeps_its_own_period(world: World) -> None:
    world.instance("i-1", policy="auto", auto_months=6)
    for months in (None, 6):
        answer = world.switch("auto", "i-1", months=months)
        assert codes_of(answer) == {"i-1": "already_auto"}
        assert answer["skipped"][0]["reason"] == "is on automatic renewal by 6 months already"
    assert world.policy("i-1") == ("auto", 6)


def test_on_manual_already_is_told(world: World) -> None:
    world.instance("i-1")
    assert codes_of(world.switch("manual", "i-1")) == {"i-1": "already_manual"}


def test_back_on_manual_a_period_is_forgotten(world: World) -> None:
    world.instance("i-1", policy="auto", auto_months=6)
    world.switch("manual", "i-1")
    world.switch("auto", "i-1")
    assert world.policy("i-1") == ("auto", 1)


def test_on_manual_there_is_no_period_whatever_is_named(world: World) -> None:
    world.instance("i-1", policy="auto", auto_months=6)
    world.switch("manual", "i-1", months=3)
    assert world.policy("i-1") == ("manual", 1)


def test_an_expired_manual_one_cannot_become_automatic_before_it_is_renewed(world: World) -> None:
    world.instance("i-1", expire=days_from_today(-1))
    answer = world.switch("auto", "i-1")
    assert codes_of(answer) == {"i-1": "expired_manual"}
    assert "renew it first" in answer["skipped"][0]["reason"]
    assert world.policy("i-1") == ("manual", 1)
    world.renew("i-1")
    assert world.switch("auto", "i-1")["changed"] == ["i-1"]


def test_one_that_expires_today_can_become_automatic_and_is_renewed_today(world: World) -> None:
    world.instance("i-1", expire="2026-11-22")
    world.switch("auto", "i-1", months=3)
    world.engine()
    assert world.expire_date("i-1") == "2027-02-22"


def test_an_expired_automatic_one_stays_so_whatever_period_is_asked_for(world: World) -> None:
    world.instance("i-1", expire=days_from_today(-1), policy="auto")
    assert codes_of(world.switch("auto", "i-1", months=3)) == {"i-1": "already_auto"}
    assert world.policy("i-1") == ("auto", 1)


def test_an_expired_automatic_one_can_go_back_to_manual(world: World) -> None:
    world.instance("i-1", expire=days_from_today(-1), policy="auto")
    assert world.switch("manual", "i-1")["changed"] == ["i-1"]


def test_in_a_mixed_selection_the_eligible_are_switched_and_each_other_one_is_told_why(
    world: World,
) -> None:
    world.instance("i-late", expire="2026-12-30")
    world.instance("i-soon", expire="2026-11-25")
    world.instance("i-auto", policy="auto")
    world.instance("i-expired", expire=days_from_today(-1))
    world.instance("i-released", expire=days_from_today(-8))
    world.instance("i-trial", type="trial")
    world.instance("i-once", billing_mode="one_time")
    world.instance("i-hour", billing_mode="pay_as_you_go")
    world.instance("i-kcm", product="KCM")
    ids = [row[0] for row in world.sql("SELECT instance_id FROM instance")]
    answer = world.switch("auto", *ids, "i-nowhere")
    assert answer["changed"] == ["i-soon", "i-late"]
    assert codes_of(answer) == {
        "i-auto": "already_auto",
        "i-expired": "expired_manual",
        "i-released": "released",
        "i-trial": "trial",
        "i-once": "one_time",
        "i-hour": "pay_as_you_go",
        "i-kcm": "product_not_renewable",
        "i-nowhere": "unknown_instance",
    }
    assert world.policy("i-trial") == ("manual", 1)


def test_a_dry_run_says_what_would_be_switched_and_changes_nothing(world: World) -> None:
    world.instance("i-1")
    world.instance("i-2", policy="auto")
    wanted = PolicySwitch(("i-1", "i-2", "i-3"), Policy.AUTO, None)
    before = world.dump()
    told = dry(world.desk, wanted, "k-1")
    assert world.dump() == before
    assert {**told, "dry_run": False} == done(world.desk, wanted, "k-1")


def test_a_switch_costs_nothing(world: World) -> None:
    world.instance("i-1", expire="2026-11-22")
    world.switch("auto", "i-1", months=36)
    assert world.balance() == 1000_00
    assert world.expire_date("i-1") == "2026-11-22"


def test_the_same_key_gives_the_first_answer_and_changes_nothing(world: World) -> None:
    world.instance("i-1")
    first = world.switch("auto", "i-1", "i-2", key="k-1")
    world.switch("manual", "i-1")
    before = world.dump()
    assert world.switch("auto", "i-2", "i-1", key="k-1") == first
    assert world.dump() == before


def test_a_switch_that_was_stopped_is_finished_with_its_key(world: World) -> None:
    ids = world.fleet(4_800)
    wanted = PolicySwitch((*ids, "i-nowhere"), Policy.AUTO, None)
    stopped = done(world.desk, wanted, "k-1", watch=StopAfter(1))
    assert stopped["interrupted"]
    assert 0 < len(stopped["changed"]) < len(ids)
    finished = done(world.desk, wanted, "k-1")
    assert not finished["interrupted"]
    assert sorted(finished["changed"]) == ids
    assert codes_of(finished) == {"i-nowhere": "unknown_instance"}
    assert world.value("SELECT count(*) FROM audit WHERE action = 'policy'") == 4_800
    before = world.dump()
    assert done(world.desk, wanted, "k-1") == finished
    assert world.dump() == before


def test_a_stopped_switch_of_all_that_match_is_finished_though_fewer_match_now(
    world: World,
) -> None:
    ids = world.fleet(6_000)
    wanted = PolicySwitch(Matching(Filter(tabs=frozenset((Tab.MANUAL,)))), Policy.AUTO, None)
    done(world.desk, wanted, "k-1", watch=StopAfter(1))
    assert sorted(done(world.desk, wanted, "k-1")["changed"]) == ids


def test_what_was_switched_back_meanwhile_is_not_switched_again_by_the_same_key(
    world: World,
) -> None:
    ids = world.fleet(6_000)
    wanted = PolicySwitch(tuple(ids), Policy.AUTO, None)
    stopped = done(world.desk, wanted, "k-1", watch=StopAfter(1))
    world.switch("manual", stopped["changed"][0])
    done(world.desk, wanted, "k-1")
    assert world.policy(stopped["changed"][0]) == ("manual", 1)
