"""The outcome of `import`, put together from those of its commits, and held to the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any, NamedTuple

from renewal_tui.operations.importing.checking import CheckedFile
from renewal_tui.operations.importing.commit import ACTION, Counts
from renewal_tui.operations.outcomes import UNENDED, Ending
from renewal_tui.store.audit import count_by_key
from renewal_tui.store.checks.problem import Problem
from renewal_tui.store.checks.told import lost
from renewal_tui.store.connection import Store
from renewal_tui.store.operation_keys import keys_of, read_parts

MOST_DIFFERENCES = 10_000
"""So many differences are told one by one; of the rest only how many there are."""


class ImportedFile(NamedTuple):
    """What one file brought; `rows` = new + changed + unchanged, as far as it was done."""

    file: str
    kind: str
    rows: int
    new: int
    changed: int
    unchanged: int


class Imported(NamedTuple):
    """What an import of `total` rows came to; `differences` are lines of files not followed."""

    files: tuple[ImportedFile, ...] = ()
    differences: tuple[str, ...] = ()
    total: int = 0
    ending: Ending = UNENDED

    @property
    def rows(self) -> int:
        """How many rows were merged."""
        return sum(file.rows for file in self.files)


def imported(
    checked: Sequence[CheckedFile], by_place: Mapping[int, Counts], differences: Sequence[str]
) -> Imported:
    """What one commit came to."""
    files = []
    for place, file in enumerate(checked):
        counts = by_place.get(place, Counts())
        rows = counts.new + counts.changed + counts.unchanged
        files.append(ImportedFile(file.label, file.kind.value, rows, **asdict(counts)))
    return Imported(tuple(files), tuple(differences), sum(one.rows for one in checked))


def kept(part: Imported) -> dict[str, Any]:
    """What one commit came to, as JSON values, to be kept under the key."""
    files = [(*file[:2], *file[3:]) for file in part.files]
    return {"files": files, "differences": part.differences, "total": part.total}


def parsed(values: Mapping[str, Any]) -> Imported:
    """What one commit came to, from what was kept."""
    files = [
        ImportedFile(file, kind, new + changed + unchanged, new, changed, unchanged)
        for file, kind, new, changed, unchanged in values["files"]
    ]
    return Imported(tuple(files), tuple(values["differences"]), values["total"])


def joined(parts: Sequence[Imported], ending: Ending) -> Imported:
    """The commits of an import as one."""
    files = tuple(
        ImportedFile(*same[0][:2], *map(sum, zip(*(one[2:] for one in same), strict=True)))
        for same in zip(*(part.files for part in parts), strict=True)
    )
    differences = [text for part in parts for text in part.differences]
    more = len(differences) - MOST_DIFFERENCES
    if more > 0:
        differences[MOST_DIFFERENCES:] = [f"and {more:,} more"]
    return Imported(files, tuple(differences), parts[0].total if parts else 0, ending)


def imports(store: Store) -> Iterator[Problem]:
    """Each commit of an import has one record a file, and one a row that it changed."""
    brought = {}
    for key in keys_of(store, ACTION):
        with suppress(TypeError, ValueError, KeyError):  # an answer nobody can read is named so
            files = [file for part in read_parts(store, key) for file in parsed(part).files]
            brought[key] = sum((file.rows > 0) + file.changed for file in files)
    told = count_by_key(store, ACTION)
    for key, records in brought.items():
        if told[key] < records:
            yield lost(f"operation {key}", ACTION, records, told[key])
