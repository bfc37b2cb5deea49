"""Whoever waits for a long operation."""

from __future__ import annotations

from typing import Protocol


class Watch(Protocol):
    """Whoever waits for a long operation: told of progress, asked whether to go on."""

    def progress(self, done: int, total: int) -> None:
        """So many rows of so many are done."""

    def stopped(self) -> bool:
        """Whether to stop before the next commit."""
        ...


class Unwatched:
    """Nobody waits: no progress is shown and nothing stops the work."""

    def progress(self, done: int, total: int) -> None:
        """Ignore it."""

    def stopped(self) -> bool:
        """Never."""
        return False
