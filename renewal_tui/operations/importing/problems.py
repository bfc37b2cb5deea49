"""What is wrong with the lines of files: all of it, in their order, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from renewal_tui.domain.text import printable

MOST_PROBLEMS = 1_000
"""So many bad lines are told one by one; of the rest only how many there are."""

LONGEST = 300
"""Characters of one problem's text: a bad value may be as long as a line."""

Report = Callable[[int, str], None]
"""Told the number of a line and what is wrong with it."""


class Problems:
    """Collects problems by file and line; safe to show on a terminal."""

    def __init__(self, labels: Sequence[str]) -> None:
        """`labels` are the names of the files, by their places."""
        self._labels = labels
        self._kept: list[tuple[int, int, int, str]] = []
        self.count = 0

    def add(self, place: int, line: int, text: str) -> None:
        """Take in what is wrong with one line of one file."""
        self.count += 1
        if len(self._kept) < MOST_PROBLEMS:
            self._kept.append((place, line, self.count, printable(text, LONGEST)))

    def lines(self) -> list[str]:
        """`instances.csv:17: expire_date: ...`, one a problem, and how many more there are."""
        kept = sorted(self._kept)
        told = [f"{self._labels[place]}:{line}: {text}" for place, line, _, text in kept]
        more = self.count - len(self._kept)
        return [*told, f"and {more:,} more"] if more else told
