"""Planning renewals: by the program, and the same plans over tuples in a bare loop."""

from __future__ import annotations

import sqlite3
from calendar import monthrange
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta

from renewal_tui.domain.codes import Tab
from renewal_tui.domain.filters import Filter, Matching
from renewal_tui.domain.planning import Funds, OrderPlan
from renewal_tui.operations.due import NO_LIMITS, LimitCount, try_due
from renewal_tui.operations.execution import rehearse
from renewal_tui.operations.execution.execute import plans
from renewal_tui.operations.outcomes import Ran
from renewal_tui.operations.renew import Renewal
from renewal_tui.operations.selection import read_funds
from renewal_tui.store import runs
from tests.bench.fleets import TODAY
from tests.bench.replay import opened
from tests.bench.timing import Stopwatch
from tests.operations.acts import run_of

Answer = dict[str, Any]

_DUE = (
    "SELECT a.code, t.instance_id, p.code, t.expire_date, t.anchor_day, i.auto_months,"
    " i.monthly_price, p.id FROM term t JOIN instance i ON i.id = t.id"
    " JOIN account a ON a.id = t.account_id"
    " JOIN product p ON p.id = t.product_id WHERE t.listed = 1 AND t.policy = 'auto'"
    " AND t.expire_date = ? ORDER BY a.code, t.instance_id"
)
_VOUCHERS = (
    "SELECT a.code, v.expire_date, -v.remaining, v.code, v.products FROM voucher v"
    " JOIN account a ON a.id = v.account_id WHERE v.remaining > 0 AND v.use <> 'purchase'"
    " AND coalesce(v.valid_from, '') <= ? AND v.expire_date >= ?"
)


def plan_automatic(path: str) -> Answer:
    """The engine's dry run, each renewal told to somebody who only adds up."""
    told: list[int] = []

    def tell(part: Ran) -> Ran:
        told.extend(row.payable for row in part.renewed)
        return part._replace(renewed=())

    with opened(Path(path)) as desk:
        watch = Stopwatch()
        rehearse(desk, run_of(), tell=tell)
        taken = watch.read()
    return {**taken, "planned": len(told), "total": sum(told)}


def plan_selection(path: str) -> Answer:
    """The plans of a manual renewal, by a month, of all that the engine would renew today."""
    lines = total = 0
    wanted = Filter(tabs=frozenset((Tab.AUTO,)), expires_from=TODAY, expires_to=TODAY)
    with opened(Path(path)) as desk:
        watch = Stopwatch()
        for _, plan in plans(desk, Renewal(Matching(wanted), 1)):
            lines += sum(len(order.lines) for order in plan.orders)
            total += sum(order.total for order in plan.orders)
        taken = watch.read()
    return {**taken, "planned": lines, "total": total}


def plan_in_memory(path: str) -> Answer:
    """The engine's plans alone: instances, accounts and vouchers are values already."""
    with opened(Path(path)) as desk:
        funds = Funds({}, {}, TODAY)
        instances = desk.reader().by_rows(runs.due_rows(desk.store, TODAY))
        read_funds(desk, instances, funds)
        watch = Stopwatch()
        tried = try_due(desk, instances, funds, LimitCount(NO_LIMITS))
        taken = watch.read()
    paid = [one.total for one in tried if isinstance(one, OrderPlan)]
    return {**taken, "planned": len(paid), "total": sum(paid)}


@dataclass
class _Money:
    """What an account can pay with."""

    balance: int
    vouchers: list[tuple[str, int, str, frozenset[str] | None]]


def bare_plan(path: str, months: str = "0") -> Answer:
    """The same plans over tuples; `months` 0 means each its own order by its own months."""
    watch = Stopwatch()
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute(_DUE, (TODAY.isoformat(),)).fetchall()
        money = _read_money(db)
        offers = {
            (product, span): percent
            for product, span, percent in db.execute(
                "SELECT product_id, months, percent FROM discount"
            )
        }
    loop = Stopwatch()
    planned = _plan(rows, money, offers, int(months))
    taken, looped = watch.read(), loop.read()
    return {
        **taken,
        "loop_seconds": looped["seconds"],
        "loop_cpu_seconds": looped["cpu_seconds"],
        "planned": len(planned),
        "total": sum(line[2] for line in planned),
    }


def _read_money(db: sqlite3.Connection) -> dict[str, _Money]:
    found = {row[0]: _Money(row[1], []) for row in db.execute("SELECT code, balance FROM account")}
    day = TODAY.isoformat()
    for code, *voucher, products in db.execute(_VOUCHERS, (day, day)):
        only = None if products == "*" else frozenset(products.split(";"))
        found[code].vouchers.append((*voucher, only))
    for one in found.values():
        one.vouchers.sort(key=itemgetter(0, 1, 2))
    return found


@cache
def _later(day: str, months: int, anchor: int) -> date:
    found = date.fromisoformat(day) + relativedelta(months=months)
    return found.replace(day=min(anchor, monthrange(found.year, found.month)[1]))


def _orders(rows: Sequence[tuple[Any, ...]], months: int) -> Iterator[list[tuple[Any, ...]]]:
    if months:
        for _, group in groupby(rows, itemgetter(0)):
            yield list(group)
    else:
        for row in rows:
            yield [row]


def _plan(
    rows: Sequence[tuple[Any, ...]],
    money: dict[str, _Money],
    offers: dict[tuple[int, int], int],
    months: int,
) -> list[tuple[str, date, int, tuple[tuple[str, int], ...], int]]:
    planned = []
    for order in _orders(rows, months):
        account = money[order[0][0]]
        vouchers, owed, lines = account.vouchers, 0, []
        for _, name, product, day, anchor, own_months, price, number in order:
            span = months or own_months
            payable = price * span
            percent = offers.get((number, span))
            if percent:
                payable = (payable * (100 - percent) * 2 + 100) // 200
            rest, uses = payable, []
            for _, negative, voucher, products in vouchers:
                if rest <= 0:
                    break
                if products is None or product in products:
                    paid = min(rest, -negative)
                    uses.append((voucher, paid))
                    rest -= paid
            if uses:
                spent = dict(uses)
                left = [
                    (ends, negative + spent.get(voucher, 0), voucher, products)
                    for ends, negative, voucher, products in vouchers
                ]
                vouchers = sorted((one for one in left if one[1] < 0), key=itemgetter(0, 1, 2))
            owed += rest
            lines.append((name, _later(day, span, anchor), payable, tuple(uses), rest))
        short = owed > account.balance
        if not short:
            account.balance -= owed
            account.vouchers = vouchers
        if months or not short:
            planned += lines
    return planned


def _minor(text: str) -> int:
    return int(text.replace(".", ""))
