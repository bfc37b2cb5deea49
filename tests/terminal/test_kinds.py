"""The kinds of terminal that the console runs on, and the one that it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal

KINDS = ["xterm-256color", "screen", "tmux-256color", "linux", "vt100"]


@pytest.mark.parametrize("kind", KINDS)
def test_it_shows_the_fleet_on_every_usual_kind_of_terminal(demo: Path, kind: str) -> None:
    with Terminal(["--database", str(demo)], environment={"TERM": kind}) as terminal:
        text = terminal.wait_for("web-01")
        assert "133" in text
        assert terminal.left() == 0


def test_a_dumb_terminal_is_refused_in_one_line(demo: Path) -> None:
    with Terminal(["--database", str(demo)], environment={"TERM": "dumb"}) as terminal:
        assert terminal.ended() == 2
        assert len(terminal.text.strip().splitlines()) <= 2
        assert b"\x1b[?1049h" not in terminal.raw


def test_without_colour_nothing_is_coloured_and_everything_can_be_read(demo: Path) -> None:
    with Terminal(["--database", str(demo)], environment={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("krds-0f3b21ea")
        assert b"\x1b[38;" not in terminal.raw
        assert b"\x1b[48;" not in terminal.raw


def test_textual_s_own_variables_press_no_keys(demo: Path) -> None:
    environment = {"TEXTUAL_PRESS": "q", "TEXTUAL_DRIVER": "no.such:Driver"}
    with Terminal(["--database", str(demo)], environment=environment) as terminal:
        terminal.wait_for("krds-0f3b21ea")
        assert terminal.ended(0.5) is None


def test_the_terminal_s_own_size_counts_and_not_what_a_shell_has_exported(demo: Path) -> None:
    environment = {"COLUMNS": "60", "LINES": "20"}
    arguments = ["--database", str(demo)]
    with Terminal(arguments, size=(120, 36), environment=environment) as terminal:
        terminal.wait_for("Price/month", "Renewal management")
        assert terminal.left() == 0
