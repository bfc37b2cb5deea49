"""Which rows are marked: a few by their ids, or all that match but a few, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet


class Marks:
    """Marked rows, either `ids` or, when `all_matching`, every row of the list but `excepted`.

    "All" is never written out, so marking a million rows takes no longer than marking one. It
    means all rows of the list that was shown when it was said: whoever changes the filter has
    to clear the marks, or to write them out, before it would come to mean other rows.
    """

    def __init__(self) -> None:
        self._all = False
        # What is singled out: the marked rows, or when all are marked the ones that are not.
        self._singled: set[str] = set()
        self._absent: frozenset[str] = frozenset()

    @property
    def all_matching(self) -> bool:
        """Whether the marks are symbolic: all rows of the list, except some."""
        return self._all

    @property
    def ids(self) -> AbstractSet[str]:
        """The ids marked one by one; empty when the marks are symbolic."""
        return frozenset() if self._all else self._singled

    @property
    def excepted(self) -> AbstractSet[str]:
        """The ids left out of "all"; empty when the marks are not symbolic."""
        return self._singled if self._all else frozenset()

    def __bool__(self) -> bool:
        return self._all or bool(self._singled)

    def is_marked(self, row_id: str) -> bool:
        """Whether a row of the list is marked."""
        return (row_id in self._singled) is not self._all

    def count(self, total: int) -> int:
        """How many rows are marked, given how many rows the list has."""
        if not self._all:
            return len(self._singled)
        return max(total - len(self._singled - self._absent), 0)

    def know_absent(self, row_ids: Iterable[str]) -> None:
        """Say which excepted rows are not in the list now; they stay excepted if they come back."""
        self._absent = frozenset(row_ids)

    def toggle(self, row_id: str) -> bool:
        """Turn one row's mark round; say whether it is marked now."""
        self._singled ^= {row_id}
        return self.is_marked(row_id)

    def mark(self, row_ids: Iterable[str]) -> None:
        """Mark these rows too."""
        self._set(row_ids, marked=True)

    def unmark(self, row_ids: Iterable[str]) -> None:
        """Take these rows' marks away."""
        self._set(row_ids, marked=False)

    def mark_all(self) -> None:
        """Mark every row of the list; earlier marks, also on rows not in it, give way to this."""
        self._all = True
        self._singled = set()

    def clear(self) -> None:
        """Take all marks away."""
        self._all = False
        self._singled = set()

    def _set(self, row_ids: Iterable[str], *, marked: bool) -> None:
        if marked is self._all:
            self._singled.difference_update(row_ids)
        else:
            self._singled.update(row_ids)
