"""The first half of an import: read every line of every file, and find all that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from renewal_tui.errors import BadInput
from renewal_tui.operations.desk import Watch
from renewal_tui.operations.fleet_files.columns import Column, Known, columns_of
from renewal_tui.operations.fleet_files.csv_reading import Record, csv_records
from renewal_tui.operations.fleet_files.json_reading import json_records
from renewal_tui.operations.fleet_files.kinds import FleetFile, Kind, readable
from renewal_tui.operations.fleet_files.problems import Problems, Report
from renewal_tui.operations.fleet_files.rows import COMPLETE, ROWS, Row
from renewal_tui.operations.fleet_files.source import Source
from renewal_tui.store.scratch import Scratch

AT_ONCE = 5_000
"""Rows that are put away together."""


class CheckedFile(NamedTuple):
    """A file without a fault: how many rows it holds, and the SHA-256 of its bytes.

    `absent` are the columns of its kind that it does not have.
    """

    label: str
    kind: Kind
    rows: int
    digest: str
    absent: frozenset[str]


class _Stopped(Exception):
    """Whoever watches does not want to go on."""


class Checking:
    """Reads files into a scratch; what they hold is kept there until it is written."""

    def __init__(self, scratch: Scratch, known: Known, watch: Watch) -> None:
        """`known` are the codes of products, rooms and accounts that the store holds."""
        self._scratch = scratch
        self._watch = watch
        kinds = (Kind.PRODUCTS, Kind.ROOMS, Kind.ACCOUNTS)
        self._codes = {kind: set(codes) for kind, codes in zip(kinds, known, strict=True)}
        self._done = self._rows = self._total = 0

    def check(self, files: Sequence[FleetFile]) -> list[CheckedFile] | None:
        """Read all of the files; None when it was stopped.

        Raises BadInput with every bad line, UsageProblem for a file that cannot be read.
        """
        sizes = [_size(file.path) for file in files]
        self._total = sum(sizes)
        problems = Problems([file.label for file in files])
        checked = []
        try:
            for place, file in enumerate(files):
                checked.append(self._read(place, file, problems))
                self._done += sizes[place]
        except _Stopped:
            return None
        for kind in dict.fromkeys(file.kind for file in files):
            self._find_twins(kind, files, problems)
        if problems.count:
            raise BadInput(problems.lines())
        return checked

    def rows(self) -> Iterator[Row]:
        """The rows that were read: what others refer to first, instances by date and id.

        In that order the store's indexes grow at their ends: less is written in each commit.
        """
        for kind, row in ROWS.items():
            order = "expire_date, instance_id" if kind is Kind.INSTANCES else "rowid"
            self._scratch.add_table(kind, row._fields)
            yield from map(row._make, self._scratch.rows(kind, order))

    def _read(self, place: int, file: FleetFile, problems: Problems) -> CheckedFile:
        self._scratch.add_table(file.kind, ROWS[file.kind]._fields)
        columns = self._columns(file.kind)

        def report(line: int, text: str) -> None:
            problems.add(place, line, text)

        before = self._rows
        with readable(file.path), file.path.open("rb") as stream:
            source = Source(stream, report)
            read = json_records if file.json_lines else csv_records
            said: set[str] = set()
            records = self._told(read(source.lines(), columns, report, said), source)
            rows = self._sound(records, file.kind, columns, report)
            self._scratch.add(file.kind, ((place, *row) for row in rows))
        absent = frozenset(column.name for column in columns) - said
        return CheckedFile(file.label, file.kind, self._rows - before, source.digest, absent)

    def _told(self, records: Iterator[Record], source: Source) -> Iterator[Record]:
        """The same records; whoever watches is told how far they have come."""
        for record in records:
            if not self._rows % AT_ONCE:
                if self._watch.stopped():
                    raise _Stopped
                if self._rows:
                    share = (self._done + source.bytes_read) / self._total
                    self._watch.progress(self._rows, max(self._rows, int(self._rows / share)))
            self._rows += 1
            yield record

    def _sound(
        self, records: Iterator[Record], kind: Kind, columns: Sequence[Column], report: Report
    ) -> Iterator[list[Any]]:
        """Line and values of each row; of a bad one its key alone, to tell its twins by."""
        reads = [column.read for column in columns]
        complete = COMPLETE[kind]
        codes = self._codes.get(kind)
        nothing = [None] * (len(columns) - 1)
        for line, texts in records:
            try:
                values = [read(text) for read, text in zip(reads, texts, strict=True)]
                complete(values)
            except ValueError as problem:
                key = _read_key(columns[0], texts[0])
                for fault in _faults(columns, texts) or [str(problem)]:
                    report(line, fault)
                if key is None:
                    continue
                values = [key, *nothing]
            if codes is not None:
                codes.add(values[0])
            yield [line, *values]

    def _columns(self, kind: Kind) -> tuple[Column, ...]:
        return columns_of(kind, Known(*self._codes.values()))

    def _find_twins(self, kind: Kind, files: Sequence[FleetFile], problems: Problems) -> None:
        name = self._columns(kind)[0].name
        for key, file, line, place, again in self._scratch.twins(kind, name, "file, line"):
            where = f"on line {line}" if file == place else f"in {files[file].label} on line {line}"
            problems.add(place, again, f'{name}: "{key}" stands {where} already')


def _faults(columns: Sequence[Column], texts: Sequence[str]) -> list[str]:
    """Every value of a row that cannot be read, and why."""
    faults = []
    for column, text in zip(columns, texts, strict=True):
        try:
            column.read(text)
        except ValueError as fault:
            faults.append(f"{column.name}: {fault}")
    return faults


def _read_key(column: Column, text: str) -> str | None:
    try:
        return str(column.read(text))
    except ValueError:
        return None


def _size(path: Path) -> int:
    with readable(path):
        return path.stat().st_size
