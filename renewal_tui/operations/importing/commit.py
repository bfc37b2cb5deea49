"""One commit's worth of rows: what they rest on, what became of them, and who is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import itemgetter
from typing import Any, Generic, NamedTuple

from renewal_tui.domain.money import format_money
from renewal_tui.domain.records import R
from renewal_tui.operations.execution.work import Work
from renewal_tui.operations.importing.checking import CheckedFile
from renewal_tui.operations.importing.columns import Row
from renewal_tui.operations.importing.references import References
from renewal_tui.operations.recorded import MONEY
from renewal_tui.store.connection import Store
from renewal_tui.store.importing import Stored

ACTION = "import"


@dataclass
class Counts:
    """How many rows of one file were new, changed what was there, or said what is so anyway."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


class Change(NamedTuple, Generic[R]):
    """A row that changes what is stored: the fields, as they were and as they will be."""

    row: Row[R]
    stored: Stored[R]
    before: dict[str, Any]
    after: dict[str, Any]


Kept = Callable[[Row[R], Stored[R], str], str | None]
"""Why a field that differs is not followed: None it is, "" it is not and nobody need be told."""


class Commit:
    """Merges rows into a store, in one transaction; in a dry run (no `work`) nothing is written.

    `files` are those that the rows come from; `added` is how many instances this import added
    before.
    """

    def __init__(
        self,
        store: Store,
        references: References,
        files: Sequence[CheckedFile],
        work: Work | None,
        added: int = 0,
    ) -> None:
        self.store = store
        self.references = references
        self.added = added
        self.counts: defaultdict[int, Counts] = defaultdict(Counts)
        self._work = work
        self._files = files
        self._differences: list[tuple[int, int, str]] = []

    @property
    def writing(self) -> bool:
        """Whether anything is to be written."""
        return self._work is not None

    def sift(
        self, rows: Sequence[Row[R]], known: Mapping[str, Stored[R]], kept: Kept[R]
    ) -> tuple[list[Row[R]], list[Change[R]]]:
        """The rows that are new, and those that change what is there; all of them are counted."""
        new: list[Row[R]] = []
        changes: list[Change[R]] = []
        for row in rows:
            counts = self.counts[row.file]
            stored = known.get(row.record[0])
            if stored is None:
                counts.new += 1
                new.append(row)
            elif row.record != stored.record and (change := self._compare(row, stored, kept)):
                counts.changed += 1
                changes.append(change)
            else:
                counts.unchanged += 1
        return new, changes

    def _compare(self, row: Row[R], stored: Stored[R], kept: Kept[R]) -> Change[R] | None:
        """What of a record is followed; where the store keeps what it has, that is told."""
        change = Change(row, stored, {}, {})
        for field, theirs, ours in zip(row.record._fields, row.record, stored.record, strict=True):
            if theirs == ours:
                continue
            why = kept(row, stored, field)
            if why is None:
                change.before[field] = ours
                change.after[field] = theirs
            elif why:
                said, here = _shown(field, theirs), _shown(field, ours)
                text = f"{row.key}: {field}: the file says {said}, here it is {here} ({why}); kept"
                text = f"{self._files[row.file].label}:{row.line}: {text}"
                self._differences.append((row.file, row.line, text))
        return change if change.after else None

    def says(self, row: Row[Any], field: str) -> bool:
        """Whether a row's file has this column: what it does not say of a known row stays."""
        return field not in self._files[row.file].absent

    def record(self, target: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Record a change of something that was there [R28]."""
        if self._work is not None:
            self._work.record(ACTION, target, before, after)

    def record_files(self) -> None:
        """Record what each file brought in this commit [R28]."""
        for place, counts in sorted(self.counts.items()):
            self.record(self._files[place].label, {}, asdict(counts))

    @property
    def differences(self) -> list[str]:
        """What the files say and the store does not follow, a line each, in their order."""
        return [text for *_, text in sorted(self._differences, key=itemgetter(0, 1))]


def _shown(field: str, value: Any) -> str:
    if value is None:
        return "nothing"
    return format_money(value) if field in MONEY else str(value)
