"""Input that is at its end while the screen is still there: nothing hangs, spins or is paid."""

from __future__ import annotations

import os
import pty
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.terminal import CLOSED, TIMEOUT, UNBUFFERED, Terminal
from tests.terminal.under_way import counted

CONTROL_D = "\x04"
"""What a terminal makes the end of its input of, as long as it is asked for lines."""


@pytest.fixture
def nothing() -> Iterator[int]:
    """Input that is at its end from the beginning, as /dev/null."""
    descriptor = os.open(os.devnull, os.O_RDONLY)
    yield descriptor
    os.close(descriptor)


@pytest.fixture
def pipe_at_its_end() -> Iterator[int]:
    """A pipe that nobody writes to any more."""
    end, start = os.pipe()
    os.close(start)
    yield end
    os.close(end)


def is_refused(demo: Path, stdin: int) -> None:
    with Terminal(["--database", str(demo)], stdin=stdin) as terminal:
        assert terminal.ended() == 2
        said = terminal.said()
        assert said.count(b"\n") == 1
        assert b"needs a terminal" in said
        assert b"\x1b" not in said


def test_it_is_refused_in_one_line_where_its_input_is_nothing(demo: Path, nothing: int) -> None:
    is_refused(demo, nothing)


def test_it_is_refused_in_one_line_where_its_input_is_a_pipe_at_its_end(
    demo: Path, pipe_at_its_end: int
) -> None:
    is_refused(demo, pipe_at_its_end)


def test_it_is_refused_in_one_line_where_it_has_no_input_at_all(demo: Path) -> None:
    is_refused(demo, CLOSED)


def burnt_until_ended(terminal: Terminal) -> float:
    """The processor's seconds until the process ends."""
    end = time.monotonic() + TIMEOUT
    before = burnt = terminal.processor_seconds
    while terminal.process.poll() is None:
        assert time.monotonic() < end, "it did not end"
        burnt = terminal.processor_seconds
        terminal.read(0.02)
    return burnt - before


def test_it_ends_in_good_order_when_its_input_comes_to_an_end_before_its_screen(
    demo: Path,
) -> None:
    keyboard, stdin = pty.openpty()
    with Terminal(["--database", str(demo)], stdin=stdin) as terminal:
        os.close(stdin)
        terminal.wait_for("krds-0f3b21ea")
        os.close(keyboard)
        assert burnt_until_ended(terminal) < 1.0
        assert terminal.process.returncode == 129
        assert b"\x1b[?1049l" in terminal.said()


@UNBUFFERED
def test_it_ends_when_its_screen_goes_away_before_its_input(demo: Path, unbuffered: str) -> None:
    keyboard, stdin = pty.openpty()
    arguments, said = ["--database", str(demo)], {"PYTHONUNBUFFERED": unbuffered}
    with Terminal(arguments, stdin=stdin, ignore_hangup=True, environment=said) as terminal:
        os.close(stdin)
        terminal.wait_for("krds-0f3b21ea")
        terminal.hang_up()
        assert terminal.ended() == 129
    os.close(keyboard)


def test_it_is_refused_where_its_screen_would_be_drawn_into_a_file(
    demo: Path, tmp_path: Path
) -> None:
    drawn = tmp_path / "drawn"
    with (
        drawn.open("wb") as file,
        Terminal(["--database", str(demo)], stderr=file.fileno()) as terminal,
    ):
        assert terminal.ended() == 2
        assert terminal.said() == b""
    assert drawn.read_bytes().count(b"\n") == 1
    assert b"\x1b" not in drawn.read_bytes()


def test_the_character_that_ends_input_is_no_end_for_the_console(demo: Path) -> None:
    with Terminal(["--database", str(demo)]) as terminal:
        terminal.type(CONTROL_D)
        terminal.wait_for("krds-0f3b21ea")
        terminal.type(CONTROL_D)
        assert terminal.ended(0.5) is None
        terminal.type("q")
        assert terminal.ended() == 0


@pytest.mark.parametrize(
    "arguments",
    [("renew", "i-7f3a91c2d4", "--months", "1"), ("auto-renew",)],
    ids=["renew", "auto-renew"],
)
def test_a_question_that_meets_the_end_of_its_input_pays_nothing(
    demo: Path, arguments: tuple[str, ...]
) -> None:
    with Terminal(["--database", str(demo), *arguments]) as terminal:
        terminal.wait_for("[y/N]")
        terminal.type(CONTROL_D)
        assert terminal.ended() == 1
    assert counted(demo, "orders") == 0


@UNBUFFERED
def test_a_question_whose_terminal_goes_away_pays_nothing(demo: Path, unbuffered: str) -> None:
    arguments = ["--database", str(demo), "renew", "i-7f3a91c2d4", "--months", "1"]
    said = {"PYTHONUNBUFFERED": unbuffered}
    with Terminal(arguments, ignore_hangup=True, environment=said) as terminal:
        terminal.wait_for("[y/N]")
        terminal.hang_up()
        assert terminal.ended() == 1
    assert counted(demo, "orders") == 0


def test_an_answer_that_is_no_text_pays_nothing(demo: Path) -> None:
    arguments = ["--database", str(demo), "renew", "i-7f3a91c2d4", "--months", "1"]
    with Terminal(arguments, environment={"LC_ALL": "C.UTF-8"}) as terminal:
        terminal.wait_for("[y/N]")
        os.write(terminal.master, b"y\xff\r")
        assert terminal.ended() == 1
    assert counted(demo, "orders") == 0
