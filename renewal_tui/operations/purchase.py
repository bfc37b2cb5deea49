"""Buying time for a selection: the one path of renewal and unification [R15 to R29].

A selection is worked through in parts, each a transaction of its own: most are one part. Every
part is planned by the planner from what the store holds at that moment, and compared with what
was shown before anything is charged [R21].
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from renewal_tui.domain.codes import OrderStatus, Skipped, Tab
from renewal_tui.domain.eligibility import why_not_listed
from renewal_tui.domain.filters import Matching, Order, Selection, Sort
from renewal_tui.domain.planning import (
    Funds,
    OrderPlan,
    Plan,
    Request,
    Term,
    figures,
    latest_expire_date,
    plan_operation,
)
from renewal_tui.errors import Changed
from renewal_tui.operations import keyed
from renewal_tui.operations.desk import Desk, Unwatched, Watch, Work
from renewal_tui.operations.documents import (
    OrderDocument,
    PurchaseDocument,
    SkippedDocument,
    joined_skipped,
    order_document,
    skipped_document,
)
from renewal_tui.operations.requests import check_request, kind_of, request_json, request_value
from renewal_tui.operations.selection import read_funds, resolve
from renewal_tui.operations.shown import fingerprint
from renewal_tui.store import keys
from renewal_tui.store.booking import NewOrder
from renewal_tui.store.orders import renewed_by_operation


class Purchase(NamedTuple):
    """What is asked for: which instances, which term, and how it is to be paid [R14, R15]."""

    selection: Selection
    request: Request
    use_vouchers: bool = True
    pay_later: bool = False

    def value(self) -> dict[str, Any]:
        """The request as plain values, to recognise it by [R29]."""
        return {
            "selection": keyed.selection_value(self.selection),
            "request": request_value(self.request),
            "use_vouchers": self.use_vouchers,
            "pay_later": self.pay_later,
        }

    @property
    def action(self) -> str:
        """The name of the operation."""
        return kind_of(self.request).value


class AccountTotals(NamedTuple):
    """What one account's orders of a preview come to, in minor units."""

    account: str
    currency: str
    lines: int
    total: int
    voucher_total: int
    balance_total: int
    balance_before: int
    short_by: int


@dataclass
class Preview:
    """What was shown: the first part's plan in full, and the figures of every part [R21]."""

    plan: Plan | None = None
    parts: list[bytes] = field(default_factory=list)
    totals: dict[str, AccountTotals] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How many instances would get a new expire date."""
        return sum(total.lines for total in self.totals.values())

    @property
    def short_by(self) -> int:
        """By how much the balances are short, added up over the accounts."""
        return sum(total.short_by for total in self.totals.values())

    def add(self, plan: Plan) -> None:
        """Take in the next part's plan."""
        self.plan = self.plan or plan
        self.parts.append(fingerprint(figures(plan)))
        self.skipped.extend(plan.skipped)
        for order in plan.orders:
            code = order.account.code
            known = self.totals.get(code)
            self.totals[code] = AccountTotals(
                code,
                order.account.currency,
                len(order.lines) + (known.lines if known else 0),
                order.total + (known.total if known else 0),
                order.voucher_total + (known.voucher_total if known else 0),
                order.balance_total + (known.balance_total if known else 0),
                known.balance_before if known else order.account.balance,
                order.short_by + (known.short_by if known else 0),
            )


def plans(
    desk: Desk, purchase: Purchase, watch: Watch | None = None, key: str | None = None
) -> Iterator[Plan]:
    """The plans of a selection's parts, without changing anything [R21].

    What one part would spend is gone for the next, exactly as it will be when they are paid. With
    the key of a batch that was interrupted, what that has ordered already is left out [R29].
    """
    watch = watch or Unwatched()
    check_request(purchase.request)
    resolved, today = resolve(desk, purchase.selection), desk.today()
    funds = Funds({}, {}, today)
    done = 0
    for rows in resolved.parts or [array("q")]:
        if purchase.pay_later:
            # Nothing will be spent, so every part finds what the first one found.
            funds = Funds({}, {}, today)
        # Read part by part: a long look would keep others from committing.
        with desk.store.reading():
            ordered = renewed_by_operation(desk.store, key, rows) if key else frozenset()
            instances = desk.reader().by_rows(row for row in rows if row not in ordered)
            read_funds(desk, instances, funds)
        plan = plan_operation(
            purchase.request, instances, funds, today, use_vouchers=purchase.use_vouchers
        )
        if not done:
            plan = plan._replace(skipped=(*plan.skipped, *resolved.unknown))
        yield plan
        done += len(rows)
        watch.progress(done, resolved.total)
        if watch.stopped():
            return


def preview(
    desk: Desk, purchase: Purchase, watch: Watch | None = None, key: str | None = None
) -> Preview:
    """What would happen and what it would cost; with `key`, what is left to do of a batch."""
    shown = Preview()
    for plan in plans(desk, purchase, watch, key):
        shown.add(plan)
    return shown


def dry_run(
    desk: Desk, purchase: Purchase, key: str | None, watch: Watch | None = None
) -> PurchaseDocument:
    """The answer that `submit` would give now; changes nothing."""
    orders: list[OrderDocument] = []
    skipped: list[SkippedDocument] = []
    for plan in plans(desk, purchase, watch, key):
        orders += [order_document(order, None, _status(purchase, order)) for order in plan.orders]
        skipped += map(skipped_document, plan.skipped)
    return {
        "operation_key": key,
        "dry_run": True,
        "interrupted": False,
        "orders": orders,
        "skipped": skipped,
    }


def submit(
    desk: Desk,
    purchase: Purchase,
    key: str,
    shown: Preview | None = None,
    watch: Watch | None = None,
) -> PurchaseDocument:
    """Make the orders and pay them [R15, R19]; the same key is answered, not done again [R29].

    With `shown`, a part whose figures are not those that were shown is not charged: Changed is
    raised when nothing was done yet, else the answer says where it stopped. Raises KeyConflict,
    StoreBusy, StoreReadOnly or StoreFull; then the part under way changed nothing.
    """
    watch = watch or Unwatched()
    keyed.check_key(key)
    check_request(purchase.request)
    request = keyed.request_hash(purchase.action, purchase.value())
    if keyed.earlier(desk, key, purchase.action, request) == keys.DONE:
        return answer_of(desk, key)
    resolved = resolve(desk, purchase.selection)
    parts = resolved.parts or [array("q")]
    done = 0
    for place, rows in enumerate(parts):
        last = place == len(parts) - 1
        with desk.work(key) as work:
            state = keyed.earlier(desk, key, purchase.action, request)
            if state == keys.DONE:
                break
            plan = _plan_part(desk, purchase, rows, work)
            if place == 0:
                plan = plan._replace(skipped=(*plan.skipped, *resolved.unknown))
            if shown is not None and not _as_shown(shown, place, plan):
                if place == 0:
                    raise _changed(state)
                break
            _book(work, purchase, plan)
            keyed.note(desk, key, purchase.action, request, keys.DONE if last else keys.STARTED)
        done += len(rows)
        watch.progress(done, resolved.total)
        if watch.stopped() and not last:
            return answer_of(desk, key)
    return answer_of(desk, key)


def _plan_part(desk: Desk, purchase: Purchase, rows: array[int], work: Work) -> Plan:
    again = renewed_by_operation(desk.store, work.key, rows)
    instances = desk.reader().by_rows(row for row in rows if row not in again)
    funds = Funds({}, {}, work.today)
    read_funds(desk, instances, funds)
    return plan_operation(
        purchase.request, instances, funds, work.today, use_vouchers=purchase.use_vouchers
    )


def _as_shown(shown: Preview, place: int, plan: Plan) -> bool:
    return place < len(shown.parts) and shown.parts[place] == fingerprint(figures(plan))


def _changed(state: str | None) -> Changed:
    nothing = "nothing more" if state == keys.STARTED else "nothing"
    return Changed(f"something has changed since this was shown; {nothing} was charged")


def _status(purchase: Purchase, order: OrderPlan) -> str:
    unpaid = purchase.pay_later or order.short_by
    return OrderStatus.UNPAID.value if unpaid else OrderStatus.PAID.value


def _book(work: Work, purchase: Purchase, plan: Plan) -> None:
    """Write one part's orders with their audit records, and its part of the answer."""
    text, kind = request_json(purchase.request), kind_of(purchase.request)
    numbers: dict[int, int] = {}
    for status, make in (
        (OrderStatus.PAID, work.books.make_paid),
        (OrderStatus.UNPAID, work.books.make_unpaid),
    ):
        orders = [one for one in plan.orders if _status(purchase, one) == status.value]
        new = [NewOrder(one, kind, text, work.key, purchase.use_vouchers) for one in orders]
        numbers.update(zip(map(id, orders), make(new), strict=True))
    for order in plan.orders:
        number = numbers[id(order)]
        paid = _status(purchase, order) == OrderStatus.PAID.value
        work.trail.add(
            kind.value,
            f"order {number}",
            {"account": order.account.code, "balance": order.account.balance},
            {
                **request_value(purchase.request),
                "status": _status(purchase, order),
                "total": order.total,
                "voucher_total": order.voucher_total,
                "balance": order.balance_after if paid else order.account.balance,
                "lines": [_audit_line(line.term) for line in order.lines],
            },
            work.key,
        )
    keys.add_part(
        work.store,
        work.key,
        {
            "orders": [
                order_document(order, numbers[id(order)], _status(purchase, order))
                for order in plan.orders
            ],
            "skipped": [skipped_document(skipped) for skipped in plan.skipped],
        },
    )


def _audit_line(term: Term) -> tuple[str, str, str]:
    return (
        term.instance.instance_id,
        term.instance.expire_date.isoformat(),
        term.to_date.isoformat(),
    )


def answer_of(desk: Desk, key: str) -> PurchaseDocument:
    """The first answer that a key was given, from what the store has kept."""
    operation = keys.read_operation(desk.store, key)
    parts = keys.read_parts(desk.store, key)
    orders: list[OrderDocument] = [order for part in parts for order in part["orders"]]
    ordered = {line["instance_id"] for order in orders for line in order["lines"]}
    return {
        "operation_key": key,
        "dry_run": False,
        "interrupted": operation is None or operation.state != keys.DONE,
        "orders": orders,
        "skipped": [one for one in joined_skipped(parts) if one["instance_id"] not in ordered],
    }


def default_date(desk: Desk, selection: Selection) -> date | None:
    """The default target of a unification: the latest expire date in the selection [R22].

    Instances that cannot be renewed here do not count: their dates mean nothing.
    """
    reader, today = desk.reader(), desk.today()
    if isinstance(selection, Matching):
        latest_first = Order(Sort.EXPIRE_DATE, descending=True)
        wanted = replace(
            selection.filter, tabs=(selection.filter.tabs or frozenset(Tab)) - {Tab.EXCLUDED}
        )
        rows = reader.rows(wanted, latest_first, 0, len(selection.excepted) + 1)
        chosen = [one for one in rows if one.instance_id not in selection.excepted]
        return chosen[0].expire_date if chosen else None
    found = reader.by_ids(selection).values()
    return latest_expire_date(one for one in found if not why_not_listed(one, today))
