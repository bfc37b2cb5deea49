"""`orders pay` and `orders cancel`: an order that awaits payment is paid as shown, or given up."""

from __future__ import annotations

import click

from renewal_tui.cli import buying_text
from renewal_tui.cli.asking import confirm, require_voice
from renewal_tui.cli.changing import answer, changing_desk, key_of
from renewal_tui.cli.keys import how_far, key_option
from renewal_tui.cli.options import command, dry_run_option, yes_option
from renewal_tui.cli.output import document, note
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.types import Whole
from renewal_tui.cli.watching import Batch
from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.money import show_money
from renewal_tui.domain.planning import OrderPlan
from renewal_tui.errors import Changed, Refused
from renewal_tui.operations import orders
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import OrderDocument, PurchaseDocument, order_document
from renewal_tui.store.orders import read_lines

NUMBER = Whole(1, 10**12, "an order number")


@command("pay", "orders pay 7 --yes", summary="Pay an unpaid order, whole.")
@click.argument("number", type=NUMBER, metavar="N")
@dry_run_option()
@key_option()
@yes_option()
@click.pass_obj
def pay_command(
    state: State, *, number: int, dry_run: bool, key: str | None, yes: bool
) -> ExitStatus:
    """Pay an unpaid order, whole.

    Asks first. One whose balance is short stays unpaid; it says by how much.
    """
    if not dry_run:
        require_voice(yes=yes)
    with changing_desk(state, dry_run=dry_run) as desk:
        if dry_run:
            plan = _plan(desk, number)
            paid = OrderStatus.UNPAID if plan.short_by else OrderStatus.PAID
            return _show(state, _document(order_document(plan, number, paid), key, dry_run=True))
        chosen = key_of(state, key)
        plan_shown = None
        if how_far(desk, chosen, orders.PAY, number) is None:
            plan_shown = _plan(desk, number)
            if plan_shown.short_by:  # nothing is asked, and the key is kept for when it can be paid
                unpaid = order_document(plan_shown, number, OrderStatus.UNPAID)
                return _show(state, _document(unpaid, chosen, dry_run=False))
            if not yes:
                _ask(plan_shown, number)
        try:
            with Batch():
                found = orders.pay(desk, number, chosen, plan_shown)
        except Changed:
            _tell_figures(state, desk, number)
            raise
        answer(state, desk, chosen, found, lambda: buying_text.write_answer(found))
        return _status_of(found)


def _plan(desk: Desk, number: int) -> OrderPlan:
    """How it would be paid now. Raises Refused when it does not await payment."""
    with desk.store.reading():
        order = orders.find_order(desk, number)
        return orders.plan_payment(desk, order, read_lines(desk.store, number))


def _ask(plan: OrderPlan, number: int) -> None:
    shown = order_document(plan, number, OrderStatus.PAID)
    note(buying_text.order_line(shown, dry_run=True))
    buying_text.write_lines(shown, note)
    balance, after = show_money(plan.account.balance), show_money(plan.balance_after)
    note(f"Balance {balance} -> {after}")
    confirm(f"Pay {plan.account.currency} {show_money(plan.total)}?")


def _tell_figures(state: State, desk: Desk, number: int) -> None:
    try:
        plan = _plan(desk, number)
    except Refused:
        return
    now = order_document(plan, number, OrderStatus.UNPAID)
    if state.json:
        state.figures = {"now": _document(now, None, dry_run=True)}
    else:
        note("What it comes to now:", buying_text.order_line(now))


def _document(order: OrderDocument, key: str | None, *, dry_run: bool) -> PurchaseDocument:
    return {
        "operation_key": key,
        "dry_run": dry_run,
        "interrupted": False,
        "orders": [order],
        "skipped": [],
    }


def _show(state: State, found: PurchaseDocument) -> ExitStatus:
    if state.json:
        document(found)
    else:
        buying_text.write_answer(found)
    return _status_of(found)


def _status_of(found: PurchaseDocument) -> ExitStatus:
    unpaid = any(order["status"] == OrderStatus.UNPAID for order in found["orders"])
    return ExitStatus.PARTLY if unpaid else ExitStatus.DONE


@command("cancel", "orders cancel 7 --yes", summary="Cancel an unpaid order.")
@click.argument("number", type=NUMBER, metavar="N")
@dry_run_option()
@key_option()
@yes_option()
@click.pass_obj
def cancel_command(
    state: State, *, number: int, dry_run: bool, key: str | None, yes: bool
) -> ExitStatus:
    """Cancel an unpaid order, and free its instances. Asks first."""
    if not dry_run:
        require_voice(yes=yes)
    with changing_desk(state, dry_run=dry_run) as desk:
        chosen = None if dry_run else key_of(state, key)
        if chosen is None or how_far(desk, chosen, orders.CANCEL, number) is None:
            shown = _cancellable(desk, number)
            if chosen is None:
                cancelled: OrderDocument = {**shown, "status": OrderStatus.CANCELLED.value}
                return _show(state, _document(cancelled, key, dry_run=True))
            if not yes:
                note(buying_text.order_line(shown))
                buying_text.write_lines(shown, note)
                confirm(f"Cancel order {number}?")
        with Batch():
            found = orders.cancel(desk, number, chosen)
        answer(state, desk, chosen, found, lambda: buying_text.write_answer(found))
    return ExitStatus.DONE


def _cancellable(desk: Desk, number: int) -> OrderDocument:
    """An order that may be cancelled. Raises Refused."""
    with desk.store.reading():
        order = orders.find_order(desk, number)
        if order.status is not OrderStatus.UNPAID:
            raise Refused(f"order {number} is {order.status.value}: nothing was changed")
        return orders.stored_document(order, read_lines(desk.store, number))
