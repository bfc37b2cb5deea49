"""`list`: the instances that match a filter, in pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import click

from renewal_tui.cli import output
from renewal_tui.cli.choosing import filtered, tell_left_out
from renewal_tui.cli.options import command, stretch_options
from renewal_tui.cli.output import DocumentStream, say
from renewal_tui.cli.session import at_desk
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.cli.tables import Column, write_table
from renewal_tui.cli.types import OneOf
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter, Order, Sort
from renewal_tui.domain.money import show_money
from renewal_tui.domain.text import printable
from renewal_tui.domain.words import counted, left_of, money_text, policy_text, status_text
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.listing import list_pages, row_of
from renewal_tui.operations.wanted import settle
from renewal_tui.store.catalogue import read_currencies

FORMS = ("table", "csv", "ids")


@command("list", "list --within 7 --room cn-beijing-6 --account acme-prod")
@filtered
@click.option("--sort", type=OneOf(Sort), default=Sort.EXPIRE_DATE.value, help="By this column.")
@click.option("--desc", is_flag=True, help="The other way round.")
@click.option("--format", "form", type=OneOf(FORMS), help="table unless told otherwise.")
@stretch_options()
def list_command(
    state: State,
    *,
    wanted: Filter,
    sort: str,
    desc: bool,
    form: str | None,
    limit: int,
    offset: int,
) -> ExitStatus:
    """List the instances that match a filter.

    Filters combine with AND; without --tab the manual and the automatic ones are listed.
    Of a list of ids those that are not found are told on stderr.
    """
    if state.json and form is not None:
        raise click.UsageError("--json and --format cannot go together")
    with at_desk(state) as desk:
        wanted = settle(desk, wanted)
        total, pages = list_pages(desk, wanted, Order(Sort(sort), desc), offset, limit)
        rows = chain.from_iterable(pages)
        if form == "ids":
            for one in rows:
                output.write(f"{printable(one.instance_id)}\n")
        elif form == "csv":
            _write_csv(desk, rows)
        elif state.json:
            _write_json(state, desk, total, rows)
        else:
            _write_table(desk, wanted, total, rows)
        return ExitStatus.PARTLY if tell_left_out(desk, wanted) else ExitStatus.DONE


def _write_csv(desk: Desk, rows: Iterator[Instance]) -> None:
    from renewal_tui.operations.export import export_rows, list_of  # noqa: PLC0415 - as above

    export_rows(desk, "instances", "csv", output.write, list_of(rows, desk.today()))


def _write_json(state: State, desk: Desk, total: int, rows: Iterator[Instance]) -> None:
    from renewal_tui.operations.documents import document  # noqa: PLC0415 - a table needs none

    today = desk.today()
    state.stream = DocumentStream({"today": today.isoformat(), "total": total}, "rows")
    for instance in rows:
        state.stream.add(document(row_of(instance, today)))
    state.stream.close({})


def _write_table(desk: Desk, wanted: Filter, total: int, rows: Iterator[Instance]) -> None:
    today = desk.today()
    currencies = read_currencies(desk.store)
    kinds = set(currencies.values())
    one_currency = len(kinds) == 1
    several = len(currencies) > 1 and len(wanted.accounts) != 1

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
    prices = f", prices in {kinds.pop()}" if one_currency and count else ""
    say(f"{count:,} of {counted(total)}{prices}")
