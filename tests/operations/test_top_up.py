"""Topping up: the only way a balance grows here [R28, R30]."""

from __future__ import annotations

import json

import pytest

from renewal_tui.domain.money import MAX_MINOR
from renewal_tui.errors import UsageProblem
from renewal_tui.operations.execution.execute import NOTE_LENGTH
from renewal_tui.operations.top_up import TopUp
from tests.operations.acts import done
from tests.operations.world import World


def test_a_top_up_moves_the_balance_with_its_ledger_entry_and_audit_record(world: World) -> None:
    answer = done(world.desk, TopUp("acme", 12_34), "k-1", note="bank 77")
    assert answer == {
        "operation_key": "k-1",
        "dry_run": False,
        "interrupted": False,
        "account": "acme",
        "currency": "CNY",
        "amount": "12.34",
        "balance_before": "1000.00",
        "balance": "1012.34",
    }
    assert world.balance() == 1012_34
    assert world.sql("SELECT kind, amount, balance_after, note, operator FROM ledger_entry") == [
        ("top_up", 12_34, 1012_34, "bank 77", "lin")
    ]
    action, target, before, after = world.sql("SELECT action, target, before, after FROM audit")[0]
    assert (action, target) == ("top_up", "acme")
    assert json.loads(before) == {"balance": 1000_00}
    assert json.loads(after) == {"balance": 1012_34, "amount": 12_34}


def test_only_the_account_that_is_named_grows(world: World) -> None:
    world.account("beta", 5)
    done(world.desk, TopUp("beta", 1), "k-1")
    assert (world.balance("acme"), world.balance("beta")) == (1000_00, 6)


@pytest.mark.parametrize("amount", [0, -1, -1000_00, MAX_MINOR - 1000_00 + 1])
def test_an_amount_that_cannot_be_booked_is_refused(world: World, amount: int) -> None:
    before = world.dump()
    with pytest.raises(UsageProblem):
        done(world.desk, TopUp("acme", amount), "k-1")
    assert world.dump() == before


def test_the_largest_balance_can_be_reached(world: World) -> None:
    done(world.desk, TopUp("acme", MAX_MINOR - 1000_00), "k-1")
    assert world.balance() == MAX_MINOR


def test_a_note_that_is_too_long_is_refused(world: World) -> None:
    with pytest.raises(UsageProblem, match="200 characters"):
        done(world.desk, TopUp("acme", 1), "k-1", note="x" * (NOTE_LENGTH + 1))
    done(world.desk, TopUp("acme", 1), "k-1", note="x" * NOTE_LENGTH)
    assert world.balance() == 1000_01


def test_an_unknown_account_is_refused_by_naming_the_nearest(world: World) -> None:
    world.account("beta")
    before = world.dump()
    with pytest.raises(UsageProblem, match='"acm" is not an account; did you mean acme'):
        done(world.desk, TopUp("acm", 1), "k-1")
    assert world.dump() == before


def test_two_top_ups_with_two_keys_are_two(world: World) -> None:
    world.top_up(1_00)
    world.top_up(1_00)
    assert world.balance() == 1002_00
