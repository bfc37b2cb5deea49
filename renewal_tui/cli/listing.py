"""`list`: the instances that match a filter, in pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import click

from renewal_tui.cli.choosing import filtered
from renewal_tui.cli.options import command, stretch_options
from renewal_tui.cli.output import DocumentStream, say
from renewal_tui.cli.session import at_desk
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.tables import Column, Table
from renewal_tui.cli.types import OneOf
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter, Order, Sort
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import counted, left_of, money_text, policy_text, status_text
from renewal_tui.operations.accounts import list_accounts
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import document
from renewal_tui.operations.listing import list_pages, row_of


@command("list", "list --within 7 --room cn-beijing-6 --account acme-prod")
@filtered
@click.option("--sort", type=OneOf(Sort), default=Sort.EXPIRE_DATE.value, help="By this column.")
@click.option("--desc", is_flag=True, help="The other way round.")
@stretch_options()
@click.pass_obj
def list_command(
    state: State, *, wanted: Filter, sort: str, desc: bool, limit: int, offset: int
) -> ExitStatus:
    """List the instances that match a filter.

    Filters combine with AND; without --tab the manual and the automatic ones are listed.
    """
    with at_desk(state) as desk:
        total, pages = list_pages(desk, wanted, Order(Sort(sort), desc), offset, limit)
        rows = chain.from_iterable(pages)
        if state.json:
            _write_json(state, desk, total, rows)
        else:
            _write_table(desk, wanted, total, rows)
    return ExitStatus.DONE


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
    table = Table[Instance](
        [
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
    )
    for instance in rows:
        table.add(instance)
    table.close()
    prices = f", prices in {accounts[0].currency}" if one_currency and table.count else ""
    say(f"{table.count:,} of {counted(total)}{prices}")
