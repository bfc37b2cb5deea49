"""Undo takes back this operator's last switch, or an order that awaits payment [R33]."""

from __future__ import annotations

import pytest

from renewal_tui.domain.codes import Policy
from renewal_tui.domain.planning import Renew
from renewal_tui.errors import Changed, Refused
from renewal_tui.operations.check import check, verify
from renewal_tui.operations.documents import Document
from renewal_tui.operations.execution import execute, preview
from renewal_tui.operations.set_policy import PolicySwitch
from renewal_tui.operations.undo import Undo, UndoCourse
from tests.operations.acts import done, dry, purchase_of
from tests.operations.world import StopAfter, World


@pytest.fixture
def fleet(world: World) -> World:
    """Three instances on manual renewal, and one on automatic renewal by three months."""
    for name in ("i-1", "i-2", "i-3"):
        world.instance(name)
    world.instance("i-auto", policy="auto", auto_months=3)
    return world


def _undo(world: World, key: str = "u-1") -> Document:
    return done(world.desk, Undo(), key)


def test_a_switch_is_taken_back_row_by_row(fleet: World) -> None:
    fleet.switch("auto", "i-1", "i-2", months=6, key="k-1")
    answer = _undo(fleet)
    assert (answer["undoes"], answer["action"], answer["changed"]) == (
        "k-1",
        "policy",
        ["i-1", "i-2"],
    )
    assert fleet.policy("i-1") == ("manual", 1)
    assert check(fleet.desk) == (True, ())
    assert verify(fleet.desk).ok


def test_the_period_comes_back_too(fleet: World) -> None:
    fleet.switch("auto", "i-auto", months=12)
    _undo(fleet, "u-1")
    assert fleet.policy("i-auto") == ("auto", 3)
    fleet.switch("manual", "i-auto")
    _undo(fleet, "u-2")
    assert fleet.policy("i-auto") == ("auto", 3)


def test_a_row_that_has_changed_since_is_left_as_it_is(fleet: World) -> None:
    fleet.switch("auto", "i-1", "i-2", months=6)
    other = fleet.another_desk("mei")
    done(other, PolicySwitch(("i-2",), Policy.MANUAL), "k-2")
    other.store.close()
    answer = _undo(fleet)
    assert answer["changed"] == ["i-1"]
    assert [(one["instance_id"], one["code"]) for one in answer["skipped"]] == [("i-2", "changed")]
    assert fleet.policy("i-2") == ("manual", 1)


def test_what_may_not_be_switched_any_more_is_left_with_the_reason(fleet: World) -> None:
    """R6: one that has expired meanwhile cannot be put on automatic renewal."""
    fleet.switch("manual", "i-auto")
    fleet.advance("10d")
    answer = _undo(fleet)
    assert [one["code"] for one in answer["skipped"]] == ["expired_manual"]
    assert answer["changed"] == []


def test_an_order_that_awaits_payment_is_cancelled(fleet: World) -> None:
    number = fleet.unpaid("i-1")
    answer = _undo(fleet)
    assert answer["cancelled"] == [number]
    assert fleet.order_status(number) == "cancelled"
    assert check(fleet.desk) == (True, ())


def test_undoing_again_takes_the_one_before(fleet: World) -> None:
    fleet.switch("auto", "i-1", key="k-1")
    fleet.unpaid("i-2")
    assert _undo(fleet, "u-1")["cancelled"] == [1]
    assert _undo(fleet, "u-2")["undoes"] == "k-1"
    with pytest.raises(Refused, match="nothing here that could be undone"):
        _undo(fleet, "u-3")


@pytest.mark.parametrize("act", ["renew", "pay", "cancel"])
def test_a_payment_or_a_cancellation_is_never_undone(fleet: World, act: str) -> None:
    number = fleet.unpaid("i-1")
    if act == "renew":
        fleet.renew("i-2")
    else:
        getattr(fleet, act)(number)
    before = fleet.dump()
    with pytest.raises(Refused, match="never undone"):
        _undo(fleet)
    assert fleet.dump() == before


def test_of_orders_that_were_paid_in_part_the_others_are_cancelled(fleet: World) -> None:
    fleet.account("poor", 0)
    fleet.instance("p-1", account="poor")
    done(fleet.desk, purchase_of(("i-1", "p-1"), Renew(1)), "k-1")
    answer = _undo(fleet)
    assert (answer["cancelled"], answer["paid"]) == ([2], [1])
    assert (fleet.order_status(1), fleet.order_status(2)) == ("paid", "cancelled")


def test_what_others_have_done_is_not_looked_at(fleet: World) -> None:
    other = fleet.another_desk("mei")
    done(other, PolicySwitch(("i-1",), Policy.AUTO, 1), "k-1")
    with pytest.raises(Refused, match="lin has done nothing"):
        _undo(fleet)
    assert done(other, Undo(), "u-1")["changed"] == ["i-1"]
    other.store.close()


def test_the_same_key_is_answered_and_takes_back_nothing_more(fleet: World) -> None:
    fleet.switch("auto", "i-1")
    fleet.switch("auto", "i-2")
    first = _undo(fleet)
    before = fleet.dump()
    assert _undo(fleet) == first
    assert fleet.dump() == before


def test_what_was_shown_is_what_is_taken_back(fleet: World) -> None:
    """R21: another switch has come between the look and the yes."""
    fleet.switch("auto", "i-1")
    shown = preview(fleet.desk, Undo())
    fleet.switch("auto", "i-2")
    with pytest.raises(Changed):
        execute(fleet.desk, Undo(), "u-1", shown)
    assert fleet.policy("i-2") == ("auto", 1)


def test_a_dry_run_changes_nothing(fleet: World) -> None:
    fleet.switch("auto", "i-1")
    before = fleet.dump()
    assert dry(fleet.desk, Undo(), None)["changed"] == ["i-1"]
    assert fleet.dump() == before


def test_an_undo_that_was_interrupted_goes_on_with_its_key(
    fleet: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UndoCourse, "most", 20)
    ids = [*fleet.fleet(70)]
    fleet.unpaid("i-1")
    fleet.switch("auto", *ids, key="k-1")
    half = done(fleet.desk, Undo(), "u-1", watch=StopAfter(1))
    assert half["interrupted"] is True
    assert 0 < len(half["changed"]) < len(ids)
    whole = _undo(fleet)
    assert (whole["undoes"], len(whole["changed"]), whole["skipped"]) == ("k-1", 70, [])
    assert {fleet.policy(one) for one in ids} == {("manual", 1)}
    assert check(fleet.desk) == (True, ())
