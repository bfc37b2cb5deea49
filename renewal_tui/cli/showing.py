"""`show`: everything about one instance, and why it is or is not renewable."""

from __future__ import annotations

import click

from renewal_tui.cli.answer import answer
from renewal_tui.cli.options import command
from renewal_tui.cli.output import say
from renewal_tui.cli.session import at_desk
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.tables import Column, write_facts, write_table
from renewal_tui.cli.types import TEXT
from renewal_tui.clock import moment
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import facts_of
from renewal_tui.operations import recorded
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.listing import Details, details, shown


@command("show", "show i-7f3a91c2d4")
@click.argument("instance", type=TEXT, metavar="INSTANCE")
@click.pass_obj
def show_command(state: State, *, instance: str) -> ExitStatus:
    """Show everything about one instance, and why it is or is not renewable."""
    with at_desk(state) as desk:
        found = details(desk, instance)
        answer(state, shown(found), lambda _: _write_page(desk, found))
    return ExitStatus.DONE


def _write_page(desk: Desk, found: Details) -> None:
    write_facts(facts_of(found.instance, found.account, found.today))
    history = found.history
    if history.orders:
        say("", "Orders")
        columns = [
            Column("Order", right=True),
            Column("Status"),
            Column("From"),
            Column("To"),
            Column("Payable", right=True),
        ]
        rows = [(*one[:4], show_money(one.payable)) for one in history.orders]
        write_table(columns, rows, indent="  ")
    if history.attempts:
        say("", "Failed automatic renewals")
        columns = [Column("Date"), Column("Reason", limit=None)]
        write_table(columns, [one[:2] for one in history.attempts], indent="  ")
    if history.audit:
        say("", "Activity")
        zone = desk.store.settings.timezone
        columns = [
            Column("At"),
            Column("Operator"),
            Column("From"),
            Column("Action"),
            Column("Before", limit=None),
            Column("After", limit=None),
        ]
        activity = [
            (
                moment(record.at, zone),
                record.operator,
                record.source,
                record.action,
                recorded.shown_text(record.before),
                recorded.shown_text(record.after),
            )
            for record in history.audit
        ]
        write_table(columns, activity, indent="  ")
