"""The first half of an import: read every line of every file, and find all that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from renewal_tui.errors import BadInput
from renewal_tui.operations.execution.work import Stopped
from renewal_tui.operations.importing.columns import FORMS, Column, Known, Row, columns_of
from renewal_tui.operations.importing.files import FleetFile, Kind, readable
from renewal_tui.operations.importing.reading import Texts, csv_records, json_records
from renewal_tui.operations.importing.source import Problems, Report, Source
from renewal_tui.operations.watch import Watch
from renewal_tui.store.engines import TemporaryTables

AT_ONCE = 5_000
"""Rows that are put away together."""


class CheckedFile(NamedTuple):
    """A sound file: its rows, the SHA-256 of its bytes, and the columns that it does not have."""

    label: str
    kind: Kind
    rows: int
    digest: str
    absent: frozenset[str]


class Checking:
    """Reads files into temporary tables; what they hold is kept there until it is written."""

    def __init__(self, tables: TemporaryTables, known: Known, watch: Watch) -> None:
        """`known` are the codes of products, rooms and accounts that the store holds."""
        self._tables = tables
        self._watch = watch
        self._codes = {kind: set(codes) for kind, codes in known.items()}
        self._done = self._rows = self._total = 0

    def check(self, files: Sequence[FleetFile]) -> list[CheckedFile] | None:
        """Read all files; None when stopped. Raises BadInput with all bad lines, UsageProblem."""
        sizes = [_size(file.path) for file in files]
        self._total = sum(sizes)
        problems = Problems([file.label for file in files])
        checked = []
        try:
            for place, file in enumerate(files):
                checked.append(self._read(place, file, problems))
                self._done += sizes[place]
        except Stopped:
            return None
        for kind in dict.fromkeys(file.kind for file in files):
            name = FORMS[kind].record._fields[0]
            for key, file, line, place, again in self._tables.twins(kind, name, "file, line"):
                where = "" if file == place else f"in {files[file].label} "
                text = f'{name}: "{key}" stands {where}on line {line} already'
                problems.add(place, again, text)
        if problems.count:
            raise BadInput(problems.lines())
        return checked

    def rows(self) -> Iterator[Row[Any]]:
        """The rows, what others refer to first; instances by date: indexes grow at their ends."""
        for kind, form in FORMS.items():
            order = ("expire_date, instance_id",) if kind is Kind.INSTANCES else ()
            self._add_table(kind)
            make = form.record._make
            for file, line, *values in self._tables.rows(kind, *order):
                yield Row(file, line, make(values))

    def _add_table(self, kind: Kind) -> None:
        self._tables.add_table(kind, ("file", "line", *FORMS[kind].record._fields))

    def _read(self, place: int, file: FleetFile, problems: Problems) -> CheckedFile:
        self._add_table(file.kind)
        columns = columns_of(file.kind, self._codes)

        def report(line: int, text: str) -> None:
            problems.add(place, line, text)

        before = self._rows
        with readable(file.path), file.path.open("rb") as stream:
            source = Source(stream, report)
            read = json_records if file.json_lines else csv_records
            said: set[str] = set()
            found = self._told(read(source.lines(), columns, report, said), source)
            records = self._sound(found, file.kind, columns, report)
            self._tables.add(file.kind, ((place, line, *record) for line, record in records))
        absent = frozenset(column.name for column in columns) - said
        return CheckedFile(file.label, file.kind, self._rows - before, source.digest, absent)

    def _told(self, records: Iterator[Texts], source: Source) -> Iterator[Texts]:
        """The same rows; whoever watches is told how far they have come."""
        for record in records:
            if not self._rows % AT_ONCE:
                if self._watch.stopped():
                    raise Stopped
                if self._rows:
                    share = (self._done + source.bytes_read) / self._total
                    self._watch.progress(self._rows, max(self._rows, int(self._rows / share)))
            self._rows += 1
            yield record

    def _sound(
        self, rows: Iterator[Texts], kind: Kind, columns: Sequence[Column], report: Report
    ) -> Iterator[tuple[int, Any]]:
        """Line and record of each row; of a bad one its key alone, to tell its twins by."""
        reads = [column.read for column in columns]
        form = FORMS[kind]
        make, complete = form.record._make, form.complete
        codes = self._codes.get(kind)
        nothing = [None] * (len(columns) - 1)
        for line, texts in rows:
            try:
                record = complete(make([read(one) for read, one in zip(reads, texts, strict=True)]))
            except ValueError as problem:
                faults = _faults(columns, texts)
                for fault in faults.values() or [str(problem)]:
                    report(line, fault)
                if columns[0].name in faults:
                    continue
                record = make([reads[0](texts[0]), *nothing])
            if codes is not None:
                codes.add(record[0])
            yield line, record


def _faults(columns: Sequence[Column], texts: Sequence[str]) -> dict[str, str]:
    """Every value of a row that cannot be read, and why."""
    faults = {}
    for column, text in zip(columns, texts, strict=True):
        try:
            column.read(text)
        except ValueError as fault:
            faults[column.name] = f"{column.name}: {fault}"
    return faults


def _size(path: Path) -> int:
    with readable(path):
        return path.stat().st_size
