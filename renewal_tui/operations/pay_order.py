"""Paying an order that awaits payment, whole and as shown [R15, R19 to R21]."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from renewal_tui.domain.codes import OrderStatus
from renewal_tui.domain.planning import OrderPlan, payment_figures
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution import OneStep, Work
from renewal_tui.operations.orders import find_order, plan_payment
from renewal_tui.operations.outcomes import Purchased, planned_order
from renewal_tui.operations.purchase import recorded_line
from renewal_tui.store.orders import read_lines


class PaymentPlan(NamedTuple):
    """How an unpaid order would be paid now; `line_ids` are the store's own."""

    order: OrderPlan
    line_ids: tuple[int, ...]


@dataclass(frozen=True)
class Payment(OneStep[PaymentPlan, Purchased]):
    """Pay an order by its number; short of balance it stays unpaid."""

    number: int
    action = "pay_order"
    by_people = True
    outcome = Purchased

    def request(self) -> int:
        """The request as a plain value, to recognise it by [R29]."""
        return self.number

    def look(self, desk: Desk) -> PaymentPlan:
        """Plan it as it would be paid now. Raises Refused and Changed as `plan_payment` does."""
        order = find_order(desk, self.number)
        lines = read_lines(desk.store, self.number)
        plan = plan_payment(desk, order, lines)
        return PaymentPlan(plan, tuple(line.line_id for line in lines))

    def figures(self, plan: PaymentPlan) -> object:
        """Its lines, and how they are paid."""
        return payment_figures([plan.order])

    def changes(self, plan: PaymentPlan) -> bool:
        """Whether the balance is enough; else the key is kept for when it is."""
        return not plan.order.short_by

    def planned(self, _desk: Desk, plan: PaymentPlan) -> Purchased:
        """The order as it would be."""
        status = OrderStatus.UNPAID if plan.order.short_by else OrderStatus.PAID
        return Purchased((planned_order(plan.order, self.number, status),))

    def write(self, work: Work, plan: PaymentPlan) -> None:
        """Pay it."""
        order = plan.order
        work.books.pay(self.number, order, plan.line_ids)
        work.record(
            self.action,
            f"order {self.number}",
            {"status": "unpaid", "balance": order.account.balance},
            {
                "status": "paid",
                "total": order.total,
                "voucher_total": order.voucher_total,
                "balance": order.balance_after,
                "lines": [recorded_line(line) for line in order.lines],
            },
        )
