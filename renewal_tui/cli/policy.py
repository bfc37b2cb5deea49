"""`policy`: switches instances between manual and automatic renewal [R4 to R6]."""

from __future__ import annotations

import click

from renewal_tui.cli.buying_text import write_skipped
from renewal_tui.cli.changing import answer, changing_desk, key_of
from renewal_tui.cli.choosing import refuse_unmatched, selected
from renewal_tui.cli.keys import how_far, key_option, stopped_text
from renewal_tui.cli.options import command, dry_run_option, yes_option
from renewal_tui.cli.output import document, note, say
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.tables import Column, write_table
from renewal_tui.cli.types import Months, OneOf
from renewal_tui.cli.watching import Batch
from renewal_tui.cli.wording import counted
from renewal_tui.domain.codes import Policy
from renewal_tui.domain.filters import Matching, Selection
from renewal_tui.operations import set_policy
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import PolicyDocument
from renewal_tui.operations.set_policy import Switch


@command("policy", "policy auto i-7f3a91c2d4 i-7c11c05dff --months 3")
@click.argument("policy", type=OneOf((Policy.AUTO, Policy.MANUAL)), metavar="auto|manual")
@selected
@click.option("--months", type=Months(), help="What an automatic renewal buys (1 month).")
@dry_run_option()
@key_option()
@yes_option(hidden=True)
@click.pass_obj
def policy_command(
    state: State,
    *,
    policy: str,
    selection: Selection,
    months: str | None,
    dry_run: bool,
    key: str | None,
    yes: bool,  # noqa: ARG001 - accepted, so that scripts need not know which commands ask
) -> ExitStatus:
    """Switch instances between manual and automatic renewal.

    Those that cannot be switched are reported with their reasons; the others are switched.
    """
    if months and policy == Policy.MANUAL:
        raise click.UsageError("--months goes with auto only")
    switch = Switch(selection, Policy(policy), int(months) if months else None)
    with changing_desk(state, dry_run=dry_run) as desk:
        if dry_run:
            refuse_unmatched(desk, selection)
            found = set_policy.dry_run(desk, switch, key)
            if state.json:
                document(found)
            else:
                _write_answer(found, switch)
            return status_of(found)
        chosen = key_of(state, key)
        found, stopped = _submit(desk, switch, chosen)
        answer(state, desk, chosen, found, lambda: _write_answer(found, switch))
        if stopped:
            note(f"{state.path}: {stopped_text(chosen)}")
        return stopped or status_of(found)


def _submit(desk: Desk, switch: Switch, key: str) -> tuple[PolicyDocument, ExitStatus | None]:
    """The answer, and the status of the signal that stopped it part way, if one did."""
    far = how_far(desk, key, set_policy.ACTION, switch.value())
    if far is None:
        # Not before the key is known to be new: what it has switched may match no more [R29].
        refuse_unmatched(desk, switch.selection)
        if not isinstance(switch.selection, Matching):
            planned = set_policy.dry_run(desk, switch, key)
            if not planned["changed"]:  # then nothing is written, not even the key
                return {**planned, "dry_run": False}, None
    with Batch() as batch:
        found = set_policy.submit(desk, switch, key, watch=batch)
    return found, batch.status if found["interrupted"] else None


def status_of(found: PolicyDocument) -> ExitStatus:
    """All switched, some, or none."""
    if not found["changed"]:
        return ExitStatus.NOTHING
    return ExitStatus.PARTLY if found["skipped"] or found["interrupted"] else ExitStatus.DONE


def _write_answer(found: PolicyDocument, switch: Switch) -> None:
    write_table([Column("Switched")], ([name] for name in found["changed"]))
    write_skipped(found["skipped"])
    would = "would be " if found["dry_run"] else ""
    number = counted(len(found["changed"]), "instance")
    name = "automatic" if switch.policy is Policy.AUTO else "manual"
    say(f"{number} {would}switched to {name} renewal, {len(found['skipped']):,} left out")
