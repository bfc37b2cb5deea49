"""One order: its lines, how it is or would be paid; pay it or cancel it [R19 to R21]."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from renewal_tui.clock import moment
from renewal_tui.domain.money import show_money
from renewal_tui.errors import DeskError
from renewal_tui.operations import keyed, orders
from renewal_tui.operations.desk import Desk, Watch, new_key
from renewal_tui.operations.documents import PurchaseDocument
from renewal_tui.store.orders import StoredLine
from renewal_tui.ui.columns.orders import order_text
from renewal_tui.ui.dialogs.ask import Confirm
from renewal_tui.ui.dialogs.base import button, label, paragraph, plain
from renewal_tui.ui.dialogs.line_columns import order_line_columns
from renewal_tui.ui.dialogs.part_way import told_of_refusal
from renewal_tui.ui.dialogs.progress import Progress
from renewal_tui.ui.dialogs.rows import RowsDialog
from renewal_tui.ui.dialogs.top_up import TopUp
from renewal_tui.ui.jobs import Job
from renewal_tui.ui.widgets.table import ListSource, RowTable


class OrderDialog(RowsDialog[PurchaseDocument]):
    """Opens one order; an unpaid one can be paid or cancelled here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "pay", show=False),
        Binding("c", "cancel_order", show=False),
        Binding("t", "top_up", show=False),
    ]

    def __init__(
        self, desk: Desk, number: int, *, read_only: bool, cancelling: bool = False
    ) -> None:
        super().__init__()
        self._cancelling = cancelling
        self._desk = desk
        self._read_only = read_only
        self._found = orders.show(desk, number)
        self._key = new_key()
        self._notice = ""

    @property
    def _unpaid(self) -> bool:
        found = self._found
        return not self._read_only and (found.payment is not None or found.trouble is not None)

    def heading(self) -> str:
        """Which order, and what it is for."""
        order = self._found.order
        return f"Order {order.number}: {order_text(order)}, {order.status.value}"

    def body(self) -> Iterable[Widget]:
        """The lines and the totals."""
        order = self._found.order
        zone = self._desk.store.settings.timezone
        made = f"Made {moment(order.made_at, zone)} by {order.operator} for {order.account}"
        ended = order.closed_at
        closed = f", {order.status.value} {moment(ended, zone)}" if ended else ""
        note = f": {order.note}" if order.note else ""
        yield label(f"{made}{closed}{note}", classes="dim")
        table = RowTable[StoredLine](
            order_line_columns(),
            ListSource(self._found.lines, lambda line: line.instance_id),
            markable=False,
            ascii=getattr(self.app, "ascii_only", False),
            id="lines",
        )
        yield table
        yield label("", id="totals")
        yield label("", id="notice", classes="bad")

    def fit(self) -> None:
        """The lines take what the rest leaves."""
        room = max(self.app.size.height - 13, 3)
        self.query_one(RowTable).styles.height = min(len(self._found.lines) + 1, room)

    def buttons(self) -> Iterable[Widget]:
        """Leaving is the safe one."""
        yield button("Close  esc", "close", safe=True)
        yield button("Pay  p", "pay", id="pay")
        yield button("Cancel order  c", "cancel_order", id="cancel-order")
        yield button("Top up  t", "top_up", id="top-up")

    def on_mount(self) -> None:
        """Show the figures; who came to cancel it is asked at once."""
        self._show()
        if self._cancelling:
            self.call_after_refresh(self.action_cancel_order)

    def _show(self) -> None:
        found = self._found
        order, payment = found.order, found.payment
        total = f"Payable {order.currency} {show_money(order.total)}"
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
        self.say("#notice", self._notice or found.trouble or "")
        payable = self._unpaid and payment is not None and not payment.short_by
        pay = self.offer("#pay", offered=payable)
        pay.label = plain(f"Pay {order.currency} {show_money(order.total)}  p")
        pay.refresh(layout=True)
        self.offer("#cancel-order", offered=self._unpaid)
        short = self._unpaid and payment is not None and payment.short_by
        self.offer("#top-up", offered=bool(short))

    def action_top_up(self) -> None:
        """Top up the account when it is short."""
        payment = self._found.payment
        if self._unpaid and payment is not None and payment.short_by:
            self.app.push_screen(
                TopUp(self._desk, payment.account.code, payment.short_by), self._again
            )

    def _again(self, _: object) -> None:
        self.look_again()
        self._found = orders.show(self._desk, self._found.order.number)
        self._show()

    def action_pay(self) -> None:
        """Pay what is shown."""
        payment = self._found.payment
        if not self._unpaid or payment is None or payment.short_by:
            return
        desk, number, key = self._desk, self._found.order.number, self._key

        def work(_: Watch) -> PurchaseDocument:
            keyed.intend(desk, key, orders.PAY, number)
            with told_of_refusal(desk, key):
                return orders.pay(desk, number, key, payment)

        self.app.push_screen(Progress(f"Paying order {number}", Job(desk, work)), self._ended)

    def action_cancel_order(self) -> None:
        """Cancel the order, after a yes."""
        if self._unpaid:
            number = self._found.order.number
            ask = Confirm(
                f"Cancel order {number}?",
                "Its instances can be renewed in another order then. Nothing was charged for it.",
                yes="Cancel the order",
                no="Keep it",
            )
            self.app.push_screen(ask, self._cancel)

    def _cancel(self, yes: bool | None) -> None:
        if not yes:
            return
        desk, number, key = self._desk, self._found.order.number, new_key()

        def work(_: Watch) -> PurchaseDocument:
            keyed.intend(desk, key, orders.CANCEL, number)
            with told_of_refusal(desk, key):
                return orders.cancel(desk, number, key)

        self.app.push_screen(Progress(f"Cancelling order {number}", Job(desk, work)), self._ended)

    def _ended(self, job: Job | None) -> None:
        if job is None:
            return
        if job.error is None:
            self.dismiss(job.answer)
            return
        self._key = new_key()
        if not isinstance(job.error, DeskError):
            raise job.error
        self._notice = str(job.error)
        self._again(None)
