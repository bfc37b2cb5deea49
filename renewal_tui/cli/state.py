"""What one call of the program knows of itself, whatever its command: a value, no global."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from renewal_tui.cli.output import DocumentStream

PROGRAM = "renewal-tui"


class Console(Protocol):
    """Starts the console on a store; the command line is told how, and knows no screen."""

    def __call__(
        self, path: Path, *, read_only: bool, ascii_only: bool, mouse: bool, theme: str | None
    ) -> int:
        """Run it to its end; the exit status."""
        ...


@dataclass
class State:
    """One call: where the store is, how to answer, and how far the answer has come."""

    console: Console
    database: str | None = None
    json: bool = False
    path: str = PROGRAM
    """The command as it was reached, for messages: `renewal-tui orders pay`."""
    key: str | None = None
    """The key of the change under way, once there is one [R29]."""
    stream: DocumentStream | None = None
    """A document that is written row by row, if this is one."""
    figures: Mapping[str, Any] = field(default_factory=dict)
    """What is now so, to be told with the error that something has changed [R21]."""
