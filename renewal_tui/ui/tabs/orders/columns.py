"""The columns of the Orders tab."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from renewal_tui.clock import moment
from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.money import show_money
from renewal_tui.store.orders import StoredOrder
from renewal_tui.ui.widgets.table import Cell, Column
from renewal_tui.ui.words import order_text


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
        Column(
            key="order",
            title="Order",
            cell=lambda one: str(one.number),
            min_width=7,
            flex=0,
            align="right",
        ),
        Column(
            key="made",
            title="Made",
            cell=lambda one: moment(one.made_at, zone),
            min_width=16,
            flex=0,
            priority=2,
        ),
        Column(
            key="account",
            title="Account",
            cell=lambda one: one.account,
            min_width=10,
            max_width=18,
            priority=3,
        ),
        Column(
            key="what",
            title="What",
            cell=order_text,
            min_width=20,
            max_width=44,
            flex=2,
            priority=1,
        ),
        Column(
            key="lines",
            title="Lines",
            cell=lambda one: f"{one.lines:,}",
            min_width=5,
            flex=0,
            align="right",
            priority=3,
        ),
        Column(
            key="total",
            title="Total",
            cell=lambda one: f"{one.currency} {show_money(one.total)}",
            min_width=14,
            max_width=18,
            flex=0,
            align="right",
        ),
        Column(key="status", title="Status", cell=status, min_width=15, max_width=60, flex=3),
    ]
