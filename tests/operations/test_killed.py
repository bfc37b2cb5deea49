"""Killed again and again in the midst of a batch: at the end everything was done exactly once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from renewal_tui.operations.check import check
from tests.operations.world import World

ROOT = Path(__file__).resolve().parent.parent.parent
DUE = 1_500
"""For each time that it is killed: more than it does in the time that it gets."""


def _start(world: World, *arguments: str) -> subprocess.Popen[bytes]:
    path = str(world.desk.store.name)
    return subprocess.Popen(
        [sys.executable, "-m", "renewal_tui", "--database", path, *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _done(world: World) -> int:
    return int(world.value("SELECT COUNT(*) FROM paid_term"))


def _wait_for_a_commit(world: World, process: subprocess.Popen[bytes], before: int) -> None:
    while _done(world) == before and process.poll() is None:
        time.sleep(0.002)


def _kill_in_a_loop(world: World, times: int, *arguments: str) -> None:
    """Kill it so often: mostly between its commits or in one, now and then before the first."""
    chance = random.Random(7)
    in_the_midst = 0
    for _ in range(times):
        before = _done(world)
        process = _start(world, *arguments)
        if chance.random() < 0.8:
            _wait_for_a_commit(world, process, before)
            time.sleep(chance.random() * 0.05)
        else:
            time.sleep(chance.random() * 0.5)
        process.kill()
        process.wait()
        in_the_midst += before < _done(world) < DUE * times
    assert in_the_midst >= times // 2
    process = _start(world, *arguments)
    assert process.wait(timeout=300) in (0, 1, 3)


def _renewed_once(world: World, times: int, to_date: str) -> None:
    on_its_date = world.value("SELECT COUNT(*) FROM term WHERE expire_date = ?", to_date)
    assert on_its_date == _done(world) == DUE * times
    assert check(world.desk) == (True, ())


def _engine(world: World, times: int) -> None:
    world.account("acme", 1_000_000_00)
    world.fleet(DUE * times, policy="auto", expire="2026-11-22", price=1_00)
    _kill_in_a_loop(world, times, "auto-renew", "--yes")
    _renewed_once(world, times, "2026-12-22")


def _batch(world: World, times: int) -> None:
    world.account("acme", 1_000_000_00)
    world.fleet(DUE * times, expire="2026-11-30", price=1_00)
    _kill_in_a_loop(
        world, times, "renew", "--all-matching", "--months", "1", "--yes", "--key", "night-1"
    )
    _renewed_once(world, times, "2026-12-30")


def test_an_engine_that_is_killed_renews_everything_due_exactly_once(world: World) -> None:
    _engine(world, 3)


def test_a_batch_that_is_killed_and_sent_again_with_its_key_charges_once(world: World) -> None:
    _batch(world, 3)


@pytest.mark.long
def test_an_engine_that_is_killed_many_times_renews_exactly_once(world: World) -> None:
    _engine(world, 25)


@pytest.mark.long
def test_a_batch_that_is_killed_many_times_charges_once(world: World) -> None:
    _batch(world, 25)
