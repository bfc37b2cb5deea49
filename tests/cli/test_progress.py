"""Signals stop a batch between two commits, and it says what is done; progress is for people."""

from __future__ import annotations

import io
import os
import pty
import select
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from typing import Any

import pytest

from renewal_tui.cli import progress
from renewal_tui.cli.progress import Batch, Progress, Terminated
from renewal_tui.cli.state import ExitStatus
from renewal_tui.operations import purchase, selection
from tests.cli.calls import Caller

TIMEOUT = 60.0

ALL = ("renew", "--all-matching", "--tab", "manual", "--months", "1", "--no-vouchers")


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of a few rows a commit."""
    resolve = selection.resolve
    monkeypatch.setattr(purchase, "resolve", lambda desk, chosen: resolve(desk, chosen, 30))


def signal_after(monkeypatch: pytest.MonkeyPatch, number: signal.Signals, commits: int) -> None:
    """Send this process a signal once so many commits are done."""
    told = Batch.progress
    seen: list[int] = []

    def progress(self: Batch, done: int, total: int) -> None:
        seen.append(done)
        if len(seen) == commits:
            os.kill(os.getpid(), number)
        told(self, done, total)

    monkeypatch.setattr(Batch, "progress", progress)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_between_commits_and_the_same_key_does_the_rest(
    call: Caller, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, status: int
) -> None:
    call("account", "top-up", "acme-prod", "900000.00", "--yes")
    call("account", "top-up", "globex-lab", "900000.00", "--yes")
    with monkeypatch.context() as patched:
        signal_after(patched, number, 2)
        answer = call(*ALL, "--key", "B-1", "--yes", "--json", status=status)
    assert answer.json["interrupted"] is True
    first = sum(len(order["lines"]) for order in answer.json["orders"])
    assert first == 60
    assert "the same command with --key B-1 does the rest" in answer.err
    assert call("check").status == 0
    whole = call(*ALL, "--key", "B-1", "--yes", "--json").json
    assert whole["interrupted"] is False
    ids = [line["instance_id"] for order in whole["orders"] for line in order["lines"]]
    assert len(ids) == len(set(ids)) == call("list", "--tab", "manual", "--json").json["total"]


def test_what_was_done_although_a_signal_came_is_answered_as_done(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal_after(monkeypatch, signal.SIGINT, 1)
    answer = call("policy", "auto", "i-7f3a91c2d4", "--json", status=0)
    assert answer.json["interrupted"] is False


def test_an_interrupt_while_nothing_is_changed_ends_it(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr("renewal_tui.cli.listing.list_pages", interrupt)
    answer = call("list", "--json", status=130)
    assert answer.error["code"] == "interrupted"
    assert answer.err.count("\n") == 1


def test_termination_while_nothing_is_changed_ends_it(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def terminate(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("renewal_tui.cli.listing.list_pages", terminate)
    assert call("list", "--json", status=143).error["code"] == "terminated"


def test_a_second_interrupt_breaks_it_off() -> None:
    with Batch() as batch:
        os.kill(os.getpid(), signal.SIGINT)
        assert batch.stopped()
        assert batch.status is ExitStatus.INTERRUPTED
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_signals_are_given_back_and_an_ignored_one_stays_ignored() -> None:
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Batch() as batch:
            os.kill(os.getpid(), signal.SIGINT)
            assert not batch.stopped()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    with pytest.raises(Terminated):
        progress.raise_terminated(signal.SIGTERM, None)


@contextmanager
def terminal() -> Iterator[tuple[int, int]]:
    """A terminal behind stderr: the side on which a person reads, and ours."""
    reads, writes = pty.openpty()
    with (
        io.TextIOWrapper(io.FileIO(writes, "w"), write_through=True) as stream,
        redirect_stderr(stream),
    ):
        yield reads, writes
    os.close(reads)


def test_progress_is_written_for_people_only(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as silent:
        silent.progress(1, 2)
    assert capsys.readouterr().err == ""


def test_progress_is_taken_off_the_terminal_again() -> None:
    with terminal() as (reads, _):
        with Progress() as shown:
            shown.progress(1_000, 2_000)
            shown.progress(2_000, 2_000)
            assert not shown.stopped()
        end, text = "\r" + " " * len("2,000 of 2,000") + "\r", ""
        while not text.endswith(end) and select.select([reads], [], [], TIMEOUT)[0]:
            text += os.read(reads, 1_000).decode()  # a terminal passes on what comes bit by bit
    assert text.startswith("\r1,000 of 2,000\r")
    assert text.endswith(end)


def test_progress_does_not_wait_for_a_terminal_that_was_stopped() -> None:
    with terminal() as (reads, writes), Progress() as progress:
        termios.tcflow(writes, termios.TCOOFF)
        progress.progress(1, 1)
        termios.tcflow(writes, termios.TCOON)
        progress.progress(2, 2)
        assert select.select([reads], [], [], TIMEOUT)[0]
        assert os.read(reads, 100) == b"\r2 of 2"


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_a_backup_and_no_copy_is_kept(
    call: Caller, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, status: int
) -> None:
    folder = call.path.with_name("backups")
    folder.mkdir()
    signal_after(monkeypatch, number, 1)
    answer = call("backup", str(folder), status=status)
    assert "stopped by a signal; no copy was kept" in answer.err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_a_demo_and_the_one_before_it_stays(
    call: Caller, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, status: int
) -> None:
    before = call.path.read_bytes()
    signal_after(monkeypatch, number, 1)
    answer = call("demo", "--no-open", "--instances", "5000", status=status)
    assert "stopped by a signal; nothing was changed" in answer.err
    assert call.path.read_bytes() == before


def test_a_backup_that_is_refused_says_why(call: Caller) -> None:
    assert "exists already" in call("backup", str(call.path), status=1).err


def test_progress_on_a_terminal_that_has_gone_away_breaks_nothing_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    master, slave = pty.openpty()
    with io.TextIOWrapper(io.FileIO(slave, "w"), write_through=True) as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with Progress() as progress:
            progress.progress(1, 2)
            assert os.read(master, 100) == b"\r1 of 2"
            os.close(master)
            progress.progress(2, 2)
