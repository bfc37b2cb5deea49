"""`orders`: those there are, what is in one, and paying or cancelling one [R15, R19 to R21]."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

import click

from renewal_tui.cli import order_text
from renewal_tui.cli.answer import answer
from renewal_tui.cli.groups import group
from renewal_tui.cli.options import account_option, command, stretch_options
from renewal_tui.cli.order_payment import NUMBER, cancel_command, pay_command
from renewal_tui.cli.output import say
from renewal_tui.cli.session import at_desk
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.tables import Column, write_facts, write_table
from renewal_tui.cli.types import OneOf
from renewal_tui.clock import moment
from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import counted
from renewal_tui.operations import orders
from renewal_tui.operations.accounts import find_account
from renewal_tui.operations.orders import OrderList, OrderRow, ShownOrder, order_row


@group("orders", "orders --status unpaid", "orders pay 7 --yes", default="list")
def orders_group() -> None:
    """List, show, pay and cancel orders; without a command: list them."""


@command("list", "orders list --status unpaid", summary="List orders, the newest first.")
@click.option("--status", type=OneOf(OrderStatus), help="With this status only.")
@account_option()
@stretch_options()
@click.pass_obj
def list_command(
    state: State, *, status: str | None, account: str | None, limit: int, offset: int
) -> ExitStatus:
    """List orders, the newest first."""
    wanted = OrderStatus(status) if status else None
    with at_desk(state) as desk:
        if account is not None:
            find_account(desk, account)
        accounts = frozenset((account,) if account is not None else ())
        total = orders.count(desk, wanted, accounts)
        found = orders.list_orders(desk, wanted, accounts, offset=offset, limit=limit)
        rows = OrderList(total, tuple(map(order_row, found)))
        answer(state, rows, partial(_write_table, desk.store.settings.timezone))
    return ExitStatus.DONE


def _write_table(zone: ZoneInfo, found: OrderList) -> None:
    columns: tuple[Column[OrderRow], ...] = (
        Column("Order", lambda one: one.order, right=True),
        Column("Account", lambda one: one.account),
        Column("Made", lambda one: moment(one.made_at, zone)),
        Column("Request", lambda one: one.request),
        Column("Lines", lambda one: one.lines, right=True),
        Column("Total", lambda one: show_money(one.total), right=True),
        Column("Currency", lambda one: one.currency),
        Column("Status", lambda one: one.status),
        Column("Operator", lambda one: one.operator),
        Column("Note", lambda one: one.note),
    )
    write_table(columns, found.rows)
    say(f"{len(found.rows):,} of {counted(found.total, 'order')}")


@command("show", "orders show 7", summary="Show one order with its lines.")
@click.argument("number", type=NUMBER, metavar="N")
@click.pass_obj
def show_command(state: State, *, number: int) -> ExitStatus:
    """Show one order with its lines; an unpaid one as it would be paid now."""
    with at_desk(state) as desk:
        found = orders.shown(desk, number)
        answer(state, found, partial(_write_order, desk.store.settings.timezone))
    return ExitStatus.DONE


def _write_order(zone: ZoneInfo, found: ShownOrder) -> None:
    order = found.row
    facts: list[tuple[str, object]] = [
        ("Order", order.order),
        ("Account", order.account),
        ("Request", order.request),
        ("Made", f"{moment(order.made_at, zone)} by {order.operator}"),
        ("Status", order.status),
    ]
    if order.closed_at:
        facts.append(("Closed", moment(order.closed_at, zone)))
    if order.note:
        facts.append(("Note", order.note))
    if found.trouble:
        facts.append(("Cannot be paid", found.trouble))
    write_facts(facts)
    say(order_text.order_line(found.ordered))
    order_text.write_lines(found.ordered.lines)


for one in (list_command, show_command, pay_command, cancel_command):
    orders_group.add_command(one)
