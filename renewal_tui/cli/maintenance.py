"""`audit`, `check` and `backup`: looking after a store."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from renewal_tui.cli.options import command, option, stretch_options
from renewal_tui.cli.output import note, say
from renewal_tui.cli.progress import Batch, Progress
from renewal_tui.cli.session import answer, at_desk
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.cli.tables import Column, write_table
from renewal_tui.cli.types import HASH
from renewal_tui.clock import moment
from renewal_tui.domain.text import printable
from renewal_tui.domain.words import audit_head_text, counted
from renewal_tui.errors import Refused
from renewal_tui.operations import check, recorded
from renewal_tui.operations.backup import BackedUp, backup
from renewal_tui.operations.check import Checked, Verified
from renewal_tui.operations.sources import Records, newest_records
from renewal_tui.store.audit import AuditRecord
from renewal_tui.store.checks.problem import Problem


@command("audit", "audit --limit 20")
@click.option("--verify", is_flag=True, help="Follow the chain of hashes, and name what breaks it.")
@option("--expect", HASH, "HASH", "With --verify: a hash that must stand in it.")
@stretch_options(None, None)
def audit_command(
    state: State, *, verify: bool, expect: str | None, limit: int | None, offset: int | None
) -> ExitStatus:
    """Show the audit trail, the newest record first; or verify its chain."""
    if expect is not None and not verify:
        raise click.UsageError("--expect goes with --verify")
    if verify and not (limit is None and offset is None):
        raise click.UsageError("--verify looks at every record: --limit and --offset do not apply")
    with at_desk(state) as desk:
        if verify:
            verified = check.verify(desk, expect)
            answer(state, verified, _write_verified)
            return ExitStatus.DONE if verified.ok else ExitStatus.BROKEN
        found = newest_records(desk, offset or 0, 50 if limit is None else limit)
        answer(state, found, partial(_write_records, desk.store.settings.timezone))
    return ExitStatus.DONE


def _write_verified(found: Verified) -> None:
    _write_problems(found.problems, f"the chain of {counted(found.records, 'record')} is whole")
    say(audit_head_text(*found.audit_head))


def _operator(record: AuditRecord) -> str:
    return f"{record.operator} ({record.claimed})" if record.claimed else record.operator


def _write_records(zone: ZoneInfo, found: Records) -> None:
    columns: tuple[Column[AuditRecord], ...] = (
        Column("Record", lambda one: one.number, right=True),
        Column("At", lambda one: moment(one.at, zone)),
        Column("Operator", _operator),
        Column("From", lambda one: one.source),
        Column("What", recorded.record_text, limit=None),
    )
    write_table(columns, found.records)
    say(f"{len(found.records):,} of {counted(found.total, 'record')}")


@command("check", "check --json")
def check_command(state: State) -> ExitStatus:
    """Recompute every invariant of the store, and name each row that breaks one."""
    with at_desk(state) as desk, Progress() as progress:
        found = check.check(desk, progress)
    answer(state, found, _write_checked)
    return ExitStatus.DONE if found.ok else ExitStatus.BROKEN


def _write_checked(found: Checked | BackedUp) -> None:
    _write_problems(found.problems, "every invariant holds")


_PROBLEMS: tuple[Column[Problem], ...] = (
    Column("Broken", lambda one: one.code),
    Column("Detail", lambda one: one.detail, limit=None),
)


def _write_problems(problems: Collection[Problem], sound: str) -> None:
    write_table(_PROBLEMS, problems)
    say(counted(len(problems), "problem") if problems else sound)


@command("backup", "backup /srv/backups/renewals-2026-11-22.db")
@click.argument("dest", type=click.Path(path_type=Path), metavar="DEST")
def backup_command(state: State, *, dest: Path) -> ExitStatus:
    """Copy a live store to a new file, or into a folder, and check the copy.

    Others may go on writing meanwhile. Nothing is ever overwritten.
    """
    with at_desk(state) as desk, Batch() as batch:
        try:
            found = backup(desk, dest, batch)
        except Refused:
            if batch.status is None:
                raise
            note(f"{state.path}: stopped by a signal; no copy was kept")
            return batch.status
    answer(state, found, _write_backed_up)
    return ExitStatus.DONE if found.ok else ExitStatus.BROKEN


def _write_backed_up(found: BackedUp) -> None:
    say(printable(f"{found.backup}: {found.bytes:,} bytes"))
    _write_checked(found)
