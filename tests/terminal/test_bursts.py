"""Keys that come all at once, as when a slow connection lets go, are taken in their order."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.terminal import Terminal

CONTROL_P, BACKSPACE, ENTER, LEFT, HOME = "\x10", "\x7f", "\r", "\x1b[D", "\x1b[H"


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
        terminal.wait_for("2026-11-23 00:07")
        terminal.type("q")
        assert terminal.ended() == 0


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
        terminal.type("q")
        assert terminal.ended() == 0


def test_a_search_that_is_corrected_at_once_looks_for_what_was_typed(demo: Path) -> None:
    with Terminal(["--database", str(demo)]) as terminal:
        terminal.wait_for("krds-0f3b21ea")
        terminal.type("/wex" + BACKSPACE + "b-01" + ENTER)
        terminal.wait_for("/ web-01", "Manual 1 ")
        terminal.type("q")
        assert terminal.ended() == 0
