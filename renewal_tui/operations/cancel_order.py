"""Cancelling an order that awaits payment, which frees its instances [R20]."""

from __future__ import annotations

from dataclasses import dataclass

from renewal_tui.domain.codes import OrderStatus
from renewal_tui.errors import Refused
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution import OneStep, Work
from renewal_tui.operations.execution.work import cancel_unpaid
from renewal_tui.operations.orders import find_order
from renewal_tui.operations.outcomes import Ordered, Purchased, stored_order
from renewal_tui.store.orders import read_lines


@dataclass(frozen=True)
class Cancellation(OneStep[Ordered, Purchased]):
    """Cancel an order by its number."""

    number: int
    action = "cancel_order"
    by_people = True
    outcome = Purchased

    def request(self) -> int:
        """The request as a plain value, to recognise it by [R29]."""
        return self.number

    def look(self, desk: Desk) -> Ordered:
        """The order, while it awaits payment. Raises Refused when it does not."""
        order = find_order(desk, self.number)
        if order.status is not OrderStatus.UNPAID:
            raise Refused(f"order {self.number} is {order.status.value}: nothing was changed")
        return stored_order(order, read_lines(desk.store, self.number))

    def figures(self, plan: Ordered) -> object:
        """The order and its lines."""
        return plan

    def planned(self, _desk: Desk, plan: Ordered) -> Purchased:
        """The order as it would be."""
        return Purchased((plan._replace(status=OrderStatus.CANCELLED),))

    def write(self, work: Work, _plan: Ordered) -> None:
        """Cancel it."""
        cancel_unpaid(work, self.number, f"cancelled by {work.operator}")
