"""`show`: everything about one instance, and why it is or is not renewable."""

from __future__ import annotations

from collections.abc import Iterator

import click

from renewal_tui.cli.answer import answer
from renewal_tui.cli.options import command
from renewal_tui.cli.output import say
from renewal_tui.cli.session import at_desk
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.tables import Column, write_facts, write_table
from renewal_tui.cli.types import Text
from renewal_tui.cli.wording import left_of, policy_text, status_text
from renewal_tui.clock import moment
from renewal_tui.domain.codes import months_text
from renewal_tui.domain.eligibility import release_date, why_blocked, why_not_listed
from renewal_tui.domain.money import show_money
from renewal_tui.operations import recorded
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.listing import Details, details, shown


@command("show", "show i-7f3a91c2d4")
@click.argument("instance", type=Text(), metavar="INSTANCE")
@click.pass_obj
def show_command(state: State, *, instance: str) -> ExitStatus:
    """Show everything about one instance, and why it is or is not renewable."""
    with at_desk(state) as desk:
        found = details(desk, instance)
        answer(state, shown(found), lambda _: _write_page(desk, found))
    return ExitStatus.DONE


def _write_page(desk: Desk, found: Details) -> None:
    write_facts(_facts(found))
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


def _facts(found: Details) -> Iterator[tuple[str, object]]:
    instance, today = found.instance, found.today
    product, room = instance.product, instance.room
    yield "Instance", instance.instance_id
    yield "Name", instance.name or "(none)"
    yield "Account", f"{instance.account} ({found.account.name})"
    yield "Product", f"{product.code} ({product.name})"
    yield "Room", f"{room.code} ({room.name})"
    yield "Type", instance.type
    yield "Billing mode", instance.billing_mode.replace("_", "-")
    yield "Expire date", f"{instance.expire_date} ({left_of(instance, today)})"
    yield "Release date", release_date(instance)
    yield "Anchor day", instance.anchor_day
    yield "Policy", policy_text(instance)
    yield "Price/month", f"{show_money(instance.monthly_price)} {found.account.currency}"
    if product.discounts:
        offers = (f"{months_text(key)} {off} %" for key, off in sorted(product.discounts.items()))
        yield "Discounts", ", ".join(offers)
    yield "Status", status_text(instance, today)
    refusal = why_not_listed(instance, today) or why_blocked(instance)
    yield "Renewable", f"no: {refusal.reason}" if refusal else "yes"
