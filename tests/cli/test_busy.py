"""A store that another process keeps: wait up to a limit, then *busy*, status 75, and no half."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from renewal_tui.cli.progress import Batch
from renewal_tui.operations import import_fleet, purchase, selection
from renewal_tui.operations.auto_renew import RunCourse
from renewal_tui.operations.set_policy import SwitchCourse
from renewal_tui.store.engines import BUSY_SECONDS
from tests.cli.calls import WEB_1, WEB_2, Caller
from tests.operations.importing import instance_line, put_instances
from tests.stores import another_writer

BUSY = "is busy: another process is writing; nothing was changed, try again\n"
NO_MORE = (
    "is busy: another process is writing; nothing more was changed; "
    "the same command with --key B-1 tells what was done, and does the rest\n"
)
CHANGES = {
    "renew": ("renew", WEB_1, "--months", "1", "--yes"),
    "unify": ("unify", WEB_1, WEB_2, "--day", "last", "--yes"),
    "policy": ("policy", "auto", WEB_1),
    "top up": ("account", "top-up", "acme-prod", "5.00", "--yes"),
    "engine": ("auto-renew", "--yes"),
    "import": ("import", "instances.csv"),
    "pay": ("orders", "pay", "1", "--yes"),
    "cancel": ("orders", "cancel", "1", "--yes"),
    "clock": ("clock", "advance", "1h"),
}
BATCHES = {
    "renew": ("renew", "--all-matching", "--tab", "manual", "--months", "1", "--yes"),
    "policy": ("policy", "auto", "--all-matching", "--tab", "manual"),
    "engine": ("auto-renew", "--yes"),
    "import": ("import", "instances.csv"),
}


@pytest.fixture(autouse=True)
def files(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unpaid order, number 1, and a file of new instances in the working folder."""
    call("renew", WEB_2, "--months", "1", "--pay-later", "--yes", status=3)
    lines = [instance_line(f"i-new-{number}", account="acme-prod") for number in range(9)]
    put_instances(call.path.parent, *lines)
    monkeypatch.chdir(call.path.parent)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_a_busy_store_says_so_and_has_changed_nothing(
    call: Caller, change: str
) -> None:
    with another_writer(call.path):
        assert call.refused(*CHANGES[change], status=75).endswith(BUSY)
        assert call(*CHANGES[change], "--json", status=75).error["code"] == "store_busy"
    assert call(*CHANGES[change], status=None).status in (0, 3)


def _all_at_once(call: Caller) -> dict[str, subprocess.Popen[str]]:
    words = [sys.executable, "-m", "renewal_tui", "--database", str(call.path)]
    return {
        change: subprocess.Popen(
            [*words, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for change, arguments in CHANGES.items()
    }


def _ends(processes: dict[str, subprocess.Popen[str]]) -> dict[str, tuple[int, str]]:
    """The status of each process, and what it complained of."""
    found = {}
    for change, process in processes.items():
        _, complaint = process.communicate(timeout=BUSY_SECONDS * 3)
        found[change] = process.returncode, complaint
    return found


def test_changes_wait_for_a_store_that_is_free_again_before_the_limit(call: Caller) -> None:
    with another_writer(call.path) as writer:
        processes = _all_at_once(call)
        time.sleep(2)
        assert not [change for change, process in processes.items() if process.poll() is not None]
        writer.execute("ROLLBACK")
        found = _ends(processes)
    for change, (status, complaint) in found.items():
        assert status in (0, 1, 3), (change, complaint)  # who was first may leave others nothing
        assert "busy" not in complaint
        assert "locked" not in complaint
    assert call("check").status == 0


@pytest.mark.long
def test_processes_wait_for_as_long_as_they_promise_and_then_say_busy(call: Caller) -> None:
    before = call.path.read_bytes()
    start = time.monotonic()
    with another_writer(call.path):
        processes = _all_at_once(call)
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda process: process.wait(BUSY_SECONDS * 3), processes.values()))
        assert time.monotonic() - start > BUSY_SECONDS
        for change, (status, complaint) in _ends(processes).items():
            assert status == 75, change
            assert complaint.endswith(BUSY), change
    assert call.path.read_bytes() == before


@pytest.fixture
def _small_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows are a large batch, and make several commits."""
    resolve = selection.resolve
    monkeypatch.setattr(purchase, "resolve", lambda desk, chosen: resolve(desk, chosen, 30))
    monkeypatch.setattr(SwitchCourse, "most", 30)
    monkeypatch.setattr(RunCourse, "most", 2)
    monkeypatch.setattr(import_fleet, "ONE_COMMIT", 4)
    monkeypatch.setattr(import_fleet.ImportCourse, "most", 4)


def _after_the_first_commit(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something as soon as there is progress in what is changed."""
    told = Batch.progress
    acts = iter([act])

    def progress(self: Batch, done: int, total: int) -> None:
        told(self, done, total)
        if done < total:
            next(acts, lambda: None)()

    monkeypatch.setattr(Batch, "progress", progress)


@pytest.mark.usefixtures("impatient", "_small_commits")
@pytest.mark.parametrize("batch", BATCHES)
def test_a_batch_that_finds_the_store_busy_part_way_says_how_to_do_the_rest_once(
    call: Caller, monkeypatch: pytest.MonkeyPatch, batch: str
) -> None:
    call("account", "top-up", "acme-prod", "900000.00", "--yes")
    arguments = (*BATCHES[batch], "--key", "B-1")
    commits = "SELECT COUNT(*) FROM operation_part WHERE key = 'B-1'"
    with another_writer(call.path) as writer, monkeypatch.context() as patched:
        writer.execute("ROLLBACK")
        _after_the_first_commit(patched, lambda: writer.execute("BEGIN IMMEDIATE"))
        assert call(*arguments, status=75).err.endswith(NO_MORE)
        assert call(*arguments, "--json", status=75).error["code"] == "store_busy"
    begun = call.sql(commits)
    whole = call(*arguments, "--json", status=None)
    assert whole.status in (0, 3)
    assert whole.json["operation_key"] == "B-1"
    assert call.sql(commits) > begun
    assert call("check").status == 0
