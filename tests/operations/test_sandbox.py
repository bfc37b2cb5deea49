"""A sandbox's clock: forward only, and only when told; a real store has none (section 3)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renewal_tui.errors import Refused, UsageProblem
from renewal_tui.operations.desk import new_key
from renewal_tui.operations.documents import document
from renewal_tui.operations.move_clock import ClockMove, clock, require_sandbox
from tests.operations.acts import done
from tests.operations.world import World
from tests.stores import new_desk


def test_the_clock_stands_still_until_it_is_told(world: World) -> None:
    told = {"now": "2026-11-22 10:00", "today": "2026-11-22", "timezone": "Asia/Shanghai"}
    assert document(clock(world.desk)) == {**told, "sandbox": True}


def test_it_moves_forward_by_a_step_or_to_a_time(world: World) -> None:
    assert done(world.desk, ClockMove(by="10d"), new_key())["now"] == "2026-12-02 10:00"
    assert done(world.desk, ClockMove(by="90m"), new_key())["now"] == "2026-12-02 11:30"
    assert done(world.desk, ClockMove(to="2026-12-03 00:00"), new_key())["today"] == "2026-12-03"


def test_it_never_moves_back(world: World) -> None:
    before = world.dump()
    with pytest.raises(Refused, match="stands at 2026-11-22 10:00 and moves forward only"):
        done(world.desk, ClockMove(to="2026-11-22 09:59"), new_key())
    assert world.dump() == before


def test_to_where_it_stands_is_no_change(world: World) -> None:
    before = world.dump()
    done(world.desk, ClockMove(to="2026-11-22 10:00"), new_key())
    assert world.dump() == before


@pytest.mark.parametrize("text", ["0d", "-1d", "1w", "1.5d", "d", "", "999999d", "tomorrow"])
def test_what_is_not_a_step_is_refused(world: World, text: str) -> None:
    before = world.dump()
    with pytest.raises(UsageProblem):
        done(world.desk, ClockMove(by=text), new_key())
    assert world.dump() == before


@pytest.mark.parametrize("text", ["2026-02-30 10:00", "soon", "", "9999-01-01", "2026-11-22 24:00"])
def test_what_is_not_a_time_is_refused(world: World, text: str) -> None:
    before = world.dump()
    with pytest.raises(UsageProblem):
        done(world.desk, ClockMove(to=text), new_key())
    assert world.dump() == before


def test_a_clock_can_be_advanced_to_the_calendar_s_end_and_not_beyond(world: World) -> None:
    told = ""
    with pytest.raises(UsageProblem):
        for _ in range(40):
            told = done(world.desk, ClockMove(by="99999d"), new_key())["now"]
    assert "8000" < told < "9000"
    assert document(clock(world.desk))["now"] == told


def test_moving_it_is_recorded(world: World) -> None:
    world.advance("1d")
    before, after = world.sql("SELECT before, after FROM audit WHERE action = 'clock'")[0]
    assert json.loads(before) == {"now": "2026-11-22T02:00:00Z"}
    assert json.loads(after) == {"now": "2026-11-23T02:00:00Z"}


def test_a_real_store_refuses_to_be_told_the_time(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "real.db", now=None)
    for act in (
        lambda: done(desk, ClockMove(to="2099-01-01"), new_key()),
        lambda: done(desk, ClockMove(by="1d"), new_key()),
        lambda: require_sandbox(desk),
    ):
        with pytest.raises(Refused, match="is a real store"):
            act()
    assert clock(desk).sandbox is False
    desk.store.close()
