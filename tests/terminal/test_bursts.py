"""Keys that come all at once, as when a slow connection lets go, are taken in their order."""

from __future__ import annotations

import time
from pathlib import Path

from tests.cli.calls import WEB_1
from tests.terminal.terminal import READ, Terminal

CONTROL_P, BACKSPACE, ENTER, ESCAPE = "\x10", "\x7f", "\r", "\x1b"
LEFT, RIGHT, HOME = "\x1b[D", "\x1b[C", "\x1b[H"


def test_a_line_that_is_wiped_retyped_and_entered_at_once_is_what_was_typed(demo: Path) -> None:
    with Terminal(["--database", str(demo)]) as terminal:
        terminal.wait_for("2026-11-22 10:00")
        terminal.type(CONTROL_P)
        terminal.wait_for("Commands")
        terminal.read(0.3)
        terminal.type("run the" + BACKSPACE * 7 + "set the" + ENTER)
        terminal.wait_for("OK  enter", "Set the sandbox clock")
        terminal.read(0.3)
        typed = "2026-11-23 00:0" + BACKSPACE + "17" + LEFT + BACKSPACE + "0"
        terminal.type(BACKSPACE * 16 + typed + ENTER)
        terminal.wait_for("2026-11-23 00:07 Mon")
        assert terminal.left() == 0


def test_an_amount_that_is_corrected_and_entered_at_once_is_the_corrected_one(demo: Path) -> None:
    with Terminal(["--database", str(demo)]) as terminal:
        terminal.wait_for("CNY 13,120.00")
        terminal.type("t")
        terminal.wait_for("Top up which account?")
        terminal.read(0.3)
        terminal.type(ENTER)
        terminal.wait_for("Amount")
        terminal.read(0.3)
        terminal.type("10" + BACKSPACE + "5" + HOME + "2" + ENTER)
        terminal.wait_for("CNY 13,335.00")
        terminal.type("\x1b")
        terminal.read(0.5)
        assert terminal.left() == 0


def test_a_search_that_is_corrected_at_once_looks_for_what_was_typed(demo: Path) -> None:
    with Terminal(["--database", str(demo)]) as terminal:
        terminal.wait_for("krds-0f3b21ea")
        terminal.type("/wex" + BACKSPACE + "b-01" + ENTER)
        terminal.wait_for("/ web-01", "Manual 1 ")
        assert terminal.left() == 0


def test_a_period_that_is_chosen_and_paid_at_once_is_shown_and_not_paid(demo: Path) -> None:
    with Terminal(["--database", str(demo)]) as terminal:
        terminal.wait_for("krds-0f3b21ea")
        terminal.type(f"/{WEB_1}{ENTER}")
        terminal.wait_for("Manual 1 ")
        terminal.press("r")
        terminal.wait_for("Pay CNY 320.00  p")
        terminal.read(READ)
        terminal.type(RIGHT * 3 + "p")
        terminal.wait_for("had only just been shown", "Pay CNY 1,920.00  p")
        terminal.press("p")
        terminal.wait_for("Renewed: 1 instance", "order 1")
        terminal.press(ESCAPE)
        assert terminal.left() == 0


def test_figures_count_from_when_a_slow_terminal_has_taken_them(demo: Path) -> None:
    with Terminal(["--database", str(demo)]) as terminal:
        terminal.wait_for("krds-0f3b21ea")
        terminal.type(f"/{WEB_1}{ENTER}")
        terminal.wait_for("Manual 1 ")
        terminal.press("r")
        terminal.wait_for("Pay CNY 320.00  p")
        terminal.read(READ)
        terminal.fill()
        terminal.type(RIGHT)
        time.sleep(0.6)  # it is drawn by now, but there is no room for it on the terminal
        terminal.type("p")
        time.sleep(0.3)
        assert terminal.full
        terminal.wait_for("had only just been shown", "Pay CNY 640.00  p")
        terminal.press("p")
        terminal.wait_for("Renewed: 1 instance", "order 1")
        terminal.press(ESCAPE)
        assert terminal.left() == 0
