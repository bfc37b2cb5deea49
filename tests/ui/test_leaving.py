"""Leaving: at once, after an operation, and when something unexpected happens."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from contextlib import closing

import pytest

from renewal_tui.errors import StoreDamaged
from renewal_tui.operations.watch import Watch
from renewal_tui.ui.dialogs.progress import Progress
from renewal_tui.ui.jobs import OPERATION, Job
from tests.operations.world import World
from tests.ui.console import TIMEOUT, Console, play


async def left(desk: Console) -> None:
    """Wait until the console has been left."""
    end = time.monotonic() + TIMEOUT
    while not desk.app._exit:
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def test_q_leaves(world: World) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        desk.post("q")
        await left(desk)
        assert desk.app.return_code == 0

    play(scenario, world.path)


def test_q_closes_a_page_before_it_leaves(world: World) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        await desk.press("enter", "q")
        assert desk.on_main
        assert desk.app.is_running

    play(scenario, world.path)


def test_ctrl_c_says_how_to_leave(world: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("ctrl+c")
        await desk.see("q leaves; esc closes a dialog.")

    play(scenario, world.path)


def test_esc_on_the_main_screen_does_nothing(world: World) -> None:
    ids = world.fleet(2)

    async def scenario(desk: Console) -> None:
        await desk.press("space", "escape", "escape")
        assert desk.on_main
        assert desk.marked == ids[:1]

    play(scenario, world.path)


class Slow:
    """An operation of three commits that waits to be told to go on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.began = threading.Event()
        self.commits = 0

    def work(self, watch: Watch) -> int:
        """Commit until it is stopped."""
        for commit in range(3):
            watch.progress(commit, 3)
            self.began.set()
            self.go_on.wait(TIMEOUT)
            self.commits += 1
            if watch.stopped():
                break
        return self.commits


async def begin(desk: Console, slow: Slow) -> list[Job | None]:
    """Start it under its progress dialog."""
    ended: list[Job | None] = []
    desk.app.push_screen(Progress("Working", Job(desk.desk, slow.work)), ended.append)
    await desk.until(slow.began.is_set)
    return ended


async def text_of(desk: Console, wanted: str) -> None:
    """Wait until the progress dialog says something."""
    await desk.until(lambda: wanted in desk.text, wanted)


def test_an_operation_shows_its_progress_and_the_keys_wait(world: World) -> None:
    world.instance("i-1")
    slow = Slow()

    async def scenario(desk: Console) -> None:
        ended = await begin(desk, slow)
        await text_of(desk, "0 of 3")
        desk.post("r", "p", "1", "2", "space")
        await desk.until(lambda: desk.app.progress is not None)
        slow.go_on.set()
        await desk.until(lambda: ended)
        assert slow.commits == 3
        await desk.settle()
        assert desk.on_main
        assert not desk.marked
        assert desk.tab.NAME == "manual"

    play(scenario, world.path)


def test_esc_stops_an_operation_after_the_commit_under_way(world: World) -> None:
    slow = Slow()

    async def scenario(desk: Console) -> None:
        ended = await begin(desk, slow)
        await text_of(desk, "Stop after this commit")
        desk.clock.wait()
        desk.post("escape")
        await text_of(desk, "stopping after the commit under way")
        slow.go_on.set()
        await desk.until(lambda: ended)
        assert slow.commits == 1

    play(scenario, world.path)


def test_leaving_waits_for_an_operation_under_way(world: World) -> None:
    slow = Slow()

    async def scenario(desk: Console) -> None:
        await begin(desk, slow)
        await text_of(desk, "0 of 3")
        desk.clock.wait()
        desk.post("q")
        await text_of(desk, "the console ends when this operation is over")
        assert not desk.app._exit
        slow.go_on.set()
        await left(desk)
        assert slow.commits == 3

    play(scenario, world.path)


def operations_end() -> None:
    """Wait for what is under way; meanwhile the console does not move."""
    for thread in threading.enumerate():
        if thread.name == OPERATION:
            thread.join(TIMEOUT)


@pytest.mark.parametrize("keys", [("t", "1", "enter"), ("r", "p")], ids=["top-up", "renewal"])
def test_an_operation_that_ends_just_as_the_console_does_is_done_and_nothing_breaks(
    world: World, keys: tuple[str, ...]
) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        with closing(sqlite3.connect(world.path, isolation_level=None)) as other:
            await desk.press(keys[0])
            other.execute("BEGIN IMMEDIATE")
            desk.post(*keys[1:])
            await desk.until(lambda: desk.app.progress is not None)
        operations_end()
        desk.app.exit()

    play(scenario, world.path)
    assert world.value("SELECT COUNT(*) FROM ledger_entry") == 1


def test_a_quick_operation_shows_no_progress(world: World) -> None:
    slow = Slow()
    slow.go_on.set()

    async def scenario(desk: Console) -> None:
        ended = await begin(desk, slow)
        await desk.until(lambda: ended)
        assert "Working" not in desk.text

    play(scenario, world.path)


def test_an_unexpected_error_ends_the_console_without_printing_values(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.instance("i-1", name="a-secret-name")

    def fail() -> None:
        name = "a-secret-name"
        raise StoreDamaged(f"a fault of {len(name)} letters")

    async def scenario(desk: Console) -> None:
        desk.main.call_later(fail)
        await asyncio.wait_for(desk.app._exception_event.wait(), TIMEOUT)
        assert isinstance(desk.app.unexpected, StoreDamaged)

    with pytest.raises(StoreDamaged):
        play(scenario, world.path)
    printed = "".join(capsys.readouterr())
    assert "Traceback" not in printed
    assert "locals" not in printed
    assert "a-secret-name" not in printed
