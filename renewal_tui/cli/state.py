"""What one call of the program knows of itself, whatever its command, and how it can end."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path
from typing import Any, Protocol

from renewal_tui.cli.output import DocumentStream

PROGRAM = "renewal-tui"


class ExitStatus(IntEnum):
    """What a command tells whoever started it: scripts may rely on it (section 5)."""

    DONE = 0
    """Done, or nothing was due."""
    NOTHING = 1
    """Nothing could be done: every row was refused."""
    USAGE = 2
    """A value that is not possible, a store that is not there, no terminal."""
    PARTLY = 3
    """Done in part: some skipped, failed or missed, or an order left unpaid."""
    BROKEN = 4
    """A check found a broken invariant, or the store is damaged."""
    SCHEMA = 5
    """The store's schema is newer or older than this program's."""
    UNEXPECTED = 70
    """An error that nobody foresaw, written down by its incident number."""
    OUTPUT_LOST = 74
    """The answer could not be written; what was done stays done."""
    BUSY = 75
    """Another process held the store; nothing was changed."""
    HUNG_UP = 129
    """The terminal went away; what was done stays done."""
    INTERRUPTED = 130
    """Stopped by SIGINT."""
    PIPE_CLOSED = 141
    """Nobody reads the output any more."""
    TERMINATED = 143
    """Stopped by SIGTERM."""


class Console(Protocol):
    """Starts the console on a store; the command line is told how, and knows no screen."""

    def __call__(
        self, path: Path, *, read_only: bool, ascii_only: bool, mouse: bool, theme: str | None
    ) -> int:
        """Run it to its end; the exit status."""
        ...


class State:
    """One call: where the store is, how to answer, and how far the answer has come."""

    def __init__(self, console: Console, *, json: bool = False) -> None:
        self.console = console
        self.database: str | None = None
        self.json = json
        self.path = PROGRAM
        """The command as it was reached, for messages: `renewal-tui orders pay`."""
        self.key: str | None = None
        """The key of the change under way, once there is one [R29]."""
        self.stream: DocumentStream | None = None
        """A document that is written row by row, if this is one."""
        self.figures: Mapping[str, Any] = {}
        """What is now so, to be told with the error that something has changed [R21]."""
