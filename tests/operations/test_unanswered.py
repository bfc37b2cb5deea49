"""What was committed but never told is told at the next start (issue: nothing lost)."""

from __future__ import annotations

import pytest

from renewal_tui.domain.planning import Renew
from renewal_tui.operations import purchase
from renewal_tui.operations.desk import session_is_alive, session_name
from renewal_tui.operations.execution import idempotency
from renewal_tui.operations.unanswered import acknowledge, tell_unanswered
from renewal_tui.store import operation_keys
from tests.operations.acts import done, purchase_of
from tests.operations.world import World


@pytest.fixture
def world_with_one(world: World) -> World:
    world.instance("i-1", price=1_00)
    return world


def _process_is_gone(world: World) -> None:
    """As if the process of every operation so far had been killed."""
    host = session_name().split("/")[0]
    world.sql("UPDATE operation SET session = ?", f"{host}/999999999/1")


def _wanted() -> purchase.Purchase:
    return purchase_of(("i-1",), Renew(1))


def test_an_operation_that_was_committed_and_never_told_is_told_as_done(
    world_with_one: World,
) -> None:
    done(world_with_one.desk, _wanted(), "k-1")
    _process_is_gone(world_with_one)
    told = tell_unanswered(world_with_one.desk)
    assert told is not None
    assert told.startswith("operation k-1 (renew, ")
    assert told.endswith(": done")
    assert tell_unanswered(world_with_one.desk) is None


def test_an_operation_that_never_came_to_its_commit_is_told_as_not_done(
    world_with_one: World,
) -> None:
    wanted = _wanted()
    idempotency.intend(
        world_with_one.desk, idempotency.asked("k-1", wanted.action, wanted.request())
    )
    _process_is_gone(world_with_one)
    told = tell_unanswered(world_with_one.desk)
    assert told is not None
    assert "not done" in told
    assert world_with_one.expire_date("i-1") == "2026-11-30"


def test_an_operation_whose_end_was_seen_is_not_told_again(world_with_one: World) -> None:
    done(world_with_one.desk, _wanted(), "k-1")
    acknowledge(world_with_one.desk, "k-1")
    _process_is_gone(world_with_one)
    assert tell_unanswered(world_with_one.desk) is None


def test_an_operation_of_a_process_that_still_runs_is_left_to_it(world_with_one: World) -> None:
    done(world_with_one.desk, _wanted(), "k-1")
    assert session_is_alive(session_name())
    assert tell_unanswered(world_with_one.desk) is None


def test_another_operator_s_operation_is_not_told(world_with_one: World) -> None:
    done(world_with_one.desk, _wanted(), "k-1")
    _process_is_gone(world_with_one)
    assert tell_unanswered(world_with_one.another_desk()) is None


def test_an_intended_key_is_done_once_when_it_is_sent(world_with_one: World) -> None:
    wanted = _wanted()
    idempotency.intend(
        world_with_one.desk, idempotency.asked("k-1", wanted.action, wanted.request())
    )
    first = done(world_with_one.desk, wanted, "k-1")
    assert done(world_with_one.desk, wanted, "k-1") == first
    operation = operation_keys.read_operation(world_with_one.desk.store, "k-1")
    assert operation is not None
    assert operation.state == operation_keys.DONE
    assert world_with_one.expire_date("i-1") == "2026-12-30"
