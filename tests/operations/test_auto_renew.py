"""The engine [R7 to R11]: whom it renews, whom it does not, and what it says of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.eligibility import FLAG_EXPIRED_AUTO, row_reason
from renewal_tui.domain.filters import Filter, Order
from renewal_tui.domain.money import MAX_MINOR
from renewal_tui.domain.planning import Funds
from renewal_tui.errors import Changed
from renewal_tui.operations import details, listing, orders
from renewal_tui.operations.auto_renew import AutomaticRun, RunCourse
from renewal_tui.operations.check import check
from renewal_tui.operations.desk import new_key
from renewal_tui.operations.documents import document
from renewal_tui.operations.execution import NOTHING_SHOWN, Shown, execute, preview
from renewal_tui.operations.execution.pace import LEAST
from renewal_tui.operations.move_clock import ClockMove
from renewal_tui.operations.outcomes import Ran
from renewal_tui.operations.selection import read_funds
from renewal_tui.store.connection import Store
from tests.builders import TODAY
from tests.operations.acts import done, dry, run_of
from tests.operations.world import StopAfter, World, days_from_today


def _renewed(world: World, **options: Any) -> list[str]:
    return [one["instance_id"] for one in world.engine(**options)["renewed"]]


def _due(world: World, *ids: str, **facts: object) -> None:
    for instance_id in ids:
        world.instance(instance_id, policy="auto", expire="2026-11-22", **facts)


# -- what is due [R8] ------------------------------------------------------------------------------


def test_what_expires_today_is_renewed_and_told(world: World) -> None:
    _due(world, "i-1")
    answer = world.engine(key="k-1")
    number, digest = world.sql("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1")[0]
    assert answer == {
        "operation_key": "k-1",
        "dry_run": False,
        "interrupted": False,
        "business_date": "2026-11-22",
        "run": 1,
        "refused": None,
        "renewed": [
            {
                "instance_id": "i-1",
                "order": 1,
                "from_date": "2026-11-22",
                "to_date": "2026-12-22",
                "payable": "100.00",
                "voucher_total": "0.00",
                "balance_total": "100.00",
            }
        ],
        "failed": [],
        "missed": [],
        "skipped": [],
        "audit_head": {"record": number, "hash": digest},
    }
    assert world.expire_date("i-1") == "2026-12-22"
    assert world.balance() == 900_00


def test_only_what_is_automatic_listed_and_due_today_is_renewed(world: World) -> None:
    world.instance("i-manual", expire="2026-11-22")
    world.instance("i-tomorrow", expire="2026-11-23", policy="auto")
    world.instance("i-yesterday", expire="2026-11-21", policy="auto")
    _due(world, "i-trial", type="trial")
    _due(world, "i-once", billing_mode="one_time")
    _due(world, "i-kad", product="KAD")
    _due(world, "i-good")
    assert _renewed(world) == ["i-good"]
    assert world.balance() == 900_00


def test_nothing_is_done_on_the_day_before_and_all_at_midnight(world: World) -> None:
    world.instance("i-1", policy="auto", expire="2026-11-23")
    world.advance("13h")
    world.advance("59m")
    assert _renewed(world) == []
    world.advance("1m")
    assert _renewed(world) == ["i-1"]


def test_the_last_minute_of_the_day_is_still_that_day(world: World) -> None:
    _due(world, "i-1")
    world.advance("13h")
    world.advance("59m")
    assert _renewed(world) == ["i-1"]


def test_an_expired_one_is_missed_told_so_and_never_renewed(world: World) -> None:
    _due(world, "i-1")
    world.advance("1d")
    answer = world.engine()
    assert (answer["renewed"], answer["missed"]) == ([], ["i-1"])
    assert world.expire_date("i-1") == "2026-11-22"
    assert world.policy("i-1") == ("auto", 1)
    assert world.balance() == 1000_00


def test_a_missed_one_is_told_until_it_is_released(world: World) -> None:
    _due(world, "i-1")
    _due(world, "i-2", product="KRDS")
    world.advance("7d")
    assert world.engine()["missed"] == ["i-1", "i-2"]
    world.advance("1d")
    assert world.engine()["missed"] == ["i-2"]


def test_one_that_was_never_retained_is_told_once(world: World) -> None:
    """Retention 0: on the day after its last it is gone."""
    world.sql("UPDATE product SET retention_days = 0 WHERE code = 'KEC'")
    _due(world, "i-1")
    world.instance("i-2", policy="auto", expire="2026-11-23")
    world.engine(max_items=0)
    world.advance("2d")
    foretold = dry(world.desk, run_of(), None)["missed"]
    assert foretold == world.engine()["missed"] == ["i-1", "i-2"]
    assert world.engine()["missed"] == ["i-1", "i-2"], "the same day tells the same"
    world.advance("1d")
    assert world.engine()["missed"] == []


def test_an_outage_longer_than_the_retention_hides_nobody(world: World) -> None:
    """The first run after it tells of all of them, the later ones of those that can be renewed."""
    _due(world, "i-1")
    _due(world, "i-2", product="KRDS")
    world.instance("i-gone", policy="auto", expire="2026-11-10")
    world.instance("i-by-hand", expire="2026-11-22")
    world.advance("10d")
    assert world.engine()["missed"] == ["i-1", "i-2"]
    world.advance("1d")
    assert world.engine()["missed"] == ["i-2"]


def test_a_run_that_did_not_end_leaves_it_to_the_next_one_to_tell(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RunCourse, "most", 1)
    world.sql("UPDATE product SET retention_days = 0 WHERE code = 'KEC'")
    _due(world, "i-1")
    world.advance("1d")
    world.instance("i-0", policy="auto", expire="2026-11-23")
    world.instance("i-2", policy="auto", expire="2026-11-23")
    stopped = done(world.desk, run_of(), "k-1", watch=StopAfter(1))
    assert (stopped["interrupted"], stopped["missed"]) == (True, ["i-1"])
    world.advance("1d")
    assert world.engine()["missed"] == ["i-1", "i-2"]
    world.advance("1d")
    assert world.engine()["missed"] == []


def test_one_that_failed_on_its_day_is_not_called_missed(world: World) -> None:
    world.account("acme", 0)
    _due(world, "i-1")
    assert len(world.engine()["failed"]) == 1
    world.advance("1d")
    assert world.engine()["missed"] == []


def test_a_failure_of_a_month_ago_does_not_hide_that_a_day_was_missed(world: World) -> None:
    world.account("acme", 0)
    _due(world, "i-1")
    world.engine()
    world.top_up(500_00)
    world.renew("i-1")
    world.advance("31d")
    assert world.expire_date("i-1") == "2026-12-22"
    assert world.engine()["missed"] == ["i-1"]


def test_a_manual_renewal_before_the_day_moves_the_day(world: World) -> None:
    world.instance("i-1", policy="auto", expire="2026-11-23")
    world.renew("i-1")
    world.advance("1d")
    assert _renewed(world) == []
    world.advance("30d")
    assert _renewed(world) == ["i-1"]
    assert world.expire_date("i-1") == "2027-01-23"


@pytest.mark.parametrize(("months", "to_date"), [(2, "2027-01-22"), (36, "2029-11-22")])
def test_it_renews_by_the_months_that_were_chosen(world: World, months: int, to_date: str) -> None:
    _due(world, "i-1", auto_months=months, price=1_00)
    world.engine()
    assert world.expire_date("i-1") == to_date


def test_the_discount_of_the_period_is_given_automatically_too(world: World) -> None:
    _due(world, "i-1", auto_months=12, price=10_00)
    assert world.engine()["renewed"][0]["payable"] == "102.00"


def test_an_automatic_instance_goes_on_from_month_to_month_on_its_anchor(world: World) -> None:
    world.instance("i-1", policy="auto", expire="2026-11-30", anchor=31, price=1_00)
    ends = []
    for day in ("2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"):
        done(world.desk, ClockMove(to=day), new_key())
        world.engine()
        ends.append(world.expire_date("i-1"))
    assert ends == ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"]


def test_funds_are_kept_as_long_as_their_account_comes_and_let_go_when_others_do(
    world: World,
) -> None:
    """A plan of many accounts holds those of one part: memory does not grow with what is due."""
    for code in ("beta", "gamma"):
        world.account(code)
        _due(world, f"i-{code}", account=code)
    _due(world, "i-acme")
    one = world.desk.reader().by_ids(["i-acme", "i-beta", "i-gamma"])
    funds = Funds({}, {}, TODAY)
    read_funds(world.desk, [one["i-acme"]], funds)
    funds.purse("acme").settle(100_00)
    read_funds(world.desk, [one["i-acme"], one["i-beta"]], funds)
    assert funds.purse("acme").balance == 900_00
    read_funds(world.desk, [one["i-beta"], one["i-gamma"]], funds)
    assert funds.accounts.keys() == {"beta", "gamma"}


# -- paying [R9, R10, R14] -------------------------------------------------------------------------


def test_a_failed_renewal_charges_nothing_keeps_the_policy_and_is_recorded(world: World) -> None:
    world.account("acme", 80_00)
    world.voucher("v-1", 8_00)
    _due(world, "i-1")
    assert world.engine()["failed"] == [
        {
            "instance_id": "i-1",
            "code": "insufficient_balance",
            "reason": "balance short by 12.00 CNY",
            "short_by": "12.00",
        }
    ]
    assert (world.balance(), world.remaining("v-1")) == (80_00, 8_00)
    assert world.policy("i-1") == ("auto", 1)
    assert world.expire_date("i-1") == "2026-11-22"
    assert world.value("SELECT count(*) FROM orders") == 0
    shown = document(details.shown(details.details(world.desk, "i-1")))
    assert shown["attempts"] == [
        {
            "business_date": "2026-11-22",
            "reason": "balance short by 12.00 CNY",
            "short_by": "12.00",
        }
    ]


def test_a_later_run_of_the_same_day_tries_again_after_a_top_up(world: World) -> None:
    world.account("acme", 80_00)
    _due(world, "i-1")
    world.engine()
    world.top_up(20_00)
    world.advance("13h")
    assert _renewed(world) == ["i-1"]
    assert world.balance() == 0


def test_the_day_after_a_failure_is_too_late(world: World) -> None:
    world.account("acme", 0)
    _due(world, "i-1")
    world.engine()
    world.top_up(500_00)
    world.advance("1d")
    assert _renewed(world) == []
    assert world.balance() == 500_00


def test_running_twice_renews_once(world: World) -> None:
    _due(world, "i-1", "i-2")
    assert _renewed(world) == ["i-1", "i-2"]
    assert _renewed(world) == []
    assert world.balance() == 800_00
    assert world.expire_date("i-1") == "2026-12-22"


def test_two_engines_renew_once(world: World) -> None:
    _due(world, "i-1")
    other = world.another_desk()
    done(other, run_of(), "k-1")
    other.store.close()
    assert _renewed(world) == []
    assert world.balance() == 900_00


def test_when_money_is_short_the_order_of_work_decides_who_is_paid(world: World) -> None:
    world.account("acme", 250_00)
    world.account("beta", 150_00)
    _due(world, "i-c", "i-a", "i-b")
    _due(world, "i-2", "i-1", account="beta")
    answer = world.engine()
    assert [one["instance_id"] for one in answer["renewed"]] == ["i-a", "i-b", "i-1"]
    assert [(one["instance_id"], one["short_by"]) for one in answer["failed"]] == [
        ("i-c", "50.00"),
        ("i-2", "50.00"),
    ]
    assert (world.balance("acme"), world.balance("beta")) == (50_00, 50_00)


def test_one_that_fails_never_stops_the_others(world: World) -> None:
    world.account("acme", 100_00)
    _due(world, "i-a", price=500_00)
    _due(world, "i-b", price=60_00)
    _due(world, "i-c", price=60_00)
    _due(world, "i-d", price=40_00)
    answer = world.engine()
    assert [one["instance_id"] for one in answer["renewed"]] == ["i-b", "i-d"]
    assert [one["instance_id"] for one in answer["failed"]] == ["i-a", "i-c"]
    assert world.balance() == 0


def test_vouchers_go_to_the_first_in_the_order_of_work(world: World) -> None:
    world.account("acme", 0)
    world.voucher("v-1", 150_00)
    _due(world, "i-b", "i-a")
    answer = world.engine()
    assert [one["instance_id"] for one in answer["renewed"]] == ["i-a"]
    assert world.remaining("v-1") == 50_00


def test_a_dry_run_says_what_a_run_would_do_and_changes_nothing(world: World) -> None:
    world.account("acme", 250_00)
    world.voucher("v-1", 30_00)
    _due(world, "i-1", "i-2", "i-3")
    world.instance("i-0", expire="2026-11-20", policy="auto")
    before = world.dump()
    told = dry(world.desk, run_of(max_items=1), "k-1")
    assert world.dump() == before
    done = world.engine(key="k-1", max_items=1)
    numberless = [{**one, "order": None} for one in done["renewed"]]
    head = {"record": 0, "hash": "0" * 64}
    planned = {"dry_run": True, "run": None, "renewed": numberless, "audit_head": head}
    assert told == {**done, **planned}
    assert told["missed"] == ["i-0"]


# -- unpaid orders [R20] ---------------------------------------------------------------------------


def test_an_unpaid_order_is_cancelled_with_the_reason_and_the_instance_renewed(
    world: World,
) -> None:
    _due(world, "i-1", "i-2")
    world.instance("i-3")
    number = world.unpaid("i-1", "i-2", "i-3", months=3)
    assert _renewed(world) == ["i-1", "i-2"]
    order = orders.find_order(world.desk, number)
    assert order.status is OrderStatus.CANCELLED
    assert order.note == "replaced by the automatic renewal of i-1"
    after = world.value("SELECT after FROM audit WHERE action = 'cancel_order'")
    assert json.loads(after)["reason"] == "replaced by the automatic renewal of i-1"
    assert world.expire_date("i-1") == "2026-12-22"
    assert world.expire_date("i-3") == "2026-11-30"
    assert world.instance_facts("i-3", "unpaid_order_id") == (None,)


def test_a_renewal_that_fails_leaves_the_unpaid_order_as_it_is(world: World) -> None:
    world.account("acme", 0)
    _due(world, "i-1")
    number = world.unpaid("i-1")
    world.engine()
    assert orders.find_order(world.desk, number).status is OrderStatus.UNPAID


# -- expired ones [R7] -----------------------------------------------------------------------------


def test_an_expired_one_renewed_by_hand_is_still_automatic_and_renewed_again(
    world: World,
) -> None:
    _due(world, "i-1", auto_months=2, price=10_00)
    world.advance("3d")
    assert world.engine()["missed"] == ["i-1"]
    world.renew("i-1")
    assert world.policy("i-1") == ("auto", 2)
    assert world.expire_date("i-1") == "2026-12-22"
    assert world.engine()["missed"] == []
    world.advance("27d")
    assert _renewed(world) == ["i-1"]
    assert world.expire_date("i-1") == "2027-02-22"


def test_an_expired_automatic_one_is_flagged(world: World) -> None:
    world.instance("i-1", policy="auto", expire=days_from_today(-1))
    _due(world, "i-2")
    rows = listing.list_rows(world.desk, Filter(), Order(), 0, 50)[1]
    assert [(one.instance_id, row_reason(one, TODAY)) for one in rows] == [
        ("i-1", FLAG_EXPIRED_AUTO),
        ("i-2", None),
    ]


# -- clock guards [R11] ----------------------------------------------------------------------------


def _unchanged_by_refusal(world: World, **options: Any) -> str:
    before = world.dump()
    answer = world.engine(**options)
    assert world.dump() == before
    assert (answer["renewed"], answer["run"]) == ([], None)
    return str(answer["refused"])


def test_a_clock_that_went_back_is_told_and_nothing_is_done(world: World) -> None:
    _due(world, "i-1")
    world.instance("i-2", policy="auto", expire="2026-11-21")
    world.engine()
    world.turn_back_clock("2026-11-21T02:00:00Z")
    refused = "today is 2026-11-21, before the last run's 2026-11-22: nothing was done"
    assert _unchanged_by_refusal(world) == refused
    assert _unchanged_by_refusal(world, accept_clock=True) == refused
    assert dry(world.desk, run_of(), None)["refused"] == refused


def test_forty_days_after_the_last_run_are_believed(world: World) -> None:
    world.engine()
    world.advance("40d")
    assert world.engine()["refused"] is None


def test_forty_one_days_after_the_last_run_are_refused_unless_accepted(world: World) -> None:
    world.engine()
    world.instance("i-1", policy="auto", expire=days_from_today(41))
    world.advance("41d")
    assert "41 days after the last run's 2026-11-22" in _unchanged_by_refusal(world)
    assert _renewed(world, accept_clock=True) == ["i-1"]


def test_a_refused_run_does_not_even_let_an_order_lapse(world: World) -> None:
    world.instance("i-1")
    world.engine()
    number = world.unpaid("i-1")
    world.advance("41d")
    _unchanged_by_refusal(world)
    assert world.order_status(number) == "unpaid"


def test_the_first_run_of_a_store_is_not_refused(world: World) -> None:
    world.advance("900d")
    assert world.engine()["refused"] is None


def test_a_refused_run_can_be_made_again_with_its_key(world: World) -> None:
    world.engine()
    world.advance("41d")
    assert world.engine(key="k-1")["refused"]
    assert world.engine(key="k-1", accept_clock=True)["refused"] is None


def test_a_run_that_waited_over_midnight_does_not_renew_what_has_expired(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RunCourse, "most", 1)
    _due(world, "i-1", "i-2")
    transaction = Store.transaction
    begun = []

    @contextmanager
    def waiting(store: Store) -> Iterator[None]:
        begun.append(store)
        if len(begun) == 2:  # the first one begins the run, the second would go on with it
            world.turn_back_clock("2026-11-22T16:00:01Z")
        with transaction(store):
            yield

    monkeypatch.setattr(Store, "transaction", waiting)
    answer = world.engine()
    monkeypatch.undo()
    assert [one["instance_id"] for one in answer["renewed"]] == ["i-1"]
    assert answer["interrupted"]
    assert world.expire_date("i-2") == "2026-11-22"
    assert world.engine()["missed"] == ["i-2"]


def test_one_that_could_not_be_kept_fails_with_its_reason_and_stops_nobody(world: World) -> None:
    """36 times the largest price is no amount that a store can hold."""
    _due(world, "i-1", "i-3")
    _due(world, "i-2", price=MAX_MINOR, auto_months=36)
    failed = {
        "instance_id": "i-2",
        "code": "out_of_range",
        "reason": "would cost 360,000,000,000,000.00, more than 10,000,000,000,000.00",
        "short_by": "0.00",
    }
    foretold = dry(world.desk, run_of(), None)
    answer = world.engine(key="k-1")
    for told in (foretold, answer, world.engine(key="k-1")):
        assert [one["instance_id"] for one in told["renewed"]] == ["i-1", "i-3"]
        assert (told["failed"], told["skipped"]) == ([failed], [])
    world.advance("1d")
    assert world.engine()["missed"] == []


# -- as it was shown [R21] -------------------------------------------------------------------------


def _meant(world: World) -> Shown[Ran]:
    return preview(world.desk, run_of())


def test_a_change_late_in_the_first_commit_keeps_all_of_it_from_being_done(world: World) -> None:
    """A commit is worked through in slices; those before the changed row are not charged either."""
    world.account("acme", 10**9)
    world.fleet(3 * LEAST, policy="auto", expire="2026-11-22", price=1_00)
    shown = _meant(world)
    world.sql("UPDATE instance SET monthly_price = 200 WHERE id = (SELECT MAX(id) FROM instance)")
    before = world.dump()
    with pytest.raises(Changed, match="nothing was charged"):
        done(world.desk, run_of(), "k-1", shown)
    assert world.dump() == before
    answer = done(world.desk, run_of(), "k-1", _meant(world))
    assert len(answer["renewed"]) == 3 * LEAST


def test_a_voucher_that_pays_for_no_row_is_rested_on_too(world: World) -> None:
    _due(world, "i-1", "i-2")
    world.voucher("v-idle", 50_00, products="EIP")
    shown = _meant(world)
    world.sql("UPDATE voucher SET remaining = 4999 WHERE code = 'v-idle'")
    with pytest.raises(Changed):
        done(world.desk, run_of(), "k-1", shown)
    world.sql("UPDATE voucher SET remaining = 5000 WHERE code = 'v-idle'")
    assert done(world.desk, run_of(), "k-1", shown)["renewed"]


# -- limits, keys, interruption [R29] --------------------------------------------------------------


def test_max_items_leaves_the_rest_for_later_and_says_so(world: World) -> None:
    _due(world, "i-1", "i-2", "i-3")
    answer = world.engine(max_items=2)
    assert [one["instance_id"] for one in answer["renewed"]] == ["i-1", "i-2"]
    assert answer["skipped"] == [
        {"instance_id": "i-3", "code": "limit_reached", "reason": "max_items 2 is reached"}
    ]
    assert _renewed(world) == ["i-3"]


def test_max_amount_is_never_passed(world: World) -> None:
    _due(world, "i-1", "i-2", "i-3")
    answer = world.engine(max_amount=200_00)
    assert [one["instance_id"] for one in answer["renewed"]] == ["i-1", "i-2"]
    assert answer["skipped"][0]["reason"] == "max_amount 200.00 CNY would be passed"
    assert world.engine(max_amount=99_99)["renewed"] == []


@pytest.mark.parametrize("options", [run_of(max_items=1), run_of(max_amount=100_00)])
def test_what_a_limit_leaves_out_has_spent_nothing(world: World, options: AutomaticRun) -> None:
    """Else the next one would be told as failed, for want of what nobody has taken."""
    world.account("acme", 140_00)
    world.voucher("v-1", 60_00)
    _due(world, "i-1", "i-2", "i-3")
    for answer in (
        dry(world.desk, options, None),
        done(world.desk, options, "k-1"),
    ):
        assert [one["instance_id"] for one in answer["renewed"]] == ["i-1"]
        assert [one["instance_id"] for one in answer["skipped"]] == ["i-2", "i-3"]
        assert answer["failed"] == []


@pytest.mark.parametrize("items", [0, 2])
def test_a_limit_may_leave_out_more_rows_than_a_slice_of_a_commit(world: World, items: int) -> None:
    """They leave nothing to be written down, until the run is closed."""
    world.fleet(4 * LEAST, policy="auto", expire="2026-11-22", price=1_00)
    answer = world.engine(key="k-1", max_items=items)
    assert (len(answer["renewed"]), len(answer["skipped"])) == (items, 4 * LEAST - items)
    assert not answer["interrupted"]
    assert world.value("SELECT renewed FROM engine_run") == items
    assert world.engine(key="k-1", max_items=items) == answer
    assert check(world.desk).ok


def test_one_left_out_by_a_limit_and_never_taken_up_again_is_missed(world: World) -> None:
    _due(world, "i-1", "i-2")
    world.engine(max_items=1)
    world.advance("1d")
    assert world.engine()["missed"] == ["i-2"]


def test_the_same_key_gives_the_first_answer_and_changes_nothing(world: World) -> None:
    world.account("acme", 150_00)
    world.instance("i-0", policy="auto", expire="2026-11-20")
    _due(world, "i-1", "i-2")
    _due(world, "i-3", price=10_00)
    first = world.engine(key="k-1", max_items=1)
    assert (len(first["renewed"]), len(first["failed"]), len(first["skipped"])) == (1, 1, 1)
    world.top_up(500_00)
    before = world.dump()
    assert world.engine(key="k-1", max_items=1) == first
    assert world.dump() == before


def test_a_run_that_was_stopped_is_finished_with_its_key_and_answers_for_all_of_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RunCourse, "most", 2)
    _due(world, "i-1", "i-2", "i-3", "i-4", "i-5", price=1_00)
    stopped = done(world.desk, run_of(), "k-1", watch=StopAfter(1))
    assert stopped["interrupted"]
    assert [one["instance_id"] for one in stopped["renewed"]] == ["i-1", "i-2"]
    finished = world.engine(key="k-1")
    assert not finished["interrupted"]
    assert [one["instance_id"] for one in finished["renewed"]] == [
        "i-1",
        "i-2",
        "i-3",
        "i-4",
        "i-5",
    ]
    before = world.dump()
    assert world.engine(key="k-1") == finished
    assert world.dump() == before
    assert world.balance() == 995_00


def test_a_limit_counts_what_the_stopped_run_has_renewed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RunCourse, "most", 2)
    _due(world, "i-1", "i-2", "i-3", "i-4", "i-5", price=1_00)
    options = run_of(max_items=3, max_amount=10_00)
    done(world.desk, options, "k-1", watch=StopAfter(1))
    finished = done(world.desk, options, "k-1")
    assert [one["instance_id"] for one in finished["renewed"]] == ["i-1", "i-2", "i-3"]
    assert world.balance() == 997_00


def test_progress_is_told_after_each_commit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunCourse, "most", 2)
    _due(world, "i-1", "i-2", "i-3", price=1_00)
    watch = StopAfter(9)
    done(world.desk, run_of(), "k-1", watch=watch)
    assert watch.told == [(2, 3), (3, 3)]


def test_a_sink_is_told_each_renewal_in_the_order_of_work(world: World) -> None:
    _due(world, "i-2", "i-1")
    told: list[str] = []

    def tell(part: Ran) -> Ran:
        told.extend(row.instance_id for row in part.renewed)
        return part._replace(renewed=())

    outcome = execute(world.desk, run_of(), "k-1", NOTHING_SHOWN, tell=tell)
    assert told == ["i-1", "i-2"]
    assert outcome.renewed == ()


def test_the_business_date_is_that_of_the_stores_zone(world: World) -> None:
    world.instance("i-1", policy="auto", expire="2026-11-23")
    world.turn_back_clock("2026-11-22T15:59:59Z")
    assert _renewed(world) == []
    world.turn_back_clock("2026-11-22T16:00:00Z")
    assert _renewed(world) == ["i-1"]
