"""A batch that a busy store cuts short between its commits: the console does the rest, once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from renewal_tui.operations import purchase, selection
from renewal_tui.operations.set_policy import SwitchCourse
from renewal_tui.store import connection
from renewal_tui.ui.jobs import Job
from tests.operations.world import World
from tests.ui.console import Console, play


class Intruder:
    """Another program, which takes the store after the first commit and keeps it."""

    def __init__(self, path: Path) -> None:
        self.waits = False
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    def come(self) -> None:
        """Take the store, if it is time."""
        if self.waits and not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")

    def go(self) -> None:
        """Let it go for good."""
        self.waits = False
        self._db.execute("ROLLBACK")

    def close(self) -> None:
        """Go."""
        self._db.close()


@pytest.fixture
def intruder(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Intruder]:
    """Three instances of a part each, nobody who waits for long, and the intruder."""
    for number in (1, 2, 3):
        world.instance(f"i-{number}", price=1_00)
    monkeypatch.setattr(
        purchase, "resolve", lambda desk, chosen: selection.resolve(desk, chosen, 1)
    )
    monkeypatch.setattr(SwitchCourse, "most", 1)
    short = {"read_only": False, "busy_seconds": 0.2}
    monkeypatch.setattr(connection.open_store, "__kwdefaults__", short)
    told = Job.progress

    with closing(Intruder(world.path)) as intruder:

        def progress(job: Job, done: int, total: int) -> None:
            intruder.come()
            told(job, done, total)

        monkeypatch.setattr(Job, "progress", progress)
        yield intruder


def test_a_renewal_that_was_cut_short_shows_and_pays_what_is_left(
    world: World, intruder: Intruder
) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("*", "r")
        await desk.see("Pay CNY 3.00")
        intruder.waits = True
        await desk.press("p")
        await desk.see("nothing more was changed", "Pay CNY 2.00")
        intruder.go()
        assert len(world.sql("SELECT 1 FROM paid_term")) == 1
        await desk.press("p")
        await desk.see("Renewed: 3 instances")

    play(scenario, world.path)
    assert world.sql("SELECT COUNT(*), COUNT(DISTINCT instance_id) FROM paid_term") == [(3, 3)]
    assert world.sql("SELECT COUNT(*) FROM operation WHERE state = 'done'") == [(1,)]


def test_a_switch_that_was_cut_short_is_finished_with_the_same_key(
    world: World, intruder: Intruder
) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("*", "a")
        await desk.see("3 will be renewed automatically")
        intruder.waits = True
        await desk.press("y")
        await desk.see("nothing more was changed", "2 will be renewed automatically")
        intruder.go()
        await desk.press("y")
        await desk.see("Switched to automatic renewal: 3")

    play(scenario, world.path)
    assert world.sql("SELECT COUNT(*) FROM instance WHERE policy = 'auto'") == [(3,)]
    assert world.sql("SELECT COUNT(*) FROM operation WHERE state = 'done'") == [(1,)]
