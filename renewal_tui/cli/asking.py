"""Asks before money moves or something is cancelled: on a terminal, or not at all."""

from __future__ import annotations

import io
import select
import sys
import termios
from contextlib import suppress

import click

from renewal_tui.cli.output import flush, is_terminal
from renewal_tui.domain.text import printable
from renewal_tui.errors import Refused

_YES = ("y", "yes")

_LOOK_EVERY = 0.2
"""Seconds after which a signal is noticed at the latest while an answer is waited for."""


class Declined(Refused):
    """The operator was asked, and said no."""


def require_voice(*, yes: bool) -> None:
    """Refuse to go on where nobody can be asked and --yes was not given. Raises UsageError."""
    if yes or (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        return
    raise click.UsageError("asks first, and there is no terminal to ask on: give --yes")


def confirm(question: str) -> None:
    """Ask; only a yes goes on, typed after the question stood there. Raises Declined."""
    flush()
    # What is no real terminal has nothing typed ahead.
    with suppress(OSError, ValueError, termios.error):
        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
    if not _put(f"{printable(question)} [y/N] ") or _typed() not in _YES:
        raise Declined("not confirmed; nothing was changed")


def _put(question: str) -> bool:
    """Show the question; False where the terminal has gone away: nobody can have seen it."""
    try:
        sys.stderr.write(question)
        sys.stderr.flush()
    except OSError:
        return False
    return True


def _typed() -> str:
    try:
        _wait_for_a_line()
        return sys.stdin.readline().strip().lower()
    except (OSError, ValueError):
        return ""  # the terminal has gone away, or what came is no text


def _wait_for_a_line() -> None:
    """Wait without sitting in read().

    A signal that comes just before read() is entered does not break it off: Python would notice
    it only after the answer.
    """
    try:
        descriptor = sys.stdin.fileno()
    except io.UnsupportedOperation:
        return  # what is no file has its lines at hand
    while not select.select([descriptor], [], [], _LOOK_EVERY)[0]:
        pass
