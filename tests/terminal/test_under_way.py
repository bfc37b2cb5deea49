"""What is asked for is done, whatever becomes of the terminal while it is under way."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.stores import another_writer
from tests.terminal.terminal import TIMEOUT, UNBUFFERED, Terminal
from tests.terminal.under_way import (
    begin_renewal,
    books_balance,
    counted,
    others_can_write,
    until_opened,
    until_renewed,
)

QUIET = 10
"""Changes of size that cost no processor time in a row: nobody draws them any more."""

HEEDED = 0.5
"""Seconds in which a process that is told to end begins to."""

Ending = Callable[[Terminal], None]


def opened(path: Path) -> Terminal:
    return Terminal(["--database", str(path)])


def terminate(terminal: Terminal) -> None:
    terminal.process.send_signal(signal.SIGTERM)


def hang_up(terminal: Terminal) -> None:
    terminal.hang_up()


def stall(terminal: Terminal) -> None:
    """Read no more, and have it draw until it is stuck in that: its own queue is full too."""
    end = time.monotonic() + TIMEOUT
    quiet, wide = 0, False
    while quiet < QUIET:
        assert time.monotonic() < end, "it draws on and on to a terminal that nobody reads"
        before, wide = terminal.drawing_seconds, not wide
        terminal.resize(*((100, 30) if wide else (80, 24)))
        time.sleep(0.03)
        still = terminal.full and terminal.drawing_seconds == before
        quiet = quiet + 1 if still else 0


def test_q_during_an_operation_waits_for_it_and_says_so(fleet: Path) -> None:
    with opened(fleet) as terminal:
        with another_writer(fleet):
            wanted = begin_renewal(terminal)
            terminal.type("q")
            terminal.wait_for("the console ends when this operation is over")
            assert terminal.ended(HEEDED) is None
            assert counted(fleet, "paid_term") == 0
        assert terminal.ended() == 0
    assert counted(fleet, "paid_term") == wanted
    books_balance(fleet)


def test_a_termination_during_an_operation_waits_for_it_and_says_so(fleet: Path) -> None:
    with opened(fleet) as terminal:
        with another_writer(fleet):
            wanted = begin_renewal(terminal)
            terminate(terminal)
            terminal.wait_for("the console ends when this operation is over")
            assert terminal.ended(HEEDED) is None
        assert terminal.ended() == 143
    assert counted(fleet, "paid_term") == wanted
    books_balance(fleet)


def test_a_connection_dropped_during_an_operation_does_not_break_it_off(fleet: Path) -> None:
    with opened(fleet) as terminal:
        with another_writer(fleet):
            wanted = begin_renewal(terminal)
            terminal.hang_up()
            assert terminal.ended(HEEDED) is None
        assert terminal.ended() == 129
    assert counted(fleet, "paid_term") == wanted
    books_balance(fleet)


@pytest.mark.parametrize(
    ("end", "status"), [(terminate, 143), (hang_up, 129)], ids=["terminated", "dropped"]
)
def test_a_terminal_that_stalls_during_an_operation_neither_stops_it_nor_keeps_the_store(
    fleet: Path, end: Ending, status: int
) -> None:
    with opened(fleet) as terminal:
        with another_writer(fleet):
            wanted = begin_renewal(terminal)
            stall(terminal)
        until_renewed(fleet, wanted)
        assert terminal.full
        others_can_write(fleet)
        assert terminal.process.poll() is None
        end(terminal)
        assert terminal.process.wait(TIMEOUT) == status
    others_can_write(fleet)
    assert counted(fleet, "paid_term") == wanted
    books_balance(fleet)


def test_told_to_end_while_it_works_on_a_stalled_terminal_it_finishes_and_ends(
    fleet: Path,
) -> None:
    with opened(fleet) as terminal:
        with another_writer(fleet):
            wanted = begin_renewal(terminal)
            stall(terminal)
            terminate(terminal)
            time.sleep(HEEDED)
            assert terminal.process.poll() is None
        until_renewed(fleet, wanted)
        assert terminal.process.wait(TIMEOUT) == 143
    books_balance(fleet)


def test_a_terminal_that_is_read_again_shows_what_became_of_the_operation(fleet: Path) -> None:
    with opened(fleet) as terminal:
        with another_writer(fleet):
            wanted = begin_renewal(terminal)
            stall(terminal)
        until_renewed(fleet, wanted)
        terminal.resize(80, 24)
        terminal.wait_for(f"Renewed: {wanted:,} instances")
        terminal.press("\x1b")
        assert terminal.left() == 0


@UNBUFFERED
def test_a_command_whose_terminal_goes_away_does_what_it_was_told_and_says_so_by_its_status(
    fleet: Path, unbuffered: str
) -> None:
    words = ["renew", "--all-matching", "--tab", "manual", "--months", "1", "--yes"]
    said = {"PYTHONUNBUFFERED": unbuffered}
    arguments = ["--database", str(fleet), *words]
    with Terminal(arguments, ignore_hangup=True, environment=said) as terminal:
        with another_writer(fleet):
            until_opened(fleet, terminal)
            terminal.hang_up()
        assert terminal.ended() == 129
    assert counted(fleet, "orders WHERE status <> 'paid'") == 0
    assert counted(fleet, "paid_term") > 700
    books_balance(fleet)


def test_the_detector_of_a_held_store_sees_one(fleet: Path) -> None:
    with another_writer(fleet):
        second = sqlite3.connect(fleet, isolation_level=None, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            second.execute("BEGIN IMMEDIATE")
        second.close()
