"""`import`: files into the store, all or nothing (section 4).

First every line is read and checked; what is sound waits in temporary tables. Only when there is no
bad line in any file is anything written. A store without instances is filled in one transaction. In
one that is worked with, little is written in one transaction too, and much in commits that keep
another operator waiting for less than half a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from renewal_tui.errors import Refused
from renewal_tui.operations import keyed
from renewal_tui.operations.desk import Desk, Unwatched, Watch, Work
from renewal_tui.operations.importing.answer import (
    ImportDocument,
    Part,
    answer_of,
    document,
    part_of,
    rows_done,
)
from renewal_tui.operations.importing.checking import CheckedFile, Checking
from renewal_tui.operations.importing.columns import Row
from renewal_tui.operations.importing.commit import ACTION, Commit
from renewal_tui.operations.importing.files import find_files
from renewal_tui.operations.importing.merging import merge_rows
from renewal_tui.operations.importing.references import References
from renewal_tui.operations.pace import Pace
from renewal_tui.store import keys
from renewal_tui.store.engines import TemporaryTables
from renewal_tui.store.importing import has_instances

__all__ = ["ImportDocument", "import_paths"]

ONE_COMMIT = 2_000
"""So many rows are written all at once or not at all, whatever happens."""

COMMIT_ROWS = 2_000
"""The most rows of a commit when there are more than that."""


class _Stopped(Exception):
    """Whoever watches does not want to go on; what is under way is undone."""


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
    with closing(TemporaryTables()) as tables:
        checking = Checking(tables, References(desk.store).known, watch)
        checked = checking.check(files)
        if checked is None:
            return document(key, [], dry_run=dry_run, interrupted=True)
        if dry_run:
            return _dry_run(desk, key, checked, checking.rows(), watch)
        return _Import(desk, key, checked, watch).write(checking.rows())


class _Import:
    """An import that is being written."""

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

    def write(self, rows: Iterator[Row[Any]]) -> ImportDocument:
        """Write all rows that a run with the same key has not written already."""
        state = keyed.earlier(self._desk, self._key, ACTION, self._fingerprint)
        if state == keys.DONE:
            return answer_of(self._desk, self._key)
        done = rows_done(keys.read_parts(self._desk.store, self._key))
        if self._total > COMMIT_ROWS and not done and not has_instances(self._desk.store):
            return self._fill(rows)
        rows = islice(rows, done, None)
        pace = Pace(COMMIT_ROWS)
        while True:
            size = ONE_COMMIT if self._total <= ONE_COMMIT else pace.rows
            some = list(islice(rows, size))
            self._commit(some, done)
            pace.learn(len(some), self._desk.store.engine.held_seconds)
            done += len(some)
            self._watch.progress(done, self._total)
            if done >= self._total or self._watch.stopped():
                return answer_of(self._desk, self._key)

    def _fill(self, rows: Iterator[Row[Any]]) -> ImportDocument:
        """Write all rows into a store without instances: all of them, or none when it is stopped.

        Should somebody have added instances a moment ago, they are met as in any import.
        """
        engine = self._desk.store.engine
        try:
            with engine.sorting_on_disk(), self._desk.work(self._key) as work, engine.bulk_load():
                commit = self._begin(work, 0)
                done = 0
                while some := list(islice(rows, COMMIT_ROWS)):
                    if self._watch.stopped():
                        raise _Stopped
                    merge_rows(commit, some)
                    done += len(some)
                    self._watch.progress(done, self._total)
                self._keep(work, commit, last=True)
        except _Stopped:
            nothing = part_of(self._checked, None)
            return document(self._key, [nothing], dry_run=False, interrupted=True)
        return answer_of(self._desk, self._key)

    def _commit(self, rows: Sequence[Row[Any]], done: int) -> None:
        with self._desk.work(self._key) as work:
            commit = self._begin(work, done)
            merge_rows(commit, rows)
            self._keep(work, commit, last=done + len(rows) >= self._total)
        self._added = commit.added

    def _begin(self, work: Work, done: int) -> Commit:
        """Begin a commit after so many rows. Raises Refused when another process does the same."""
        state = keyed.earlier(self._desk, self._key, ACTION, self._fingerprint)
        if state == keys.DONE or done != rows_done(keys.read_parts(work.store, self._key)):
            raise Refused(f"operation {self._key} is being done by another process as well")
        return Commit(work.store, References(work.store), self._checked, work, self._added)

    def _keep(self, work: Work, commit: Commit, *, last: bool) -> None:
        """Keep the audit records and the answer of a commit."""
        commit.record_files()
        state = keys.DONE if last else keys.STARTED
        keyed.note(self._desk, self._key, ACTION, self._fingerprint, state)
        keys.add_part(work.store, self._key, part_of(self._checked, commit))


def _dry_run(
    desk: Desk, key: str, checked: Sequence[CheckedFile], rows: Iterator[Row[Any]], watch: Watch
) -> ImportDocument:
    """The answer that the import would give now; each part sees the store at one moment."""
    references = References(desk.store)
    total = sum(file.rows for file in checked)
    parts: list[Part] = []
    done = 0
    while True:
        some = list(islice(rows, COMMIT_ROWS))
        with desk.store.reading():
            commit = Commit(desk.store, references, checked, None)
            merge_rows(commit, some)
            parts.append(part_of(checked, commit))
        done += len(some)
        watch.progress(done, total)
        if done >= total or watch.stopped():
            return document(key, parts, dry_run=True, interrupted=done < total)
