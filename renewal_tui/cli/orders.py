"""`orders`: those there are, what is in one, and paying or cancelling one [R15, R19 to R21]."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from zoneinfo import ZoneInfo

import click

from renewal_tui.cli import order_text
from renewal_tui.cli.carry_out import carry_out
from renewal_tui.cli.changing import How, changing
from renewal_tui.cli.groups import group
from renewal_tui.cli.options import account_option, command, stretch_options
from renewal_tui.cli.order_text import OrdersPage
from renewal_tui.cli.output import say
from renewal_tui.cli.session import answer, at_desk
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.cli.tables import Column, write_facts, write_table
from renewal_tui.cli.types import OneOf, whole
from renewal_tui.clock import moment
from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import counted, money_text
from renewal_tui.operations import orders
from renewal_tui.operations.accounts import find_account
from renewal_tui.operations.cancel_order import Cancellation
from renewal_tui.operations.orders import OrderList, OrderRow, ShownOrder, order_row
from renewal_tui.operations.outcomes import Ordered, planned_order
from renewal_tui.operations.pay_order import Payment, PaymentPlan

NUMBER = whole(1, 10**12, "an order number")


@group("orders", "orders --status unpaid", "orders pay 7 --yes", default="list")
def orders_group() -> None:
    """List, show, pay and cancel orders; without a command: list them."""


@command("list", "orders list --status unpaid", summary="List orders, the newest first.")
@click.option("--status", type=OneOf(OrderStatus), help="With this status only.")
@account_option()
@stretch_options()
def list_command(
    state: State, *, status: str | None, account: str | None, limit: int, offset: int
) -> None:
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
def show_command(state: State, *, number: int) -> None:
    """Show one order with its lines; an unpaid one as it would be paid now."""
    with at_desk(state) as desk:
        found = orders.show(desk, number)
        shown = ShownOrder(order_row(found.order), found.ordered, found.trouble)
        answer(state, shown, partial(_write_order, desk.store.settings.timezone))


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


@command("pay", "orders pay 7 --yes", summary="Pay an unpaid order, whole.")
@click.argument("number", type=NUMBER, metavar="N")
@changing()
def pay_command(state: State, *, number: int, how: How) -> ExitStatus:
    """Pay an unpaid order, whole.

    Asks first. One whose balance is short stays unpaid; it says by how much.
    """
    return carry_out(state, PaymentPage(Payment(number)), how)


@command("cancel", "orders cancel 7 --yes", summary="Cancel an unpaid order.")
@click.argument("number", type=NUMBER, metavar="N")
@changing()
def cancel_command(state: State, *, number: int, how: How) -> ExitStatus:
    """Cancel an unpaid order, and free its instances. Asks first."""
    return carry_out(state, CancellationPage(Cancellation(number)), how)


class PaymentPage(OrdersPage[PaymentPlan]):
    """A payment: shows the order as it would be paid now."""

    operation: Payment

    def preview(self, seen: PaymentPlan) -> Iterable[str]:
        """The order with its lines, and the balance before and afterwards."""
        plan = seen.order
        status = OrderStatus.UNPAID if plan.short_by else OrderStatus.PAID
        yield from _order_lines(planned_order(plan, self.operation.number, status), dry_run=True)
        if not plan.short_by:
            balance, after = show_money(plan.account.balance), show_money(plan.balance_after)
            yield f"Balance {balance} -> {after}"

    def question(self, seen: PaymentPlan) -> str | None:
        """The amount; nothing is asked, and the key is kept, while the balance is short."""
        amount = money_text(seen.order.account.currency, seen.order.total)
        return None if seen.order.short_by else f"Pay {amount}?"


class CancellationPage(OrdersPage[Ordered]):
    """A cancellation: shows the order."""

    def preview(self, seen: Ordered) -> Iterable[str]:
        """The order with its lines."""
        return _order_lines(seen)

    def question(self, seen: Ordered) -> str:
        """Which order."""
        return f"Cancel order {seen.order}?"


def _order_lines(order: Ordered, *, dry_run: bool = False) -> list[str]:
    lines = [order_text.order_line(order, dry_run=dry_run)]
    order_text.write_lines(order.lines, lines.append)
    return lines


for one in (list_command, show_command, pay_command, cancel_command):
    orders_group.add_command(one)
