"""What came of an operation, as values: minor units, dates, enums; a field's name is its JSON key.

An operation is done in parts (transactions): a part's outcome has the shape of the whole one's.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from renewal_tui.domain.codes import Failed, OrderStatus, Renewed, Skipped
from renewal_tui.domain.money import Money
from renewal_tui.domain.planning import Line, OrderPlan
from renewal_tui.domain.vouchers import VoucherUse
from renewal_tui.store.audit import AuditHead
from renewal_tui.store.orders import StoredLine, StoredOrder


class Ending(NamedTuple):
    """How an operation ended: its key, and whether the same key would do the rest.

    A document begins with it, all but `changed`.
    """

    operation_key: str | None
    dry_run: bool = False
    interrupted: bool = False
    changed: bool = False
    """Interrupted since what comes next is not as it was shown [R21]."""


UNENDED = Ending(None)
"""The ending of a part: what it is a part of has not ended yet."""


class OrderedLine(NamedTuple):
    """A line of an order; `from_date` is the old expire date, `to_date` the new one."""

    instance_id: str
    months: int
    days: int
    from_date: date
    to_date: date
    list_price: Money
    discount: Money
    payable: Money
    vouchers: tuple[VoucherUse, ...]
    balance: Money


class Ordered(NamedTuple):
    """An order as it was planned, made or paid; `order` is None where it has no number yet."""

    order: int | None
    account: str
    currency: str
    status: OrderStatus
    total: Money
    voucher_total: Money
    balance_total: Money
    short_by: Money
    lines: tuple[OrderedLine, ...]


class Purchased(NamedTuple):
    """What a renewal, a unification, a payment or a cancellation came to."""

    orders: tuple[Ordered, ...]
    skipped: tuple[Skipped, ...] = ()
    ending: Ending = UNENDED


class Switched(NamedTuple):
    """What a switch of policy came to; `changed` are instance ids."""

    changed: tuple[str, ...]
    skipped: tuple[Skipped, ...] = ()
    ending: Ending = UNENDED


class Undone(NamedTuple):
    """What was taken back of an operation [R33]: instances switched back, orders cancelled.

    `paid` are the orders of it that stay, since they are paid.
    """

    undoes: str
    action: str
    changed: tuple[str, ...]
    cancelled: tuple[int, ...] = ()
    paid: tuple[int, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    ending: Ending = UNENDED


class ClockGuard(NamedTuple):
    """Why a run did nothing [R11]: it is before the last one, or too long after it."""

    today: date
    last: date

    @property
    def is_late(self) -> bool:
        """Whether the clock can be accepted."""
        return self.today > self.last


class Ran(NamedTuple):
    """What a run of the engine came to; `refused` says why a clock guard stopped it [R11]."""

    business_date: date
    run: int | None = None
    refused: ClockGuard | None = None
    renewed: tuple[Renewed, ...] = ()
    failed: tuple[Failed, ...] = ()
    missed: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    audit_head: AuditHead | None = None
    ending: Ending = UNENDED


class ToppedUp(NamedTuple):
    """What a top-up came to."""

    account: str
    currency: str
    amount: Money
    balance_before: Money
    balance: Money
    ending: Ending = UNENDED


def planned_order(plan: OrderPlan, order: int | None, status: OrderStatus) -> Ordered:
    """A planned order, with its number once it has one."""
    return Ordered(
        order,
        plan.account.code,
        plan.account.currency,
        status,
        plan.total,
        plan.voucher_total,
        plan.balance_total,
        plan.short_by,
        tuple(map(planned_line, plan.lines)),
    )


def planned_line(line: Line) -> OrderedLine:
    """A planned line."""
    return OrderedLine(
        line.instance.instance_id,
        line.months,
        line.days,
        line.instance.expire_date,
        line.to_date,
        *line.fee,
        line.vouchers,
        line.balance,
    )


def stored_order(order: StoredOrder, lines: list[StoredLine]) -> Ordered:
    """An order as it is stored; until it is paid no voucher has a part in it, as its lines say."""
    from_vouchers = order.voucher_total if order.status is OrderStatus.PAID else 0
    return Ordered(
        order.number,
        order.account,
        order.currency,
        order.status,
        order.total,
        from_vouchers,
        order.total - from_vouchers,
        0,
        tuple(map(_stored_line, lines)),
    )


def _stored_line(line: StoredLine) -> OrderedLine:
    return OrderedLine(
        line.instance_id,
        line.months,
        line.days,
        line.from_date,
        line.to_date,
        line.list_price,
        line.discount,
        line.payable,
        line.vouchers,
        line.payable - sum(use.amount for use in line.vouchers),
    )
