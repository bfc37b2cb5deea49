"""The whole job by keys on a real terminal of 80x24; and keys typed before they could be meant."""

from __future__ import annotations

from pathlib import Path

from renewal_tui.operations.check import check
from tests.stores import desk_on
from tests.terminal.terminal import Terminal

DOWN = "\x1b[B"
RIGHT = "\x1b[C"
ESCAPE = "\x1b"
CONTROL_P = "\x10"


def filtered(terminal: Terminal) -> None:
    """Within 7 days, in cn-beijing-6, of acme-prod."""
    terminal.type("o")
    terminal.wait_for("Choose  enter")
    terminal.press(DOWN + "\r")
    terminal.wait_for("CNY 12,480.00")
    terminal.press("f", "\r")
    terminal.wait_for("Within 7 days")
    terminal.press(DOWN * 2 + "\r")
    terminal.wait_for("[Within 7 days v]")
    terminal.type(RIGHT * 2 + "\r")
    text = terminal.wait_for("[ ] cn-beijing-6")
    terminal.type(DOWN * text[: text.index("[ ] cn-beijing-6")].count("│  [ ] ") + " ")
    terminal.wait_for("[x] cn-beijing-6")
    terminal.press("\r", ESCAPE)


def command(terminal: Terminal, words: str) -> None:
    """Find a command in the palette, and run it."""
    terminal.type(CONTROL_P)
    terminal.wait_for("Commands")
    terminal.press(words, "\r")


def test_the_whole_walk_goes_by_keys_alone(demo: Path) -> None:
    with Terminal(["--database", str(demo)]) as terminal:
        terminal.wait_for("krds-0f3b21ea")
        filtered(terminal)
        terminal.wait_for("Manual 15")
        # The first is expired: the cursor goes past it.
        terminal.type(DOWN + "  " + "a")
        terminal.wait_for("2 will be renewed")
        terminal.press("y")
        terminal.wait_for("Switched to automatic renewal: 2")
        terminal.press(ESCAPE)
        terminal.wait_for("Manual 13")
        terminal.type("  " + "r")
        terminal.wait_for("Renewal: 2 instances")
        terminal.press("p")
        terminal.wait_for("Renewed: 2 instances")
        terminal.press(ESCAPE)
        terminal.type("*u")
        terminal.wait_for("Unified expiration time")
        terminal.press("p")
        terminal.wait_for("Unified:")
        terminal.press(ESCAPE)
        command(terminal, "set the")
        terminal.wait_for("Set the sandbox clock: it stands at")
        terminal.press("\x7f" * 16 + "2026-11-23 00:00" + "\r")
        terminal.wait_for("2026-11-23 00:00")
        command(terminal, "run the")
        terminal.wait_for("Run the engine now?")
        terminal.press("y")
        terminal.wait_for("renewed, ")
        terminal.press(ESCAPE)
        assert terminal.left() == 0
    desk = desk_on(demo)
    assert check(desk) == (True, ())
    desk.store.close()


def test_keys_typed_ahead_of_a_dialog_pay_nothing(demo: Path) -> None:
    with Terminal(["--database", str(demo)]) as terminal:
        terminal.wait_for("krds-0f3b21ea")
        terminal.type("rp")
        terminal.wait_for("Renewal: 1 instance")
        terminal.read(1.0)
        assert "Renewed" not in terminal.text
        terminal.press(ESCAPE)
        assert terminal.left() == 0
    desk = desk_on(demo)
    assert desk.store.sql("SELECT COUNT(*) FROM orders") == [(0,)]
    desk.store.close()
