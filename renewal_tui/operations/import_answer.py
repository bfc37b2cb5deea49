"""The answer of `import`, put together from what each of its commits has kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from renewal_tui.operations.desk import Desk
from renewal_tui.operations.fleet_files.checking import CheckedFile
from renewal_tui.operations.fleet_merge.merging import Counts
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


def part_of(
    checked: Sequence[CheckedFile], counts: Mapping[int, Counts], differences: Sequence[str]
) -> Part:
    """One commit's part of the answer: the counts of each file, by the files' places."""
    files = []
    for place, file in enumerate(checked):
        one = counts.get(place, Counts())
        files.append((file.label, file.kind.value, one.new, one.changed, one.unchanged))
    total = sum(file.rows for file in checked)
    return {"files": files, "differences": list(differences), "total": total}


def rows_done(parts: Sequence[Part]) -> int:
    """How many rows the commits so far have merged."""
    return sum(sum(file[2:]) for part in parts for file in part["files"])


def answer_of(desk: Desk, key: str) -> ImportDocument:
    """The answer that a key was given, from what the store has kept."""
    operation = keys.read_operation(desk.store, key)
    interrupted = operation is None or operation.state != keys.DONE
    return document(key, keys.read_parts(desk.store, key), dry_run=False, interrupted=interrupted)


def document(
    key: str, parts: Sequence[Part], *, dry_run: bool, interrupted: bool
) -> ImportDocument:
    """The parts of an answer as one."""
    files: list[FileDocument] = []
    for same in zip(*(part["files"] for part in parts), strict=True):
        label, kind = same[0][:2]
        new, changed, unchanged = (sum(file[place] for file in same) for place in (2, 3, 4))
        files.append(
            {
                "file": label,
                "kind": kind,
                "rows": new + changed + unchanged,
                "new": new,
                "changed": changed,
                "unchanged": unchanged,
            }
        )
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
