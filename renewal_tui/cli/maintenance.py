"""`audit`, `check` and `backup`: looking after a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from renewal_tui.cli.options import command
from renewal_tui.cli.output import document, note, say
from renewal_tui.cli.progress import Batch, Progress
from renewal_tui.cli.session import at_desk
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.tables import Column, write_table
from renewal_tui.cli.types import Hash, Whole
from renewal_tui.cli.wording import audit_head_text, counted
from renewal_tui.clock import moment
from renewal_tui.domain.text import printable
from renewal_tui.errors import Refused
from renewal_tui.operations import recorded
from renewal_tui.operations.backup import backup
from renewal_tui.operations.check import check
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.history import newest_records
from renewal_tui.operations.verify_audit import verify
from renewal_tui.store.audit import AuditHead, AuditRecord

MOST = 1_000_000


@command("audit", "audit --limit 20")
@click.option("--verify", is_flag=True, help="Follow the chain of hashes, and name what breaks it.")
@click.option(
    "--expect", type=Hash(), metavar="HASH", help="With --verify: a hash that must stand in it."
)
@click.option(
    "--limit", type=Whole(0, MOST), metavar="N", help="So many records at most (50); 0 only counts."
)
@click.option("--offset", type=Whole(0, MOST), metavar="N", help="Leave out so many records first.")
@click.pass_obj
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
            return _verify(state, desk, expect)
        total, found = newest_records(desk, offset or 0, 50 if limit is None else limit)
        if state.json:
            document({"total": total, "records": [_record(record) for record in found]})
        else:
            _write_table(desk, found)
            say(f"{len(found):,} of {counted(total, 'record')}")
    return ExitStatus.DONE


def _verify(state: State, desk: Desk, expect: str | None) -> ExitStatus:
    found = verify(desk, expect)
    if state.json:
        document(found)
    else:
        whole = f"the chain of {counted(found['records'], 'record')} is whole"
        _write_problems(found["problems"], whole)
        say(audit_head_text(AuditHead(**found["audit_head"])))
    return ExitStatus.DONE if found["ok"] else ExitStatus.BROKEN


def _record(record: AuditRecord) -> dict[str, Any]:
    return {
        **record._asdict(),
        "before": recorded.shown(record.before),
        "after": recorded.shown(record.after),
    }


def _write_table(desk: Desk, found: list[AuditRecord]) -> None:
    zone = desk.store.settings.timezone
    columns = (
        Column("Record", right=True),
        Column("At"),
        Column("Operator"),
        Column("From"),
        Column("Action"),
        Column("Target"),
        Column("Before", limit=80),
        Column("After", limit=80),
    )
    rows = (
        (
            record.number,
            moment(record.at, zone),
            f"{record.operator} ({record.claimed})" if record.claimed else record.operator,
            record.source,
            record.action,
            record.target,
            recorded.shown_text(record.before),
            recorded.shown_text(record.after),
        )
        for record in found
    )
    write_table(columns, rows)


@command("check", "check --json")
@click.pass_obj
def check_command(state: State) -> ExitStatus:
    """Recompute every invariant of the store, and name each row that breaks one."""
    with at_desk(state) as desk, Progress() as progress:
        found = check(desk, progress)
    if state.json:
        document(found)
    else:
        _write_problems(found["problems"])
    return ExitStatus.DONE if found["ok"] else ExitStatus.BROKEN


def _write_problems(problems: Any, sound: str = "every invariant holds") -> None:
    rows = ((one["code"], one["detail"]) for one in problems)
    write_table((Column("Broken"), Column("Detail", limit=None)), rows)
    say(counted(len(problems), "problem") if problems else sound)


@command("backup", "backup /srv/backups/renewals-2026-11-22.db")
@click.argument("dest", type=click.Path(path_type=Path), metavar="DEST")
@click.pass_obj
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
    if state.json:
        document(found)
    else:
        say(printable(f"{found['backup']}: {found['bytes']:,} bytes"))
        _write_problems(found["problems"])
    return ExitStatus.DONE if found["ok"] else ExitStatus.BROKEN
