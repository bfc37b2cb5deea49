"""Orders: those there are, and how one that awaits payment would be paid now [R15, R19, R20]."""

from __future__ import annotations

from typing import NamedTuple

from renewal_tui.domain.codes import OrderKind, OrderStatus, Refusal
from renewal_tui.domain.money import Money
from renewal_tui.domain.planning import Funds, OrderPlan, Term, plan_order, term_of
from renewal_tui.domain.request_words import order_text, request_text
from renewal_tui.errors import Changed, Refused
from renewal_tui.operations.desk import LAPSED, Desk, lapsed_at
from renewal_tui.operations.documents import Among
from renewal_tui.operations.outcomes import Ordered, planned_order, stored_order
from renewal_tui.operations.requests import parse_request
from renewal_tui.operations.selection import read_funds
from renewal_tui.store.orders import (
    StoredLine,
    StoredOrder,
    count_orders,
    read_lines,
    read_order,
    read_orders,
)

_MOST = 2**63 - 1
"""The largest number that a store can be asked for."""

PAGE = 2_000
"""Orders that are read at one moment."""


class OrderRow(NamedTuple):
    """One row of `orders`; `lines` is how many, times in UTC."""

    order: int
    account: str
    currency: str
    kind: OrderKind
    request: str
    status: OrderStatus
    total: Money
    voucher_total: Money
    balance_total: Money
    lines: int
    made_at: str
    closed_at: str | None
    operator: str
    note: str


class OrderList(NamedTuple):
    """The answer of `orders`: how many there are in all, and a stretch of them."""

    total: int
    rows: tuple[OrderRow, ...]


class OrderDetails(NamedTuple):
    """An order with its lines; `payment` is how it would be paid now, `trouble` why it cannot."""

    order: StoredOrder
    lines: list[StoredLine]
    payment: OrderPlan | None
    trouble: str | None

    @property
    def ordered(self) -> Ordered:
        """The order as it would be paid now, else as it is stored."""
        if self.payment is not None:
            return planned_order(self.payment, self.order.number, self.order.status)
        return stored_order(self.order, self.lines)


class ShownOrder(NamedTuple):
    """The answer of `orders show`: its row, its lines instead of their number."""

    row: Among[OrderRow]
    ordered: Among[Ordered]
    trouble: str | None


def order_name(order: StoredOrder) -> str:
    """What an order is for, in words."""
    return order_text(order.kind, parse_request(order.request))


def order_row(order: StoredOrder) -> OrderRow:
    """One order as programs read it."""
    request = request_text(parse_request(order.request))
    facts = order._asdict() | {"order": order.number, "request": request}
    return OrderRow(**{name: facts[name] for name in OrderRow._fields})


def list_orders(
    desk: Desk,
    status: OrderStatus | None = None,
    accounts: frozenset[str] = frozenset(),
    *,
    offset: int = 0,
    limit: int = _MOST,
) -> list[StoredOrder]:
    """Orders, newest first, in pages of a moment each; what has lapsed is cancelled [R20]."""
    found: list[StoredOrder] = []
    while len(found) < limit:
        wanted, skip = min(limit - len(found), PAGE), 0 if found else offset
        below = found[-1].number if found else None
        with desk.store.reading():
            lapse, lapsed = desk.lapse(), frozenset(desk.lapsed())
            page = read_orders(
                desk.store, status, accounts, lapse=lapse, below=below, offset=skip, limit=wanted
            )
            with desk.store.readable():
                found += [_as_of_now(order, lapsed) for order in page]
        if len(page) < wanted:
            break
    return found


def count(
    desk: Desk, status: OrderStatus | None = None, accounts: frozenset[str] = frozenset()
) -> int:
    """How many orders there are."""
    return count_orders(desk.store, status, accounts, lapse=desk.lapse())


def position(desk: Desk, number: int, accounts: frozenset[str]) -> int | None:
    """Where an order stands in the list, the newest first; None when it is not in it."""
    order = read_order(desk.store, number)
    if order is None or (accounts and order.account not in accounts):
        return None
    return count_orders(desk.store, None, accounts, above=number)


def _as_of_now(order: StoredOrder, lapsed: frozenset[int]) -> StoredOrder:
    if order.number not in lapsed:
        return order
    return order._replace(
        status=OrderStatus.CANCELLED, closed_at=lapsed_at(order.made_at), note=LAPSED
    )


def find_order(desk: Desk, number: int) -> StoredOrder:
    """One order by its number. Raises Refused when there is none."""
    order = read_order(desk.store, number) if abs(number) <= _MOST else None
    if order is None:
        raise Refused(f"there is no order {number}; renewal-tui orders lists them")
    with desk.store.readable():
        return _as_of_now(order, frozenset(desk.lapsed()))


def show(desk: Desk, number: int) -> OrderDetails:
    """An order with its lines and, while it awaits payment, how it would be paid now."""
    with desk.store.reading():
        order = find_order(desk, number)
        lines = read_lines(desk.store, number)
        if order.status is not OrderStatus.UNPAID:
            return OrderDetails(order, lines, None, None)
        try:
            return OrderDetails(order, lines, plan_payment(desk, order, lines), None)
        except Refused as trouble:
            return OrderDetails(order, lines, None, str(trouble))


def plan_payment(desk: Desk, order: StoredOrder, lines: list[StoredLine]) -> OrderPlan:
    """How an unpaid order would be paid now, by the planner [R21].

    Raises Refused when it does not await payment, Changed when its lines rest on facts that are
    no longer so.
    """
    if order.status is not OrderStatus.UNPAID:
        note = f" ({order.note})" if order.note else ""
        raise Refused(f"order {order.number} is {order.status.value}{note}: nothing was charged")
    terms = _terms_now(desk, order, lines)
    funds = Funds({}, {}, desk.today())
    read_funds(desk, (term.instance for term in terms), funds)
    return plan_order(
        funds.accounts[order.account],
        terms,
        funds.purse(order.account),
        use_vouchers=order.use_vouchers,
    )


def _terms_now(desk: Desk, order: StoredOrder, lines: list[StoredLine]) -> list[Term]:
    request, today = parse_request(order.request), desk.today()
    rows = [line.instance_row for line in lines]
    now = {instance.row: instance for instance in desk.reader().by_rows(rows)}
    terms = []
    for line in lines:
        instance = now[line.instance_row]
        if instance.unpaid_order == order.number:
            instance = instance._replace(unpaid_order=None)
        term = term_of(request, instance, today)
        if isinstance(term, Refusal):
            raise _changed(order, f"{line.instance_id}: {term.reason}")
        others = _what_is_another(term, line)
        if others:
            is_now = "are others" if len(others) > 1 else "is another"
            raise _changed(order, f"{line.instance_id}: {' and '.join(others)} {is_now} now")
        terms.append(term)
    return terms


def _what_is_another(term: Term, line: StoredLine) -> list[str]:
    """What a line rests on that is not as it was when the order was made [R21]."""
    instance, fee = term.instance, (line.list_price, line.discount, line.payable)
    found = []
    if instance.expire_date != line.from_date:
        found.append("its expire date")
    elif (term.to_date, term.anchor_after, term.months, term.days) != (
        line.to_date,
        line.anchor_after,
        line.months,
        line.days,
    ):
        found.append("its anchor day")
    if instance.monthly_price != line.monthly_price:
        found.append("its price")
    elif not found and term.fee != fee:
        found.append("the discount of its product for this period")
    return found


def _changed(order: StoredOrder, why: str) -> Changed:
    return Changed(
        f"order {order.number} rests on figures that have changed ({why}); nothing was charged: "
        "cancel it and make a new one"
    )
