"""How many rows the next commit of a batch takes: another operator waits for no more than one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

COMMIT_SECONDS = 0.35
"""What a commit is meant to take: others wait for it, and are promised less than half a second."""

FIRST = 160
LEAST = 20

_SHARE = 8
"""Such a part of a commit is its first slice but for one row: few rows, from which it learns."""


class Pace:
    """Learns from each commit, and within it, how many rows this store takes in the time.

    The first row of a commit is a slice of its own. It takes whatever is to be done only once,
    such as reading all vouchers of an account, and says nothing of the others.
    """

    def __init__(self, most: int) -> None:
        """`most` rows are never passed: memory does not grow with the speed of a disk."""
        self._most = most
        self.rows = min(FIRST, most)
        self._begun = 0.0
        """Seconds until the first row of the last commit was done."""

    def slices(self, left: int, so_far: Callable[[], float]) -> Iterator[int]:
        """The rows of one commit, slice by slice, out of those that are `left`.

        After each slice `so_far` says for how many seconds others were kept waiting: the next one
        is as large as will fit by what the last one took, and at most twice as large.
        """
        left, self._begun = min(left, self.rows), 0.0
        if left <= LEAST:
            if left > 0:
                yield left
            return
        yield 1
        left -= 1
        self._begun = before = so_far()
        until, size = before + self._room, max(LEAST, self.rows // _SHARE)
        while left and size:
            size = min(size, left)
            yield size
            left -= size
            now = so_far()
            if now > before:
                size = min(size * 2, max(0, int(size * (until - now) / (now - before))))
            before = now

    def learn(self, rows: int, seconds: float) -> None:
        """Take in how long a commit of so many rows has kept others waiting."""
        others, taken = rows - 1, seconds - self._begun
        if others > 0 and taken > 0:
            fitting = 1 + int(others * self._room / taken)
            # Never far from the last size: one slow commit says little about the next.
            wanted = min(max(fitting, self.rows // 2), self.rows * 2)
            self.rows = min(max(wanted, LEAST), self._most)

    @property
    def _room(self) -> float:
        """Seconds that the rows after the first may take; some, however long that one took."""
        return max(COMMIT_SECONDS - self._begun, COMMIT_SECONDS / 4)
