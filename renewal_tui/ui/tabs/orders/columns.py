"""The columns of the Orders tab."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from renewal_tui.clock import moment
from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.words import money_text
from renewal_tui.operations.orders import order_name
from renewal_tui.store.orders import StoredOrder
from renewal_tui.ui.widgets.table import Cell, Column


def order_columns(zone: ZoneInfo) -> list[Column[StoredOrder]]:
    """The columns of the Orders tab."""

    def status(order: StoredOrder) -> Cell:
        words = {
            OrderStatus.UNPAID: ("Awaits payment", "due"),
            OrderStatus.PAID: ("Paid", ""),
            OrderStatus.CANCELLED: (f"Cancelled: {order.note}", "dim"),
        }
        return words[order.status]

    return [
        Column("order", "Order", lambda one: str(one.number), 7, flex=0, align="right"),
        Column("made", "Made", lambda one: moment(one.made_at, zone), 16, flex=0, priority=2),
        Column("account", "Account", lambda one: one.account, 10, 18, priority=3),
        Column("what", "What", order_name, 20, 44, flex=2, priority=1),
        Column(
            "lines", "Lines", lambda one: f"{one.lines:,}", 5, flex=0, align="right", priority=3
        ),
        Column(
            "total",
            "Total",
            lambda one: money_text(one.currency, one.total),
            14,
            18,
            flex=0,
            align="right",
        ),
        Column("status", "Status", status, 15, 60, flex=3),
    ]
