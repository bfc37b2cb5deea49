"""An operation that forgets what was shown, its record or its key cannot be carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from renewal_tui.errors import UsageProblem
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution import NOTHING_SHOWN, OneStep, Work, execute, preview
from renewal_tui.operations.execution.work import Unrecorded
from renewal_tui.operations.outcomes import ToppedUp
from renewal_tui.operations.top_up import TopUp
from tests.operations.world import World


@dataclass(frozen=True)
class Careless(OneStep[int, ToppedUp]):
    """Adds to a balance, and leaves no record of it."""

    action = "careless"
    outcome = ToppedUp

    def request(self) -> Any:
        return None

    def look(self, desk: Desk) -> int:
        return 0

    def figures(self, plan: int) -> object:
        return plan

    def planned(self, desk: Desk, plan: int) -> ToppedUp:
        return ToppedUp("acme", "CNY", 1, 0, 1)

    def write(self, work: Work, plan: int) -> None:
        work.books.top_up("acme", 1000_00, 1)


def test_a_change_without_a_record_is_undone(world: World) -> None:
    before = world.dump()
    with pytest.raises(Unrecorded):
        execute(world.desk, Careless(), "k-1", NOTHING_SHOWN)
    assert world.dump() == before


@pytest.mark.parametrize("shown", [None, True, (), "nothing"])
def test_what_was_shown_cannot_be_left_out(world: World, shown: Any) -> None:
    before = world.dump()
    with pytest.raises(TypeError, match="NOTHING_SHOWN"):
        execute(world.desk, TopUp("acme", 1_00), "k-1", shown)
    with pytest.raises(TypeError):
        execute(world.desk, TopUp("acme", 1_00), "k-1")  # type: ignore[call-arg]
    assert world.dump() == before


def test_what_was_shown_of_another_request_is_not_this_one(world: World) -> None:
    world.account("beta", 1000_00)
    shown = preview(world.desk, TopUp("beta", 1_00))
    before = world.dump()
    with pytest.raises(Exception, match="has changed since this was shown"):
        execute(world.desk, TopUp("acme", 1_00), "k-1", shown)
    assert world.dump() == before


@pytest.mark.parametrize("key", ["", None, 7])
def test_a_key_cannot_be_left_out(world: World, key: Any) -> None:
    before = world.dump()
    with pytest.raises((UsageProblem, TypeError)):
        execute(world.desk, TopUp("acme", 1_00), key, NOTHING_SHOWN)
    with pytest.raises(TypeError):
        execute(world.desk, TopUp("acme", 1_00), shown=NOTHING_SHOWN)  # type: ignore[call-arg]
    assert world.dump() == before


@pytest.mark.parametrize("missing", ["action", "request", "look", "figures", "planned", "write"])
def test_an_operation_says_everything_that_execution_rests_on(world: World, missing: str) -> None:
    parts = {name: part for name, part in vars(Careless).items() if name != missing}
    for name in ("__dict__", "__weakref__", "__abstractmethods__", "_abc_impl"):
        parts.pop(name, None)
    kind: Any = type("Lacking", (OneStep,), parts)
    with pytest.raises((TypeError, AttributeError)):
        execute(world.desk, kind(), "k-1", NOTHING_SHOWN)
