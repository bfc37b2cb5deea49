"""Write fairness: nobody waits for much longer than one commit of another's batch.

By itself SQLite looks every tenth of a second whether a store is free to be written. A batch leaves
it free for a moment only between its commits, and others were seen to wait for eight seconds. So
whoever waits looks every few milliseconds, and whoever has held the store for a while leaves it
free for several such looks.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

LOOK_EVERY = 0.003
"""Seconds between two looks whether the store is free."""

GAP = 0.015
"""Seconds for which it is left free: several looks, even of a process that is woken late."""

A_WHILE = 0.05
"""Seconds beyond which somebody may have begun to wait."""


class Fairness:
    """The transactions of one open store: how long the last one took, and when the next may be."""

    def __init__(self) -> None:
        self.held_seconds = 0.0
        """Seconds for which the last transaction kept others from writing."""
        self._next = 0.0
        self._began = 0.0

    def holding_seconds(self) -> float:
        """Seconds for which the transaction under way has kept others from writing."""
        return time.monotonic() - self._began

    def give_way(self) -> None:
        """Leave the store free for others, after a transaction that took a while."""
        rest = self._next - time.monotonic()
        if rest > 0:
            time.sleep(min(rest, GAP))

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Around what keeps others from writing: from just after its beginning to its commit."""
        self._began = time.monotonic()
        try:
            yield
        finally:
            end = time.monotonic()
            self.held_seconds = end - self._began
            if self.held_seconds > A_WHILE:
                self._next = end + GAP
