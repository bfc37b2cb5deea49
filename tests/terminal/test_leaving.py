"""However the terminal goes away, the console ends in good order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.terminal.terminal import ROOT, TIMEOUT, UNBUFFERED, Terminal

TITLE = "SANDBOX"


def opened(demo: Path, *, ignore_hangup: bool = False, unbuffered: str = "") -> Terminal:
    terminal = Terminal(
        ["--database", str(demo)],
        ignore_hangup=ignore_hangup,
        environment={"PYTHONUNBUFFERED": unbuffered},
    )
    terminal.wait_for(TITLE)
    terminal.read(0.3)
    return terminal


def test_q_ends_it_with_status_0_and_the_terminal_as_it_was(demo: Path) -> None:
    with opened(demo) as terminal:
        terminal.type("q")
        assert terminal.ended() == 0
        assert termios.tcgetattr(terminal.slave)[:4] == terminal.before[:4]
        assert b"\x1b[?1049l" in terminal.raw


def test_a_termination_ends_it_with_status_143_and_the_terminal_as_it_was(demo: Path) -> None:
    with opened(demo) as terminal:
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ended() == 143
        assert termios.tcgetattr(terminal.slave)[:4] == terminal.before[:4]


@UNBUFFERED
@pytest.mark.parametrize("ignored", [False, True], ids=["told", "ignored"])
def test_a_dropped_connection_ends_it(demo: Path, ignored: bool, unbuffered: str) -> None:
    with opened(demo, ignore_hangup=ignored, unbuffered=unbuffered) as terminal:
        terminal.hang_up()
        status = terminal.ended()
        assert status in (129, -signal.SIGHUP)


def test_a_terminal_that_nobody_reads_does_not_keep_it_from_ending(demo: Path) -> None:
    with opened(demo) as terminal:
        for _ in range(200):
            os.write(terminal.master, b"\x1b[6~\x1b[5~")
        time.sleep(0.5)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.process.wait(TIMEOUT) == 143


def test_it_writes_nothing_and_burns_nothing_while_nobody_does_anything(demo: Path) -> None:
    with opened(demo) as terminal:
        terminal.read(0.5)
        before = terminal.processor_seconds
        assert terminal.read(2.0) == b""
        assert terminal.processor_seconds - before < 0.3


def test_it_is_refused_where_there_is_no_terminal(demo: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "renewal_tui", "--database", str(demo)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
