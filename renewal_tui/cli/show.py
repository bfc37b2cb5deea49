"""`show`: everything about one instance."""

from __future__ import annotations

import click

from renewal_tui.cli.options import command
from renewal_tui.cli.output import say
from renewal_tui.cli.session import answer, at_desk
from renewal_tui.cli.state import State
from renewal_tui.cli.tables import Column, RowT, write_facts, write_table
from renewal_tui.cli.types import TEXT
from renewal_tui.clock import moment
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import facts_of
from renewal_tui.operations import recorded
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.details import Details, details, shown
from renewal_tui.store.audit import AuditRecord
from renewal_tui.store.orders import InstanceOrder
from renewal_tui.store.runs import StoredAttempt

_ORDERS: tuple[Column[InstanceOrder], ...] = (
    Column("Order", lambda one: one.order, right=True),
    Column("Status", lambda one: one.status),
    Column("From", lambda one: one.from_date),
    Column("To", lambda one: one.to_date),
    Column("Payable", lambda one: show_money(one.payable), right=True),
)
_ATTEMPTS: tuple[Column[StoredAttempt], ...] = (
    Column("Date", lambda one: one.business_date),
    Column("Reason", lambda one: one.reason, limit=None),
)


@command("show", "show i-7f3a91c2d4")
@click.argument("instance", type=TEXT, metavar="INSTANCE")
def show_command(state: State, *, instance: str) -> None:
    """Show everything about one instance, and why it is or is not renewable."""
    with at_desk(state) as desk:
        found = details(desk, instance)
        answer(state, shown(found), lambda _: _write_page(desk, found))


def _write_page(desk: Desk, found: Details) -> None:
    write_facts(facts_of(found.instance, found.account, found.today))
    zone = desk.store.settings.timezone
    events: tuple[Column[AuditRecord], ...] = (
        Column("At", lambda one: moment(one.at, zone)),
        Column("Operator", lambda one: one.operator),
        Column("From", lambda one: one.source),
        Column("What", recorded.record_text, limit=None),
    )
    _write_part("Orders", _ORDERS, found.orders)
    _write_part("Failed automatic renewals", _ATTEMPTS, found.attempts)
    _write_part("Activity", events, found.audit)


def _write_part(title: str, columns: tuple[Column[RowT], ...], rows: tuple[RowT, ...]) -> None:
    if rows:
        say("", title)
        write_table(columns, rows, indent="  ")
