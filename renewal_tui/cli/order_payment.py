"""`orders pay` and `orders cancel`: an order that awaits payment is paid as shown, or given up."""

from __future__ import annotations

from collections.abc import Iterable

import click

from renewal_tui.cli import order_text
from renewal_tui.cli.carry_out import carry_out
from renewal_tui.cli.how import How, changing
from renewal_tui.cli.options import command
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.types import Whole
from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import money_text
from renewal_tui.operations.cancel_order import Cancellation
from renewal_tui.operations.outcomes import Ordered, planned_order
from renewal_tui.operations.pay_order import Payment, PaymentPlan

NUMBER = Whole(1, 10**12, "an order number")


@command("pay", "orders pay 7 --yes", summary="Pay an unpaid order, whole.")
@click.argument("number", type=NUMBER, metavar="N")
@changing()
@click.pass_obj
def pay_command(state: State, *, number: int, how: How) -> ExitStatus:
    """Pay an unpaid order, whole.

    Asks first. One whose balance is short stays unpaid; it says by how much.
    """
    return carry_out(state, PaymentPage(Payment(number)), how)


@command("cancel", "orders cancel 7 --yes", summary="Cancel an unpaid order.")
@click.argument("number", type=NUMBER, metavar="N")
@changing()
@click.pass_obj
def cancel_command(state: State, *, number: int, how: How) -> ExitStatus:
    """Cancel an unpaid order, and free its instances. Asks first."""
    return carry_out(state, CancellationPage(Cancellation(number)), how)


class PaymentPage(order_text.OrdersPage[PaymentPlan]):
    """A payment: shows the order as it would be paid now."""

    def __init__(self, payment: Payment) -> None:
        super().__init__(payment)
        self._number = payment.number

    def needs_voice(self, seen: PaymentPlan) -> bool:
        """Whether it can be paid: else nothing is asked, and the key is kept for when it can."""
        return not seen.order.short_by

    def preview(self, seen: PaymentPlan) -> Iterable[str]:
        """The order with its lines, and the balance before and afterwards."""
        plan = seen.order
        status = OrderStatus.UNPAID if plan.short_by else OrderStatus.PAID
        yield from _order_lines(planned_order(plan, self._number, status), dry_run=True)
        if not plan.short_by:
            balance, after = show_money(plan.account.balance), show_money(plan.balance_after)
            yield f"Balance {balance} -> {after}"

    def question(self, seen: PaymentPlan) -> str:
        """The amount."""
        return f"Pay {money_text(seen.order.account.currency, seen.order.total)}?"


class CancellationPage(order_text.OrdersPage[Ordered]):
    """A cancellation: shows the order."""

    def __init__(self, cancellation: Cancellation) -> None:
        super().__init__(cancellation)
        self._number = cancellation.number

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
