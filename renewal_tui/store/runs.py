"""The runs of automatic renewal: what they count, what failed and what was missed [R8, R9, R11]."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from peewee import fn

from renewal_tui.domain.codes import Code, Failed, Policy, Renewed
from renewal_tui.domain.money import Money
from renewal_tui.store import schema
from renewal_tui.store.connection import Store
from renewal_tui.store.operation_keys import DONE
from renewal_tui.store.sql import insert_into

_ATTEMPT = insert_into("attempt", "run_id, instance_id, business_date, code, reason, short_by")
_DUE = (
    "SELECT t.id FROM term t JOIN account a ON a.id = t.account_id WHERE t.listed = TRUE"
    " AND t.policy = %s AND t.expire_date = %s ORDER BY a.code, t.instance_id"
)
_MISSED = (
    "SELECT t.instance_id, t.product_id, t.expire_date FROM term t WHERE t.listed = TRUE"
    " AND t.policy = %s AND t.expire_date < %s AND t.expire_date >= %s AND NOT EXISTS ("
    "SELECT 1 FROM attempt a WHERE a.instance_id = t.id AND a.business_date = t.expire_date"
    ") ORDER BY t.expire_date, t.instance_id"
)
_T = schema.EngineRun
_NEWEST_DATE = _T.select(_T.business_date).order_by(_T.business_date.desc()).limit(1)

PAGE = 2_000
"""Renewals that are read at one moment."""


def last_run_date(store: Store) -> date | None:
    """The business date of the last run."""
    found: date | None = store.value(_NEWEST_DATE)
    return found


def last_run_at(store: Store, business_date: date) -> str | None:
    """When the last run of a business date was (UTC), if there was one."""
    query = _T.select(_T.at).where(_T.business_date == business_date)
    found: str | None = store.value(query.order_by(_T.id.desc()).limit(1))
    return found


def start_run(store: Store, business_date: date, at: str, operator: str, key: str) -> int:
    """Write that a run has begun; its number."""
    facts = {"business_date": business_date, "at": at, "operator": operator, "operation_key": key}
    return store.change(_T.insert(facts))


def run_of_key(store: Store, key: str) -> tuple[int, date] | None:
    """The number and business date of the run that used a key."""
    query = _T.select(_T.id, _T.business_date).where(_T.operation_key == key)
    found = store.row(query.order_by(_T.id.desc()).limit(1))
    return None if found is None else (found[0], found[1])


def count_run(store: Store, run: int, renewed: int, failed: int) -> None:
    """Add a commit's counts to a run."""
    more = {"renewed": _T.renewed + renewed, "failed": _T.failed + failed}
    store.change(_T.update(more).where(_T.id == run))


def add_attempts(store: Store, run: int, business_date: date, failed: Mapping[int, Failed]) -> None:
    """Keep failed attempts and their reasons, by the store's number of the instance [R9]."""
    day = business_date.isoformat()
    rows = [
        (run, row, day, one.code.value, one.reason, one.short_by) for row, one in failed.items()
    ]
    store.many(_ATTEMPT, rows)


def failed_in_run(store: Store, run: int) -> list[Failed]:
    """The failed attempts of a run."""
    table, instance = schema.Attempt, schema.Instance
    query = (
        table.select(instance.instance_id, table.code, table.reason, table.short_by)
        .join(instance)
        .where(table.run == run)
        .order_by(table.id)
    )
    return [Failed(name, Code(code), *rest) for name, code, *rest in store.rows(query)]


class StoredAttempt(NamedTuple):
    """An automatic renewal that failed."""

    business_date: date
    reason: str
    short_by: Money


def attempts_of(store: Store, instance_row: int) -> list[StoredAttempt]:
    """An instance's failed attempts, newest first."""
    table = schema.Attempt
    query = (
        table.select(table.business_date, table.reason, table.short_by)
        .where(table.instance == instance_row)
        .order_by(table.id.desc())
    )
    return [StoredAttempt(*row) for row in store.rows(query)]


def due_rows(store: Store, day: date) -> array[int]:
    """The numbers of all listed automatic instances that expire on a day, in order [R8, R10]."""
    return array("q", (row[0] for row in store.walk_sql(_DUE, (Policy.AUTO.value, str(day)))))


def last_told_date(store: Store, today: date) -> date | None:
    """The business date of the last run before a day that came to its end: it told who missed."""
    run, operation = _T, schema.Operation
    ended = operation.select(operation.key).where(
        operation.key == run.operation_key, operation.state == DONE
    )
    query = _NEWEST_DATE.where(run.business_date < today, fn.EXISTS(ended))
    found: date | None = store.value(query)
    return found


def missed(store: Store, today: date, retention: dict[int, int], since: date | None) -> list[str]:
    """Automatic instances that expired on a day without an attempt [R8], by id.

    `retention` are the days that each product (by the store's number) retains. Those that are
    released by now are told when they expired on a day from `since` on.
    """
    floors = {product: str(today - timedelta(days=days)) for product, days in retention.items()}
    first = min([*floors.values(), str(since or today)])
    found = store.walk_sql(_MISSED, (Policy.AUTO.value, str(today), first))
    return [
        name
        for name, product, expired in found
        if expired >= floors[product] or (since and expired >= str(since))
    ]


def renewed_rows(store: Store, key: str) -> Iterator[Renewed]:
    """What a run has renewed, in the order of its work, without holding it all.

    Nothing of the store is open between two pages. Orders are never taken back, and new ones of
    the key have higher numbers: each row comes once.
    """
    last = 0
    while page := _renewed_above(store, key, last):
        yield from page
        last = page[-1].order or last


def _renewed_above(store: Store, key: str, number: int) -> list[Renewed]:
    orders, lines, instance = schema.Order, schema.OrderLine, schema.Instance
    totals = (orders.total, orders.voucher_total, orders.balance_total)
    query = (
        lines.select(instance.instance_id, orders.id, lines.from_date, lines.to_date, *totals)
        .join(orders)
        .switch(lines)
        .join(instance)
        .where(orders.operation_key == key, orders.id > number)
        .order_by(orders.id)
        .limit(PAGE)
    )
    return list(map(Renewed._make, store.rows(query)))
