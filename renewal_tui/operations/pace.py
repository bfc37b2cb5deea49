"""How many rows the next commit of a batch takes: another operator waits for no more than one."""

from __future__ import annotations

COMMIT_SECONDS = 0.35
"""What a commit is meant to take: others wait for it, and are promised less than half a second."""

FIRST = 500
LEAST = 20


class Pace:
    """Learns from each commit how many rows this store, on this disk, takes in the time."""

    def __init__(self, most: int) -> None:
        """`most` rows are never passed: memory does not grow with the speed of a disk."""
        self._most = most
        self.rows = min(FIRST, most)

    def learn(self, rows: int, seconds: float) -> None:
        """Take in how long a commit of so many rows has kept others waiting."""
        if rows and seconds > 0:
            fitting = int(rows * COMMIT_SECONDS / seconds)
            # Never far from the last size: one slow commit says little about the next.
            wanted = min(max(fitting, self.rows // 2), self.rows * 2)
            self.rows = min(max(wanted, LEAST), self._most)
