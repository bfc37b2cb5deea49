"""One commit's worth of rows: what they rest on, what became of them, and who is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from renewal_tui.domain.money import format_money
from renewal_tui.operations.desk import Work
from renewal_tui.operations.fleet_files.rows import Row
from renewal_tui.operations.fleet_merge.references import References
from renewal_tui.store.connection import Store

ACTION = "import"

_MONEY = frozenset(("amount", "balance", "monthly_price", "remaining"))


@dataclass
class Counts:
    """How many rows of one file were new, changed what was there, or said what is so anyway."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def rows(self) -> int:
        """All of them."""
        return self.new + self.changed + self.unchanged


class Change(NamedTuple):
    """The fields of a row that change, as they were and as they will be."""

    before: dict[str, Any]
    after: dict[str, Any]


class Merge:
    """Merges rows into a store, in one transaction; in a dry run (no `work`) nothing is written.

    `labels` are the names of the files, `absent` the columns that each does not have; `added` is
    how many instances this import added before.
    """

    def __init__(
        self,
        store: Store,
        references: References,
        labels: Sequence[str],
        work: Work | None,
        added: int = 0,
        *,
        absent: Sequence[frozenset[str]] = (),
    ) -> None:
        self.store = store
        self.references = references
        self.work = work
        self.added = added
        self.counts: dict[int, Counts] = {}
        self._differences: list[tuple[int, int, str]] = []
        self._labels = labels
        self._absent = absent

    @property
    def writing(self) -> bool:
        """Whether anything is to be written."""
        return self.work is not None

    def of(self, row: Row) -> Counts:
        """The counts of a row's file."""
        counts = self.counts.get(row.file)
        if counts is None:
            counts = self.counts[row.file] = Counts()
        return counts

    def says(self, row: Row, field: str) -> bool:
        """Whether a row's file has this column: what it does not say of a known row stays."""
        return not self._absent or field not in self._absent[row.file]

    def changed(self, row: Row, target: str, change: Change) -> None:
        """Count a change of something that was there, and record it [R28]."""
        self.of(row).changed += 1
        if self.work is not None:
            self.work.trail.add(ACTION, target, change.before, change.after, self.work.key)

    def differs(self, row: Row, field: str, theirs: Any, ours: Any, why: str) -> None:
        """Note that a file says something else than the store, which keeps what it has."""
        text = (
            f"{self._labels[row.file]}:{row.line}: {row[2]}: {field}: "
            f"the file says {_shown(field, theirs)}, here it is {_shown(field, ours)} ({why}); kept"
        )
        self._differences.append((row.file, row.line, text))

    @property
    def differences(self) -> list[str]:
        """What the files say and the store does not follow, a line each, in their order."""
        return [text for *_, text in sorted(self._differences, key=itemgetter(0, 1))]

    def record_files(self) -> None:
        """Record what each file brought in this commit [R28]."""
        if self.work is None:
            return
        for place, counts in sorted(self.counts.items()):
            facts = {"new": counts.new, "changed": counts.changed, "unchanged": counts.unchanged}
            self.work.trail.add(ACTION, self._labels[place], {}, facts, self.work.key)


def compare(
    row: Any, stored: Any, fields: Sequence[str], kept: Callable[[str, Any, Any], bool]
) -> Change:
    """What of some fields changes; `kept` says (and tells) of one that differs that it does not."""
    change = Change({}, {})
    for field in fields:
        theirs, ours = getattr(row, field), getattr(stored, field)
        if theirs != ours and not kept(field, theirs, ours):
            change.before[field] = ours
            change.after[field] = theirs
    return change


def _shown(field: str, value: Any) -> str:
    if value is None:
        return "nothing"
    return format_money(value) if field in _MONEY else str(value)
