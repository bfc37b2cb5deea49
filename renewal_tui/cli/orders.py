"""`orders`: those there are, what is in one, and paying or cancelling one [R15, R19 to R21]."""

from __future__ import annotations

from typing import Any

import click

from renewal_tui.cli import order_text
from renewal_tui.cli.groups import DefaultGroup
from renewal_tui.cli.options import HELP, account_option, command, common
from renewal_tui.cli.order_payment import NUMBER, cancel_command, pay_command
from renewal_tui.cli.output import document, say
from renewal_tui.cli.session import at_desk
from renewal_tui.cli.state import PROGRAM, State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.tables import Column, write_facts, write_table
from renewal_tui.cli.types import OneOf, Whole
from renewal_tui.cli.wording import counted
from renewal_tui.clock import moment
from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.money import format_money, show_money
from renewal_tui.operations import orders
from renewal_tui.operations.accounts import find_account
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import document as document_of
from renewal_tui.operations.orders import OrderDetails
from renewal_tui.operations.outcomes import Ordered, planned_order, stored_order
from renewal_tui.operations.requests import parse_request, request_text
from renewal_tui.store.orders import StoredOrder

MOST = 1_000_000


@click.group(
    "orders",
    cls=DefaultGroup,
    default="list",
    epilog=f"\b\nExample: {PROGRAM} orders --status unpaid\nExample: {PROGRAM} orders pay 7 --yes",
    context_settings=HELP,
)
@common
def orders_group() -> None:
    """List, show, pay and cancel orders; without a command: list them."""


@command("list", "orders list --status unpaid", summary="List orders, the newest first.")
@click.option("--status", type=OneOf(OrderStatus), help="With this status only.")
@account_option()
@click.option(
    "--limit", type=Whole(0, MOST), default=50, metavar="N", help="So many at most (50); 0 counts."
)
@click.option("--offset", type=Whole(0, MOST), default=0, metavar="N", help="Leave out so many.")
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
        if state.json:
            document({"total": total, "rows": [_row(order) for order in found]})
        else:
            _write_table(desk, found)
            say(f"{len(found):,} of {counted(total, 'order')}")
    return ExitStatus.DONE


def _row(order: StoredOrder) -> dict[str, Any]:
    return {
        "order": order.number,
        "account": order.account,
        "currency": order.currency,
        "kind": order.kind.value,
        "request": request_text(parse_request(order.request)),
        "status": order.status.value,
        "total": format_money(order.total),
        "voucher_total": format_money(order.voucher_total),
        "balance_total": format_money(order.balance_total),
        "lines": order.lines,
        "made_at": order.made_at,
        "closed_at": order.closed_at,
        "operator": order.operator,
        "note": order.note,
    }


def _write_table(desk: Desk, found: list[StoredOrder]) -> None:
    zone = desk.store.settings.timezone
    columns = (
        Column("Order", right=True),
        Column("Account"),
        Column("Made"),
        Column("Request"),
        Column("Lines", right=True),
        Column("Total", right=True),
        Column("Currency"),
        Column("Status"),
        Column("Operator"),
        Column("Note"),
    )
    rows = (
        (
            order.number,
            order.account,
            moment(order.made_at, zone),
            request_text(parse_request(order.request)),
            order.lines,
            show_money(order.total),
            order.currency,
            order.status,
            order.operator,
            order.note,
        )
        for order in found
    )
    write_table(columns, rows)


@command("show", "orders show 7", summary="Show one order with its lines.")
@click.argument("number", type=NUMBER, metavar="N")
@click.pass_obj
def show_command(state: State, *, number: int) -> ExitStatus:
    """Show one order with its lines; an unpaid one as it would be paid now."""
    with at_desk(state) as desk:
        found = orders.show(desk, number)
        lines = _ordered(found)
        if state.json:
            row = _row(found.order)
            document({**row, **document_of(lines), "note": row["note"], "trouble": found.trouble})
        else:
            _write_facts(desk, found, lines)
            order_text.write_lines(lines)
    return ExitStatus.DONE


def _ordered(found: OrderDetails) -> Ordered:
    if found.payment is not None:
        return planned_order(found.payment, found.order.number, found.order.status)
    return stored_order(found.order, found.lines)


def _write_facts(desk: Desk, found: OrderDetails, shown: Ordered) -> None:
    order, zone = found.order, desk.store.settings.timezone
    facts: list[tuple[str, object]] = [
        ("Order", order.number),
        ("Account", order.account),
        ("Request", request_text(parse_request(order.request))),
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
    say(order_text.order_line(shown))


for one in (list_command, show_command, pay_command, cancel_command):
    orders_group.add_command(one)
