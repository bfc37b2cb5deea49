"""Books orders: every movement of money, in the caller's transaction, by compare-and-set [R30].

Each method either changes exactly the rows that the plan names, still as they were planned, or
raises Changed, and then the transaction around it changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from renewal_tui.clock import stamp
from renewal_tui.domain.codes import OrderKind, OrderStatus
from renewal_tui.domain.planning import Line, OrderPlan
from renewal_tui.errors import Changed
from renewal_tui.operator import Actor
from renewal_tui.store import schema
from renewal_tui.store.connection import Store
from renewal_tui.store.sql import in_parts, insert_into

_TERM = (
    "UPDATE term SET expire_date = %s, anchor_day = %s, renewed_here = TRUE, unpaid_order_id = NULL"
    " WHERE id = %s AND expire_date = %s AND policy = %s"
    " AND EXISTS (SELECT 1 FROM instance i WHERE i.id = term.id AND i.monthly_price = %s)"
)
_BLOCK = (
    "UPDATE term SET unpaid_order_id = %s"
    " WHERE id = %s AND expire_date = %s AND unpaid_order_id IS NULL"
)
_USE = insert_into("voucher_use", "voucher_id, line_id, amount")
_ENTRY = insert_into(
    "ledger_entry", "account_id, order_id, kind, amount, balance_after, note, operator, at"
)
_PAID = insert_into("paid_term", "instance_id, from_date, line_id")
_SPEND = "UPDATE voucher SET remaining = remaining - %s WHERE id = %s AND remaining >= %s"
_BALANCE = "UPDATE account SET balance = %s WHERE id = %s AND balance = %s"


class NewOrder(NamedTuple):
    """A planned order with what it was asked by: its kind, request (JSON) and operation key."""

    plan: OrderPlan
    kind: OrderKind
    request: str
    operation_key: str
    use_vouchers: bool


class Books:
    """Writes orders for one operator at one moment, in the caller's transaction."""

    def __init__(self, store: Store, actor: Actor, now: datetime, note: str = "") -> None:
        """`note` stands on the orders that are made, or paid or cancelled, and top-ups [R32]."""
        self._store = store
        self._note = note
        self._operator = actor.operator
        self._at = stamp(now)
        self._accounts: dict[str, int] = dict(store.sql("SELECT code, id FROM account"))

    def make_unpaid(self, orders: Sequence[NewOrder]) -> list[int]:
        """Write orders that await payment and block their instances [R20]; their numbers."""
        numbers, _ = self._write(orders, OrderStatus.UNPAID)
        blocks = [
            (number, line.instance.row, line.instance.expire_date.isoformat())
            for number, order in zip(numbers, orders, strict=True)
            for line in order.plan.lines
        ]
        self._exactly(_BLOCK, blocks)
        return numbers

    def make_paid(self, orders: Sequence[NewOrder]) -> list[int]:
        """Write orders and pay them whole; their numbers. Their plans follow one another."""
        numbers, line_ids = self._write(orders, OrderStatus.PAID)
        self._settle([order.plan for order in orders], numbers, line_ids)
        return numbers

    def pay(self, number: int, plan: OrderPlan, line_ids: Sequence[int]) -> None:
        """Pay an order that was made before; `line_ids` are its lines in the plan's order."""
        totals = {name: getattr(plan, name) for name in ("total", "voucher_total", "balance_total")}
        totals |= {"note": self._note} if self._note else {}
        self._close(number, status=OrderStatus.PAID.value, closed_at=self._at, **totals)
        self._settle([plan], [number], line_ids)

    def cancel(self, number: int, reason: str, closed_at: str, note: str = "") -> None:
        """Cancel an unpaid order, as of a moment and for a reason, and free its instances."""
        term, lines = schema.Term, schema.OrderLine
        facts = {"status": OrderStatus.CANCELLED.value, "closed_at": closed_at, "reason": reason}
        self._close(number, **facts, **({"note": note} if note else {}))
        named = lines.select(lines.instance).where(lines.order == number)
        self._store.change(
            term.update(unpaid_order=None).where(
                term.instance.in_(named), term.unpaid_order == number
            )
        )

    def _close(self, number: int, **facts: object) -> None:
        table = schema.Order
        awaiting = (table.id == number, table.status == OrderStatus.UNPAID.value)
        if self._store.change(table.update(**facts).where(*awaiting)) != 1:
            raise Changed(f"order {number} does not await payment any more")

    def top_up(self, account: str, balance: int, amount: int) -> None:
        """Add to a balance (minor units) that is still what it was."""
        row = self._accounts[account]
        if self._store.many(_BALANCE, [(balance + amount, row, balance)]) != 1:
            raise Changed(f"the balance of {account} has changed")
        self._store.many(_ENTRY, [self._entry(row, amount, balance + amount, note=self._note)])

    def _entry(
        self, account: int, amount: int, after: int, order: int | None = None, note: str = ""
    ) -> tuple[object, ...]:
        """The values of `_ENTRY`: a movement of a balance for an order, or a top-up."""
        kind = "order" if order else "top_up"
        return (account, order, kind, amount, after, note, self._operator, self._at)

    def _write(self, orders: Sequence[NewOrder], status: OrderStatus) -> tuple[list[int], range]:
        # Numbers are given out here, inside the write lock, so that lines know their orders.
        first = self._store.highest("orders") + 1
        numbers = list(range(first, first + len(orders)))
        closed = self._at if status is OrderStatus.PAID else None
        at_once = (status.value, self._operator, self._at, closed, self._note)
        made = [
            _order_row(number, self._accounts[order.plan.payer.code], order, at_once)
            for number, order in zip(numbers, orders, strict=True)
        ]
        self._store.many(_ORDER, made)
        lines = [
            (number, line)
            for number, order in zip(numbers, orders, strict=True)
            for line in order.plan.lines
        ]
        first_line = self._store.highest("order_line") + 1
        line_ids = range(first_line, first_line + len(lines))
        rows = [_line_row(id, *line) for id, line in zip(line_ids, lines, strict=True)]
        self._store.many(_LINE, rows)
        return numbers, line_ids

    def _settle(
        self, plans: Sequence[OrderPlan], numbers: Sequence[int], line_ids: Sequence[int]
    ) -> None:
        lines = [line for plan in plans for line in plan.lines]
        self._exactly(_TERM, map(_term_row, lines))
        bought = zip((line.instance for line in lines), line_ids, strict=True)
        paid = [(one.row, one.expire_date.isoformat(), line_id) for one, line_id in bought]
        self._store.many(_PAID, paid)
        self._spend_vouchers(lines, line_ids)
        self._spend_balances(plans, numbers)

    def _spend_vouchers(self, lines: Sequence[Line], line_ids: Sequence[int]) -> None:
        spent: Counter[str] = Counter()
        for line in lines:
            for use in line.vouchers:
                spent[use.voucher_id] += use.amount
        if not spent:
            return
        table = schema.Voucher
        rows: dict[str, int] = {}
        for codes in in_parts(list(spent)):
            query = table.select(table.code, table.id).where(table.code.in_(codes))
            rows.update(self._store.rows(query))
        spends = [(amount, rows[code], amount) for code, amount in sorted(spent.items())]
        self._exactly(_SPEND, spends)
        uses = [
            (rows[use.voucher_id], line_id, use.amount)
            for line, line_id in zip(lines, line_ids, strict=True)
            for use in line.vouchers
        ]
        self._store.many(_USE, uses)

    def _spend_balances(self, plans: Sequence[OrderPlan], numbers: Sequence[int]) -> None:
        entries = []
        moves: dict[int, tuple[int, int]] = {}
        for plan, number in zip(plans, numbers, strict=True):
            if plan.short_by:
                raise Changed("a plan that is short cannot be paid")
            account, after = self._accounts[plan.payer.code], plan.balance_after
            start, _ = moves.get(account, (plan.balance, 0))
            moves[account] = (start, after)
            if plan.balance_total:
                entries.append(self._entry(account, -plan.balance_total, after, number))
        moved = [(end, account, start) for account, (start, end) in moves.items() if start != end]
        self._exactly(_BALANCE, moved)
        self._store.many(_ENTRY, entries)

    def _exactly(self, text: str, rows: Iterable[Sequence[object]]) -> None:
        wanted = list(rows)
        if wanted and self._store.many(text, wanted) != len(wanted):
            raise Changed("something this rests on has changed; nothing was charged")


_ORDER = insert_into(
    "orders",
    "id, account_id, kind, request, operation_key, status, use_vouchers,"
    " total, voucher_total, balance_total, operator, made_at, closed_at, note, reason",
)


def _order_row(
    number: int, account: int, order: NewOrder, at_once: tuple[str, str, str, str | None, str]
) -> tuple[object, ...]:
    """The values of `_ORDER`; `at_once` is what all orders of one moment have in common."""
    plan, kind, request, key, use_vouchers = order
    status, operator, made_at, closed_at, note = at_once
    return (
        *(number, account, kind.value, request, key, status, use_vouchers),
        *(plan.total, plan.voucher_total, plan.balance_total),
        *(operator, made_at, closed_at, note, ""),
    )


_LINE = insert_into(
    "order_line",
    "id, order_id, instance_id, months, days, from_date, to_date, anchor_after,"
    " monthly_price, list_price, discount, payable",
)


def _line_row(line_id: int, order: int, line: Line) -> tuple[object, ...]:
    """The values of `_LINE`."""
    instance, months, days, to_date, anchor_after, fee, _, _ = line
    return (
        *(line_id, order, instance.row, months, days),
        *(instance.expire_date.isoformat(), to_date.isoformat(), anchor_after),
        *(instance.monthly_price, fee.list_price, fee.discount, fee.payable),
    )


def _term_row(line: Line) -> tuple[object, ...]:
    instance = line.instance
    return (
        line.to_date.isoformat(),
        line.anchor_after,
        instance.row,
        instance.expire_date.isoformat(),
        instance.policy.value,
        instance.monthly_price,
    )
