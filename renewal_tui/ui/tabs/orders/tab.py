"""The Orders tab [R19, R20]."""

from __future__ import annotations

from typing import Any, NamedTuple

from renewal_tui.clock import moment
from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.words import counted, money_text
from renewal_tui.operations import orders
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.sources import OrdersSource
from renewal_tui.store.orders import StoredOrder
from renewal_tui.ui.actions import tab_change
from renewal_tui.ui.tabs.tab import Question, Tab
from renewal_tui.ui.tabs.table_tab import TableTab
from renewal_tui.ui.widgets.line_bar import Piece
from renewal_tui.ui.widgets.table import Cell, Column, RowSource


class OrderFigures(NamedTuple):
    """How many orders there are, and how many of them await payment."""

    total: int
    unpaid: int


def count_orders(desk: Desk, accounts: frozenset[str]) -> OrderFigures:
    """Count the orders of some accounts, all when none is named."""
    unpaid = orders.count(desk, OrderStatus.UNPAID, accounts)
    return OrderFigures(orders.count(desk, None, accounts), unpaid)


class Orders(TableTab[StoredOrder, OrderFigures]):
    """The orders of the chosen accounts."""

    NAME, KEY, TITLE = "orders", "4", "Orders"
    NEWEST_FIRST = True
    NOTHING = "No orders yet. r on the Manual renewal tab makes one."
    ACTIONS = (
        tab_change("pay_order", ("p",), "Pay order", "open the order to pay it", "Pay"),
        tab_change(
            "cancel_order",
            ("c",),
            "Cancel order",
            "cancel the order under the cursor",
            "Cancel order",
        ),
        *TableTab.ACTIONS,
    )

    def columns(self) -> list[Column[StoredOrder]]:
        """The columns."""
        zone = self.host.desk.store.settings.timezone
        return [
            Column("order", "Order", lambda one: str(one.number), 7, align="right"),
            Column("made", "Made", lambda one: moment(one.made_at, zone), 16, priority=2),
            Column("account", "Account", lambda one: one.account, 10, 18, priority=3),
            Column("what", "What", orders.order_name, 20, 44, flex=2, priority=1),
            Column("lines", "Lines", lambda one: f"{one.lines:,}", 5, align="right", priority=3),
            Column("total", "Total", _total, 14, align="right"),
            Column("status", "Status", _status, 15, 60, flex=3),
        ]

    def source(self) -> RowSource[StoredOrder]:
        """The orders as they are now."""
        return OrdersSource(self.host.desk, self.host.accounts)

    def question(self, shown: Tab[Any]) -> Question:
        """Count the orders of the chosen accounts."""
        del shown
        return count_orders, self.host.accounts

    def count(self, figures: OrderFigures) -> int:
        """All of them."""
        return figures.total

    def status(self, figures: OrderFigures) -> list[Piece]:
        """How many there are, and how many await payment."""
        pieces = [Piece(counted(figures.total, "order"), "dim")]
        if figures.unpaid:
            verb = "awaits" if figures.unpaid == 1 else "await"
            pieces.append(Piece(f", {figures.unpaid:,} {verb} payment", "due"))
        return pieces

    def open_row(self, row: StoredOrder) -> None:
        """Show the order."""
        self.host.dispatcher.open_order(row.number)

    def action_pay_order(self) -> None:
        """Pay the order under the cursor: opens it, so that what `p` then pays has been seen."""
        self._open_unpaid(cancelling=False)

    def action_cancel_order(self) -> None:
        """Cancel the order under the cursor, after a yes."""
        self._open_unpaid(cancelling=True)

    def _open_unpaid(self, *, cancelling: bool) -> None:
        order = self.table.cursor_item
        if order is not None and order.status is not OrderStatus.UNPAID:
            text = f"Order {order.number} is {order.status.value}: it awaits no payment."
            self.app.notify(text, markup=False)
        elif order is not None:
            self.host.dispatcher.open_order(order.number, cancelling=cancelling)


def _total(order: StoredOrder) -> Cell:
    return money_text(order.currency, order.total)


def _status(order: StoredOrder) -> Cell:
    words = {
        OrderStatus.UNPAID: ("Awaits payment", "due"),
        OrderStatus.PAID: ("Paid", ""),
        OrderStatus.CANCELLED: (f"Cancelled: {order.note}", "dim"),
    }
    return words[order.status]
