"""The columns of an order's lines: as they are planned, and as they were stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from renewal_tui.domain.money import show_money
from renewal_tui.domain.planning import Line
from renewal_tui.store.orders import StoredLine
from renewal_tui.ui.widgets.table import Column

LineT = TypeVar("LineT")


def plan_columns(*, accounts: bool) -> list[Column[Line]]:
    """The columns of planned lines; `accounts` says whose each is."""
    owner = Column[Line](
        "account", "Account", lambda line: line.instance.account, 8, 14, priority=1
    )
    return [
        _instance(lambda line: line.instance_id),
        _name(lambda line: line.instance.name, priority=4),
        *([owner] if accounts else []),
        _date("Expires", lambda line: line.instance.expire_date, priority=3),
        _date("New date", lambda line: line.to_date),
        _money("List price", lambda line: line.fee.list_price, priority=5),
        _money("Discount", lambda line: line.fee.discount, priority=6),
        _money("Payable", lambda line: line.fee.payable),
        _money("Vouchers", lambda line: sum(use.amount for use in line.vouchers), priority=1),
        _money("Balance", lambda line: line.balance, priority=2),
    ]


def order_line_columns() -> list[Column[StoredLine]]:
    """The columns of the lines of an order that was made."""
    return [
        _instance(lambda line: line.instance_id),
        _name(lambda line: line.name, priority=3),
        _date("From", lambda line: line.from_date),
        _date("To", lambda line: line.to_date),
        _money("List price", lambda line: line.list_price, priority=4),
        _money("Discount", lambda line: line.discount, priority=5),
        _money("Payable", lambda line: line.payable),
    ]


def _instance(cell: Callable[[LineT], str]) -> Column[LineT]:
    return Column("id", "Instance", cell, 13, 20, cut="middle")


def _name(name: Callable[[LineT], str], priority: int) -> Column[LineT]:
    return Column("name", "Name", lambda line: name(line) or "-", 10, 26, flex=2, priority=priority)


def _date(title: str, day: Callable[[LineT], date], priority: int = 0) -> Column[LineT]:
    return Column(title, title, lambda line: day(line).isoformat(), 10, priority=priority)


def _money(title: str, amount: Callable[[LineT], int], priority: int = 0) -> Column[LineT]:
    def cell(line: LineT) -> str:
        return show_money(amount(line))

    return Column(title, title, cell, 10, align="right", priority=priority)
