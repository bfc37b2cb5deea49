"""The answer of `import`, put together from what each of its commits has kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, NamedTuple, TypedDict

from renewal_tui.operations.desk import Desk
from renewal_tui.operations.importing.checking import CheckedFile
from renewal_tui.operations.importing.commit import Commit, Counts
from renewal_tui.store import keys

MOST_DIFFERENCES = 10_000
"""So many differences are told one by one; of the rest only how many there are."""

Part = dict[str, Any]
"""What one commit did, as JSON values."""


class FileDocument(TypedDict):
    """What one file brought; `rows` = new + changed + unchanged, as far as it was done."""

    file: str
    kind: str
    rows: int
    new: int
    changed: int
    unchanged: int


class ImportDocument(TypedDict):
    """The answer of `import`; `total` is how many rows the files hold.

    A difference is something that a file says and the store does not follow, in one line.
    """

    operation_key: str
    dry_run: bool
    interrupted: bool
    files: list[FileDocument]
    differences: list[str]
    total: int


class FileCounts(NamedTuple):
    """What one commit did with the rows of one file."""

    file: str
    kind: str
    new: int
    changed: int
    unchanged: int


def part_of(checked: Sequence[CheckedFile], commit: Commit | None) -> Part:
    """One commit's part of the answer; None is one that came to nothing."""
    counts = commit.counts if commit else {}
    files = [
        FileCounts(file.label, file.kind.value, **asdict(counts.get(place, Counts())))
        for place, file in enumerate(checked)
    ]
    differences = commit.differences if commit else []
    return {"files": files, "differences": differences, "total": sum(one.rows for one in checked)}


def rows_done(parts: Sequence[Part]) -> int:
    """How many rows the commits so far have merged."""
    return sum(_rows(FileCounts(*file)) for part in parts for file in part["files"])


def _rows(file: FileCounts) -> int:
    return file.new + file.changed + file.unchanged


def records_of(part: Part) -> int:
    """How many audit records a commit has left: one a file, one a row that was changed [R28]."""
    files = [FileCounts(*file) for file in part["files"]]
    return sum((_rows(file) > 0) + file.changed for file in files)


def answer_of(desk: Desk, key: str) -> ImportDocument:
    """The answer that a key was given, from what the store has kept."""
    operation = keys.read_operation(desk.store, key)
    interrupted = operation is None or operation.state != keys.DONE
    return document(key, keys.read_parts(desk.store, key), dry_run=False, interrupted=interrupted)


def document(
    key: str, parts: Sequence[Part], *, dry_run: bool, interrupted: bool
) -> ImportDocument:
    """The parts of an answer as one."""
    counted = [[FileCounts(*file) for file in part["files"]] for part in parts]
    files: list[FileDocument] = [
        {
            "file": same[0].file,
            "kind": same[0].kind,
            "rows": sum(map(_rows, same)),
            "new": sum(one.new for one in same),
            "changed": sum(one.changed for one in same),
            "unchanged": sum(one.unchanged for one in same),
        }
        for same in zip(*counted, strict=True)
    ]
    differences = [text for part in parts for text in part["differences"]]
    more = len(differences) - MOST_DIFFERENCES
    if more > 0:
        differences[MOST_DIFFERENCES:] = [f"and {more:,} more"]
    return {
        "operation_key": key,
        "dry_run": dry_run,
        "interrupted": interrupted,
        "files": files,
        "differences": differences,
        "total": parts[0]["total"] if parts else 0,
    }
