"""One order: its lines, how it is or would be paid; pay it or cancel it [R19 to R21]."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from renewal_tui.clock import moment
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import money_text
from renewal_tui.errors import DeskError
from renewal_tui.operations import orders
from renewal_tui.operations.cancel_order import Cancellation
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution import preview
from renewal_tui.operations.outcomes import Purchased
from renewal_tui.operations.pay_order import Payment, PaymentPlan
from renewal_tui.ui.dialogs.ask import Confirm
from renewal_tui.ui.dialogs.base import label, paragraph, plain
from renewal_tui.ui.dialogs.line_columns import order_line_columns
from renewal_tui.ui.dialogs.operation import OperationDialog
from renewal_tui.ui.dialogs.top_up import TopUpDialog
from renewal_tui.ui.widgets.table import ListSource, RowTable


class OrderDialog(OperationDialog[PaymentPlan, Purchased]):
    """Opens one order; an unpaid one can be paid or cancelled here."""

    BUTTONS = (
        ("Close  esc", "close"),
        ("Pay  p", "pay"),
        ("Cancel order  c", "cancel_order"),
        ("Top up  t", "top_up"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "pay", show=False),
        Binding("c", "cancel_order", show=False),
        Binding("t", "top_up", show=False),
    ]

    def __init__(
        self, desk: Desk, number: int, *, read_only: bool, cancelling: bool = False
    ) -> None:
        super().__init__(desk)
        self._cancelling = cancelling
        self._read_only = read_only
        self._found = orders.show(desk, number)

    def operation(self) -> Payment | None:
        """Pay it, while it awaits payment."""
        number = self._found.order.number
        return Payment(number) if self._found.payment is not None else None

    @property
    def _unpaid(self) -> bool:
        found = self._found
        return not self._read_only and (found.payment is not None or found.trouble is not None)

    def heading(self) -> str:
        """Which order, and what it is for."""
        order = self._found.order
        return f"Order {order.number}: {orders.order_name(order)}, {order.status.value}"

    def body(self) -> Iterable[Widget]:
        """The lines and the totals."""
        order = self._found.order
        zone = self.desk.store.settings.timezone
        made = f"Made {moment(order.made_at, zone)} by {order.operator} for {order.account}"
        ended = order.closed_at
        closed = f", {order.status.value} {moment(ended, zone)}" if ended else ""
        note = f": {order.note}" if order.note else ""
        yield label(f"{made}{closed}{note}", classes="dim")
        source = ListSource(self._found.lines, lambda line: line.instance_id)
        yield self.rows_table(order_line_columns(), source)
        yield label("", id="totals")

    def fit(self) -> None:
        """The lines take what the rest leaves."""
        room = max(self.app.size.height - 13, 3)
        self.query_one(RowTable).styles.height = min(len(self._found.lines) + 1, room)

    def on_mount(self) -> None:
        """Who came to cancel it is asked at once."""
        if self._cancelling:
            self.call_after_refresh(self.action_cancel_order)

    def plan_anew(self, *, typing: bool = False) -> None:
        """Read it again: it may have been paid or cancelled by another."""
        self._found = orders.show(self.desk, self._found.order.number)
        super().plan_anew(typing=typing)

    def show_plan(self) -> None:
        """Show it as it is, or as it would be paid."""
        found, payment = self._found, self.seen.order if self.seen else None
        order = found.order
        total = f"Payable {money_text(order.currency, order.total)}"
        if payment is not None:
            lines = [
                f"{total}   vouchers would pay {show_money(payment.voucher_total)}, "
                f"the balance {show_money(payment.balance_total)}",
                f"Balance   before {show_money(payment.account.balance)}, "
                f"after {show_money(payment.balance_after)}"
                if not payment.short_by
                else f"Balance   short by {show_money(payment.short_by)}"
                + (": t tops up" if self._unpaid else ""),
            ]
        elif order.status.value == "paid":
            lines = [
                f"{total}   vouchers paid {show_money(order.voucher_total)}, "
                f"the balance {show_money(order.balance_total)}"
            ]
        else:
            lines = [total]
        self.say("#heading", paragraph([self.heading()]))
        self.say("#totals", paragraph(lines))
        # What stands against paying it says more than that something has changed.
        told = self.notice if self.notice != self.CHANGED else found.trouble
        self.say("#notice", told or self.notice or found.trouble or "")
        payable = self._unpaid and payment is not None and not payment.short_by
        pay = self.offer("#pay", offered=payable)
        pay.label = plain(f"Pay {money_text(order.currency, order.total)}  p")
        pay.refresh(layout=True)
        self.offer("#cancel-order", offered=self._unpaid)
        short = self._unpaid and payment is not None and payment.short_by
        self.offer("#top-up", offered=bool(short))

    def action_top_up(self) -> None:
        """Top up the account when it is short."""
        payment = self.seen.order if self.seen else None
        if self._unpaid and payment is not None and payment.short_by:
            dialog = TopUpDialog(self.desk, payment.account.code, payment.short_by)
            self.app.push_screen(dialog, self.again)

    def action_pay(self) -> None:
        """Pay what is shown."""
        if self._unpaid and self.seen and not self.seen.order.short_by:
            number = self._found.order.number
            self.carry_out(self.operation(), self.shown, f"Paying order {number}")

    def action_cancel_order(self) -> None:
        """Cancel the order, after a yes."""
        if not self._unpaid:
            return
        number = self._found.order.number
        cancellation = Cancellation(number)
        try:
            shown = preview(self.desk, cancellation)
        except DeskError as error:
            self.notice = str(error)
            self.plan_anew()
            return
        ask = Confirm(
            f"Cancel order {number}?",
            "Its instances can be renewed in another order then. Nothing was charged for it.",
            yes="Cancel the order",
            no="Keep it",
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self.carry_out(cancellation, shown, f"Cancelling order {number}", answered=True)

        self.app.push_screen(ask, answered)
