"""`import`: files into the store, all or nothing (section 4).

First every line is read and checked; what is sound waits in a scratch. Only when there is no bad
line in any file is anything written: in one commit when it is little, else in commits that keep
another operator waiting for less than half a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, TypedDict

from renewal_tui.errors import Refused
from renewal_tui.operations import keyed
from renewal_tui.operations.desk import Desk, Unwatched, Watch
from renewal_tui.operations.fleet_files.checking import CheckedFile, Checking
from renewal_tui.operations.fleet_files.columns import Known
from renewal_tui.operations.fleet_files.kinds import find_files
from renewal_tui.operations.fleet_files.rows import Row
from renewal_tui.operations.fleet_merge.dispatch import merge_rows
from renewal_tui.operations.fleet_merge.merging import ACTION, Counts, Merge
from renewal_tui.operations.fleet_merge.references import References
from renewal_tui.store import keys
from renewal_tui.store.scratch import Scratch

ONE_COMMIT = 20_000
"""So many rows are written all at once or not at all, whatever happens."""

COMMIT_ROWS = 10_000
"""The rows of a commit when there are more than that."""

MOST_DIFFERENCES = 10_000
"""So many differences are told one by one; of the rest only how many there are."""


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


def import_paths(
    desk: Desk,
    paths: Sequence[Path],
    key: str,
    *,
    dry_run: bool = False,
    watch: Watch | None = None,
) -> ImportDocument:
    """Import files, or what folders hold of them; the same key and bytes are answered [R29].

    Progress is told twice over: rows checked, then rows written. A large import that was stopped
    between its commits goes on where it stopped when it is asked for again with its key. Raises
    BadInput with every bad line (then nothing is imported), UsageProblem for paths and keys,
    KeyConflict, StoreBusy, StoreReadOnly, StoreFull; then the commit under way changed nothing.
    """
    watch = watch or Unwatched()
    keyed.check_key(key)
    files = find_files(paths)
    if not dry_run:
        with desk.store.transaction():
            pass  # where nothing can be written, that is said now and not after the reading
    with closing(Scratch()) as scratch:
        references = References(desk.store)
        known = Known(references.products, references.rooms, references.account_rows)
        checking = Checking(scratch, known, watch)
        checked = checking.check(files)
        if checked is None:
            return _document(key, [], dry_run=dry_run, interrupted=True)
        if dry_run:
            return _dry_run(desk, key, checked, checking.rows(), watch)
        return _Import(desk, key, checked, watch).write(checking.rows())


class _Import:
    """An import that is being written, commit by commit."""

    def __init__(self, desk: Desk, key: str, checked: Sequence[CheckedFile], watch: Watch) -> None:
        self._desk = desk
        self._key = key
        self._checked = checked
        self._watch = watch
        self._total = sum(file.rows for file in checked)
        self._added = 0
        self._fingerprint = keyed.request_hash(
            ACTION, [(file.kind, file.digest) for file in checked]
        )

    def write(self, rows: Iterator[Row]) -> ImportDocument:
        """Write all rows that a run with the same key has not written already."""
        state = keyed.earlier(self._desk, self._key, ACTION, self._fingerprint)
        if state == keys.DONE:
            return answer_of(self._desk, self._key)
        done = _rows_done(keys.read_parts(self._desk.store, self._key))
        rows = islice(rows, done, None)
        while True:
            some = list(islice(rows, _commit_size(self._total)))
            self._commit(some, done)
            done += len(some)
            self._watch.progress(done, self._total)
            if done >= self._total or self._watch.stopped():
                return answer_of(self._desk, self._key)

    def _commit(self, rows: Sequence[Row], done: int) -> None:
        last = done + len(rows) >= self._total
        with self._desk.work(self._key) as work:
            state = keyed.earlier(self._desk, self._key, ACTION, self._fingerprint)
            if state == keys.DONE or done != _rows_done(keys.read_parts(work.store, self._key)):
                raise Refused(f"operation {self._key} is being done by another process as well")
            labels = [file.label for file in self._checked]
            merge = Merge(work.store, References(work.store), labels, work, self._added)
            merge_rows(merge, rows)
            merge.record_files()
            keyed.note(
                self._desk,
                self._key,
                ACTION,
                self._fingerprint,
                keys.DONE if last else keys.STARTED,
            )
            keys.add_part(work.store, self._key, _part(merge, self._checked))
        self._added = merge.added


def _dry_run(
    desk: Desk, key: str, checked: Sequence[CheckedFile], rows: Iterator[Row], watch: Watch
) -> ImportDocument:
    """The answer that the import would give now; each part sees the store at one moment."""
    references = References(desk.store)
    total = sum(file.rows for file in checked)
    parts: list[Any] = []
    done = 0
    while True:
        some = list(islice(rows, COMMIT_ROWS))
        with desk.store.reading():
            merge = Merge(desk.store, references, [file.label for file in checked], None)
            merge_rows(merge, some)
        parts.append(_part(merge, checked))
        done += len(some)
        watch.progress(done, total)
        if done >= total or watch.stopped():
            return _document(key, parts, dry_run=True, interrupted=done < total)


def _commit_size(total: int) -> int:
    return ONE_COMMIT if total <= ONE_COMMIT else COMMIT_ROWS


def _part(merge: Merge, checked: Sequence[CheckedFile]) -> dict[str, Any]:
    """One commit's part of the answer."""
    files = []
    for place, file in enumerate(checked):
        one = merge.counts.get(place, Counts())
        files.append((file.label, file.kind.value, one.new, one.changed, one.unchanged))
    return {
        "files": files,
        "differences": merge.differences,
        "total": sum(file.rows for file in checked),
    }


def _rows_done(parts: Sequence[Any]) -> int:
    return sum(sum(file[2:]) for part in parts for file in part["files"])


def answer_of(desk: Desk, key: str) -> ImportDocument:
    """The answer that a key was given, from what the store has kept."""
    operation = keys.read_operation(desk.store, key)
    interrupted = operation is None or operation.state != keys.DONE
    parts = keys.read_parts(desk.store, key)
    return _document(key, parts, dry_run=False, interrupted=interrupted)


def _document(
    key: str, parts: Sequence[Any], *, dry_run: bool, interrupted: bool
) -> ImportDocument:
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
