"""How many rows the next commit of a batch takes: another operator waits for no more than one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

COMMIT_SECONDS = 0.35
"""What a commit is meant to take: others wait for it, and are promised less than half a second."""

FIRST = 160
LEAST = 20

_SHARE = 8
"""A commit's first slice is such a part of it: few rows, from which it learns."""


class Pace:
    """Learns from each commit, and within it, how many rows this store takes in the time."""

    def __init__(self, most: int) -> None:
        """`most` rows are never passed: memory does not grow with the speed of a disk."""
        self._most = most
        self.rows = min(FIRST, most)

    def slices(self, left: int, so_far: Callable[[], float]) -> Iterator[int]:
        """The rows of one commit, slice by slice, out of those that are `left`.

        After each slice `so_far` says for how many seconds others were kept waiting: the next one
        is as large as will fit by what the last one took, and at most twice as large.
        """
        left = min(left, self.rows)
        size, before = max(LEAST, self.rows // _SHARE), 0.0
        while left and size:
            size = min(size, left)
            yield size
            left -= size
            now = so_far()
            if now > before:
                size = min(size * 2, max(0, int(size * (COMMIT_SECONDS - now) / (now - before))))
            before = now

    def learn(self, rows: int, seconds: float) -> None:
        """Take in how long a commit of so many rows has kept others waiting."""
        if rows and seconds > 0:
            fitting = int(rows * COMMIT_SECONDS / seconds)
            # Never far from the last size: one slow commit says little about the next.
            wanted = min(max(fitting, self.rows // 2), self.rows * 2)
            self.rows = min(max(wanted, LEAST), self._most)
