"""Buying time for a selection: what renewal and unification have in common [R15 to R29]."""

from __future__ import annotations

from abc import abstractmethod
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import Any, NamedTuple

from renewal_tui.domain.codes import OrderKind, OrderStatus, Skipped
from renewal_tui.domain.filters import Selection
from renewal_tui.domain.planning import (
    Funds,
    Line,
    OrderPlan,
    Plan,
    Request,
    cost_figures,
    payment_figures,
    plan_operation,
)
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution import Course, Operation, Work
from renewal_tui.operations.execution.shown import Figures
from renewal_tui.operations.outcomes import Ending, Ordered, Purchased, planned_order
from renewal_tui.operations.requests import check_request, request_json, request_value
from renewal_tui.operations.selection import read_funds, resolve, selection_value
from renewal_tui.store.booking import NewOrder
from renewal_tui.store.orders import renewed_by_operation


class AccountTotals(NamedTuple):
    """What one account's orders of a preview come to, in minor units."""

    account: str
    currency: str
    balance_before: int
    lines: int = 0
    total: int = 0
    voucher_total: int = 0
    balance_total: int = 0
    short_by: int = 0


@dataclass
class Preview:
    """What was shown of a purchase: the first part's plan in full, and the totals of all parts."""

    plan: Plan | None = None
    totals: dict[str, AccountTotals] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How many instances would get a new expire date."""
        return sum(total.lines for total in self.totals.values())

    @property
    def sums(self) -> dict[str, int]:
        """What is to be paid, by currency."""
        sums: dict[str, int] = {}
        for total in self.totals.values():
            sums[total.currency] = sums.get(total.currency, 0) + total.total
        return sums

    @property
    def short_by(self) -> int:
        """By how much the balances are short, added up over the accounts."""
        return sum(total.short_by for total in self.totals.values())

    def add(self, plan: Plan) -> None:
        """Take in the next part's plan."""
        self.plan = self.plan or plan
        self.skipped.extend(plan.skipped)
        for order in plan.orders:
            code = order.account.code
            known = self.totals.get(code) or AccountTotals(
                code, order.account.currency, order.account.balance
            )
            self.totals[code] = known._replace(
                lines=known.lines + len(order.lines),
                total=known.total + order.total,
                voucher_total=known.voucher_total + order.voucher_total,
                balance_total=known.balance_total + order.balance_total,
                short_by=known.short_by + order.short_by,
            )


@dataclass(frozen=True)
class Purchase(Operation[Plan, Preview, Purchased]):
    """What is asked for: which instances, and how it is to be paid [R14, R15]."""

    selection: Selection
    use_vouchers: bool = field(default=True, kw_only=True)
    pay_later: bool = field(default=False, kw_only=True)
    outcome = Purchased

    @property
    @abstractmethod
    def term(self) -> Request:
        """The term that each instance gets."""

    def request(self) -> Any:
        """The request as plain values, to recognise it by [R29]."""
        return {
            "selection": selection_value(self.selection),
            "request": request_value(self.term),
            "use_vouchers": self.use_vouchers,
            "pay_later": self.pay_later,
        }

    def check(self) -> None:
        """Refuse a period or a day that is not offered. Raises UsageProblem."""
        check_request(self.term)

    def course(self, desk: Desk, key: str | None) -> PurchaseCourse:
        """Find the selection's rows, in parts of whole accounts wherever an account fits [R19]."""
        return PurchaseCourse(self, desk, key)

    def see(self, seen: Preview | None, plan: Plan) -> Preview:
        """Add a part's plan."""
        seen = seen or Preview()
        seen.add(plan)
        return seen

    def join(self, parts: Sequence[Purchased], ending: Ending) -> Purchased:
        """All orders; a batch that was resumed names nobody it has ordered as left out."""
        orders = tuple(order for part in parts for order in part.orders)
        ordered = {line.instance_id for order in orders for line in order.lines}
        skipped = {one.instance_id: one for part in parts for one in part.skipped}
        left_out = tuple(one for name, one in skipped.items() if name not in ordered)
        return Purchased(orders, left_out, ending)

    def status_of(self, order: OrderPlan) -> OrderStatus:
        """What a planned order would be: paid whole, or left unpaid [R15, R19]."""
        return OrderStatus.UNPAID if self.pay_later or order.short_by else OrderStatus.PAID


class PurchaseCourse(Course[Plan, Purchased]):
    """A purchase that is being planned or made, part by part."""

    paced = False

    def __init__(self, purchase: Purchase, desk: Desk, key: str | None) -> None:
        self._purchase = purchase
        self._desk = desk
        self._key = key
        resolved = resolve(desk, purchase.selection)
        self._parts = resolved.parts or [array("q")]
        self._stops = list(accumulate(map(len, self._parts)))
        self._unknown = resolved.unknown
        self.total = resolved.total

    def stop_of(self, start: int, _pace: int) -> int:
        """A part is whole accounts wherever an account fits, whatever the pace [R19]."""
        return next(stop for stop in self._stops if stop > start or stop == self.total)

    def begin(self, today: date) -> None:
        """What earlier parts have spent is in the store now."""
        self._funds = Funds({}, {}, today)
        self._today = today

    def plan(self, start: int, stop: int) -> Plan:
        """Plan one part; what the same key has ordered already is left out."""
        rows: Sequence[int] = self._parts[self._stops.index(stop)]
        if self._key:
            again = renewed_by_operation(self._desk.store, self._key, rows)
            rows = [row for row in rows if row not in again]
        if self._purchase.pay_later:
            # Nothing will be spent, so every part finds what the first one found.
            self._funds = Funds({}, {}, self._today)
        instances = self._desk.reader().by_rows(rows)
        read_funds(self._desk, instances, self._funds)
        plan = plan_operation(
            self._purchase.term,
            instances,
            self._funds,
            self._today,
            use_vouchers=self._purchase.use_vouchers,
        )
        return plan if start else plan._replace(skipped=(*plan.skipped, *self._unknown))

    def figures(self, plan: Plan) -> Iterable[Figures]:
        """What it costs, and how it is paid; of an order to be paid later only what it costs."""
        cost = cost_figures(plan)
        yield (cost,) if self._purchase.pay_later else (cost, payment_figures(plan.orders))

    def changes(self, plan: Plan) -> bool:
        """Whether there is an order to be made."""
        return bool(plan.orders)

    def planned(self, plan: Plan) -> Purchased:
        """The orders as they would be made."""
        status = self._purchase.status_of
        orders = tuple(planned_order(order, None, status(order)) for order in plan.orders)
        return Purchased(orders, plan.skipped)

    def write(self, work: Work, plan: Plan, *, last: bool) -> Purchased:
        """Write one part's orders, and pay those that can be paid whole."""
        del last
        status, term = self._purchase.status_of, self._purchase.term
        text, kind = request_json(term), OrderKind(self._purchase.action)
        numbers: dict[int, int] = {}
        for wanted, make in (
            (OrderStatus.PAID, work.books.make_paid),
            (OrderStatus.UNPAID, work.books.make_unpaid),
        ):
            orders = [one for one in plan.orders if status(one) is wanted]
            uses = self._purchase.use_vouchers
            new = [NewOrder(one, kind, text, work.key, uses) for one in orders]
            numbers.update(zip(map(id, orders), make(new), strict=True))
        made = [planned_order(order, numbers[id(order)], status(order)) for order in plan.orders]
        for order, done in zip(plan.orders, made, strict=True):
            self._record(work, order, done)
        return Purchased(tuple(made), plan.skipped)

    def _record(self, work: Work, order: OrderPlan, made: Ordered) -> None:
        paid = made.status is OrderStatus.PAID
        work.record(
            self._purchase.action,
            f"order {made.order}",
            {"account": order.account.code, "balance": order.account.balance},
            {
                **request_value(self._purchase.term),
                "status": made.status.value,
                "total": order.total,
                "voucher_total": order.voucher_total,
                "balance": order.balance_after if paid else order.account.balance,
                "lines": [recorded_line(line) for line in order.lines],
            },
        )


def recorded_line(line: Line) -> tuple[str, str, str]:
    """A line of an order as the audit trail keeps it: the instance, its old and new expire date."""
    return (
        line.instance.instance_id,
        line.instance.expire_date.isoformat(),
        line.to_date.isoformat(),
    )
