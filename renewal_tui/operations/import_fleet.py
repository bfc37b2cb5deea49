"""`import`: files into the store, all or nothing (section 4).

First every line is read and checked; what is sound waits in temporary tables. Only when there is no
bad line in any file is anything written. A store without instances is filled in one transaction. In
one that is worked with, little is written in one transaction too, and much in commits that keep
another operator waiting for less than half a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from renewal_tui.errors import Refused
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution import (
    NOTHING_SHOWN,
    Course,
    Operation,
    Work,
    execute,
    rehearse,
)
from renewal_tui.operations.execution.idempotency import check_key
from renewal_tui.operations.execution.shown import Figures
from renewal_tui.operations.execution.work import Stopped
from renewal_tui.operations.importing.answer import Imported, imported, joined, kept, parsed
from renewal_tui.operations.importing.checking import CheckedFile, Checking
from renewal_tui.operations.importing.columns import Row
from renewal_tui.operations.importing.commit import ACTION, Commit
from renewal_tui.operations.importing.files import find_files
from renewal_tui.operations.importing.merging import merge_rows
from renewal_tui.operations.importing.references import References
from renewal_tui.operations.outcomes import Ending
from renewal_tui.operations.watch import Unwatched, Watch
from renewal_tui.store import operation_keys
from renewal_tui.store.engines import TemporaryTables

ONE_COMMIT = 2_000
"""So many rows are written all at once or not at all, whatever happens."""

Rows = list[Row[Any]]


def import_paths(
    desk: Desk,
    paths: Sequence[Path],
    key: str,
    *,
    dry_run: bool = False,
    note: str = "",
    watch: Watch | None = None,
) -> Imported:
    """Import files, or what folders hold of them; the same key and bytes are answered [R29].

    Progress is told twice over: rows checked, then rows written. A large import that was stopped
    between its commits goes on where it stopped when it is asked for again with its key. Raises
    BadInput with every bad line (then nothing is imported), UsageProblem for paths and keys,
    KeyConflict, StoreBusy, StoreReadOnly, StoreFull; then the commit under way changed nothing.
    """
    watch = watch or Unwatched()
    check_key(key)
    files = find_files(paths)
    if not dry_run:
        with desk.store.transaction():
            pass  # where nothing can be written, that is said now and not after the reading
    with closing(TemporaryTables()) as tables:
        checking = Checking(tables, References(desk.store).known, watch)
        checked = checking.check(files)
        if checked is None:
            return Imported(ending=Ending(key, dry_run=dry_run, interrupted=True))
        operation = Import(checked, checking.rows())
        if dry_run:
            return rehearse(desk, operation, key, watch)
        return execute(desk, operation, key, NOTHING_SHOWN, note=note, watch=watch)


@dataclass(frozen=True)
class Import(Operation[Rows, None, Imported]):
    """Merge the rows of checked files into the store."""

    checked: Sequence[CheckedFile]
    rows: Iterator[Row[Any]]
    action: ClassVar[str] = ACTION
    outcome = Imported

    def request(self) -> Any:
        """The files, by what is in them [R29]."""
        return [(file.kind, file.digest) for file in self.checked]

    def course(self, desk: Desk, key: str | None) -> ImportCourse:
        """All rows that a run with the same key has not written already."""
        return ImportCourse(self, desk, key)

    def see(self, seen: None, plan: Rows) -> None:
        """Nobody is shown an import."""

    def join(self, parts: Sequence[Imported], ending: Ending) -> Imported:
        """The commits as one."""
        return joined([imported(self.checked, {}, ()), *parts], ending)

    def kept(self, part: Imported) -> Any:
        """What a commit came to, as JSON values."""
        return kept(part)

    def first_parts(self, desk: Desk, key: str) -> Iterable[Imported]:
        """What the commits of a key came to."""
        return map(parsed, operation_keys.read_parts(desk.store, key))


class ImportCourse(Course[Rows, Imported]):
    """An import that is being written, or rehearsed."""

    def __init__(self, asked: Import, desk: Desk, key: str | None) -> None:
        self._asked = asked
        self._desk = desk
        self._key = key
        self._added = 0
        self._references: References | None = None
        self.total = sum(file.rows for file in asked.checked)
        self.done = self._written() if key else 0
        self._rows = islice(asked.rows, self.done, None)
        few = self.total <= ONE_COMMIT
        self._fills = not few and not self.done and not desk.store.highest("instance")
        self.paced = not (few or self._fills)

    def _written(self) -> int:
        parts = self._asked.first_parts(self._desk, self._key or "")
        return sum(part.rows for part in parts)

    def begin(self, _today: date) -> None:
        """Go on where the last commit ended. Raises Refused when another process does the same."""
        if self._key and self.done + self._so_far != self._written():
            raise Refused(f"operation {self._key} is being done by another process as well")

    def stop_of(self, start: int, pace: int) -> int:
        """What is not paced is written at once."""
        return super().stop_of(start, pace) if self.paced else self.total

    def plan(self, start: int, stop: int) -> Rows:
        """The next rows: all of them at once where a store is filled, which are not held then."""
        return [] if self._fills else list(islice(self._rows, stop - start))

    def figures(self, _plan: Rows) -> Iterable[Figures]:
        """Nobody is shown an import."""
        return ()

    def planned(self, plan: Rows) -> Imported:
        """What merging these rows would come to."""
        self._references = self._references or References(self._desk.store)
        commit = Commit(self._desk.store, self._references, self._asked.checked, None)
        for rows in self._slices(plan):
            with self._desk.store.reading():
                merge_rows(commit, rows)
        return imported(self._asked.checked, commit.counts, commit.differences)

    def write(self, work: Work, plan: Rows, *, last: bool) -> Imported:
        """Merge rows. Raises Stopped when a store that is filled is not to be.

        Should somebody have added instances to a store that was empty, they are met as in any
        import.
        """
        del last
        references = References(work.store)
        commit = Commit(work.store, references, self._asked.checked, work, self._added)
        with work.store.engine.bulk_load() if self._fills else nullcontext():
            for rows in self._slices(plan):
                if self._fills and work.watch.stopped():
                    raise Stopped
                merge_rows(commit, rows)
                self._told += len(rows)
                if self._told < self.total and self._fills:
                    work.watch.progress(self._told, self.total)
        commit.record_files()
        self._added = commit.added
        part = imported(self._asked.checked, commit.counts, commit.differences)
        self._so_far += part.rows
        return part

    _so_far = _told = 0

    def _slices(self, plan: Rows) -> Iterator[Rows]:
        if not self._fills:
            yield plan
            return
        while some := list(islice(self._rows, self.most)):
            yield some

    def surroundings(self) -> AbstractContextManager[None]:
        """Where a store is filled, what has to be sorted is sorted on the disk."""
        return self._desk.store.engine.sorting_on_disk() if self._fills else nullcontext()
