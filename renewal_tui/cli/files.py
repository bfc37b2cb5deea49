"""`import` and `export`: files in, files out (section 4)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import click

from renewal_tui.cli import output
from renewal_tui.cli.carry_out import stopped
from renewal_tui.cli.changing import How, acknowledge, changing, changing_desk
from renewal_tui.cli.choosing import narrowed, tell_left_out
from renewal_tui.cli.options import command
from renewal_tui.cli.output import say
from renewal_tui.cli.progress import Batch
from renewal_tui.cli.session import answer, at_desk
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.cli.tables import Column, write_table
from renewal_tui.cli.types import OneOf
from renewal_tui.domain.filters import Filter, Order
from renewal_tui.domain.text import printable
from renewal_tui.domain.words import counted
from renewal_tui.operations.desk import new_key
from renewal_tui.operations.export import TABLES, export_rows, fleet_of
from renewal_tui.operations.import_fleet import import_paths
from renewal_tui.operations.importing.answer import Imported, ImportedFile
from renewal_tui.operations.listing import list_pages
from renewal_tui.operations.wanted import settle
from renewal_tui.store.files import file_troubles, new_file, publish, unfinished


@command("import", "import data/ --dry-run")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@changing(asks=False)
def import_command(state: State, *, paths: tuple[Path, ...], how: How) -> ExitStatus:
    """Import products, rooms, accounts, instances and vouchers: files, or a folder of them.

    All or nothing: every bad line is told, and then nothing is imported.
    """
    with changing_desk(state, dry_run=how.dry_run) as desk:
        chosen = how.key or new_key()
        state.key = None if how.dry_run else chosen
        with Batch() as batch:
            found = import_paths(
                desk, paths, chosen, dry_run=how.dry_run, note=how.note, watch=batch
            )
        answer(state, found, _write_answer)
        if not how.dry_run:
            acknowledge(desk, chosen)
        return stopped(state, found.ending, batch) or ExitStatus.DONE


_FILES: tuple[Column[ImportedFile], ...] = (
    Column("File", lambda one: one.file),
    Column("Rows", lambda one: one.rows, right=True),
    Column("New", lambda one: one.new, right=True),
    Column("Changed", lambda one: one.changed, right=True),
    Column("Unchanged", lambda one: one.unchanged, right=True),
)


def _write_answer(found: Imported) -> None:
    write_table(_FILES, found.files)
    if found.differences:
        say("Left as they are here, though the files say otherwise:")
        say(*(f"  {printable(line)}" for line in found.differences))
    end = "; a dry run: nothing was changed" if found.ending.dry_run else " imported"
    say(f"{found.rows:,} of {counted(found.total, 'row')}{end}")


@command("export", "export instances --output instances.csv")
@click.argument("what", type=OneOf(TABLES), metavar="|".join(TABLES))
@click.option(
    "--output",
    "path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="To this new file; else to stdout.",
)
@click.option("--format", "form", type=OneOf(("csv", "json")), help="csv unless told otherwise.")
@narrowed
def export_command(
    state: State, *, what: Any, path: Path | None, form: Any, wanted: Filter | None
) -> ExitStatus:
    """Export a table as CSV or as one JSON document.

    Filters narrow the instances; without --tab they are those of every tab. With --json and no
    file, the table itself is the document. No file is ever overwritten.
    """
    if wanted is not None and what != "instances":
        raise click.UsageError(f"filters are for export instances, not for export {what}")
    if state.json and path is None:
        if form == "csv":
            raise click.UsageError("--json and --format csv cannot both go to stdout")
        form = "json"
    form = form or "csv"
    with at_desk(state) as desk:
        table, status = None, ExitStatus.DONE
        if wanted is not None:
            wanted = settle(desk, wanted)
            _, pages = list_pages(desk, wanted, Order(), 0, sys.maxsize)
            table = fleet_of(chain.from_iterable(pages))
            status = ExitStatus.PARTLY if tell_left_out(desk, wanted) else status
        if path is None:
            export_rows(desk, what, form, output.write, table)
            return status
        with _new_text(path) as write:
            rows = export_rows(desk, what, form, write, table)
    found = {"what": what, "format": form, "output": str(path), "rows": rows}
    answer(state, found, lambda _: say(printable(f"{path}: {counted(rows, 'row')}")))
    return status


@contextmanager
def _new_text(path: Path) -> Iterator[Callable[[str], object]]:
    """A new file, its owner's only, named once it is whole. Raises Refused where one is."""
    with file_troubles(path), unfinished(path) as part:
        if path.exists() or path.is_symlink():
            raise FileExistsError
        try:
            new_file(part)
            with part.open("w", encoding="utf-8", newline="") as file:
                yield file.write
                file.flush()
                os.fsync(file.fileno())
            publish(part, path)
        finally:
            part.unlink(missing_ok=True)
