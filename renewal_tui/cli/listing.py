"""`list`: the instances that match a filter, in pages; `show`: everything about one of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import click

from renewal_tui.cli.choosing import filtered, tell_left_out
from renewal_tui.cli.options import command, stretch_options
from renewal_tui.cli.output import DocumentStream, say
from renewal_tui.cli.session import answer, at_desk
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.cli.tables import Column, RowT, write_facts, write_table
from renewal_tui.cli.types import TEXT, OneOf
from renewal_tui.clock import moment
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter, Order, Sort
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import (
    counted,
    facts_of,
    left_of,
    money_text,
    policy_text,
    status_text,
)
from renewal_tui.operations import recorded
from renewal_tui.operations.accounts import list_accounts
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import document
from renewal_tui.operations.listing import Details, details, list_pages, row_of, shown
from renewal_tui.operations.wanted import settle
from renewal_tui.store.audit import AuditRecord
from renewal_tui.store.orders import InstanceOrder
from renewal_tui.store.runs import StoredAttempt


@command("list", "list --within 7 --room cn-beijing-6 --account acme-prod")
@filtered
@click.option("--sort", type=OneOf(Sort), default=Sort.EXPIRE_DATE.value, help="By this column.")
@click.option("--desc", is_flag=True, help="The other way round.")
@stretch_options()
def list_command(
    state: State, *, wanted: Filter, sort: str, desc: bool, limit: int, offset: int
) -> ExitStatus:
    """List the instances that match a filter.

    Filters combine with AND; without --tab the manual and the automatic ones are listed.
    Of a list of ids those that are not found are told on stderr.
    """
    with at_desk(state) as desk:
        wanted = settle(desk, wanted)
        total, pages = list_pages(desk, wanted, Order(Sort(sort), desc), offset, limit)
        rows = chain.from_iterable(pages)
        if state.json:
            _write_json(state, desk, total, rows)
        else:
            _write_table(desk, wanted, total, rows)
        return ExitStatus.PARTLY if tell_left_out(desk, wanted) else ExitStatus.DONE


def _write_json(state: State, desk: Desk, total: int, rows: Iterator[Instance]) -> None:
    today = desk.today()
    state.stream = DocumentStream({"today": today.isoformat(), "total": total}, "rows")
    for instance in rows:
        state.stream.add(document(row_of(instance, today)))
    state.stream.close({})


def _write_table(desk: Desk, wanted: Filter, total: int, rows: Iterator[Instance]) -> None:
    today = desk.today()
    accounts = list_accounts(desk)
    currencies = {account.code: account.currency for account in accounts}
    one_currency = len(set(currencies.values())) == 1
    several = len(accounts) > 1 and len(wanted.accounts) != 1

    def price(one: Instance) -> str:
        amount = one.monthly_price
        return show_money(amount) if one_currency else money_text(currencies[one.account], amount)

    owner = Column[Instance]("Account", lambda one: one.account)
    columns: list[Column[Instance]] = [
        Column("Instance", lambda one: one.instance_id),
        Column("Name", lambda one: one.name, limit=32),
        *([owner] if several else []),
        Column("Product", lambda one: one.product.code),
        Column("Room", lambda one: one.room.code),
        Column("Expire date", lambda one: one.expire_date),
        Column("Left", lambda one: left_of(one, today), right=True),
        Column("Price/month", price, right=True),
        Column("Policy", policy_text),
        Column("Status", lambda one: status_text(one, today), limit=100),
    ]
    count = write_table(columns, rows)
    prices = f", prices in {accounts[0].currency}" if one_currency and count else ""
    say(f"{count:,} of {counted(total)}{prices}")


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
