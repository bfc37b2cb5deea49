"""One transaction of an operation: its tools, and the one place that holds it to R28.

All of it is committed with its audit records, or nothing is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from renewal_tui.clock import business_date, stamp
from renewal_tui.errors import StoreError
from renewal_tui.operations.desk import LAPSED, Desk, lapsed_at
from renewal_tui.operations.watch import Watch
from renewal_tui.store.audit import AuditTrail, Facts
from renewal_tui.store.booking import Books
from renewal_tui.store.connection import Store
from renewal_tui.store.orders import read_order

PartT = TypeVar("PartT")


class Unrecorded(AssertionError):
    """An operation changed something and left no record of it [R28]: it was undone."""


class NothingToWrite(Exception):
    """Ends a transaction in which nothing is to be written: not even what lapses, nor the key."""


class Stopped(Exception):
    """Whoever watches does not want to go on; what is under way is undone."""


@dataclass(frozen=True)
class Work:
    """One transaction's tools: the books, the audit trail, and the moment it happens in."""

    store: Store
    operator: str
    books: Books
    trail: AuditTrail
    now: datetime
    today: date
    key: str
    watch: Watch
    note: str = ""

    def record(self, action: str, target: str, before: Facts, after: Facts) -> None:
        """Record a change under the operation's key, with its note [R28, R32]."""
        self.trail.add(action, target, before, after, self.key, self.note)


@contextmanager
def transaction(desk: Desk, key: str, watch: Watch, note: str = "") -> Iterator[Work]:
    """One transaction of the operation with this key; lapsed orders are cancelled first [R20]."""
    with _begins(desk, key), desk.store.transaction():
        now = desk.now()
        work = Work(
            desk.store,
            desk.actor.operator,
            Books(desk.store, desk.actor, now, note),
            AuditTrail(desk.store, desk.actor, now),
            now,
            business_date(now, desk.store.settings.timezone),
            key,
            watch,
            note,
        )
        for number in desk.lapsed():
            cancel_unpaid(replace(work, note=""), number, LAPSED, lapsed=True)
        yield work
        work.trail.flush()


def recorded(work: Work, write: Callable[[], PartT]) -> PartT:
    """Let an operation write; what it changed without a record is not committed [R28]."""
    written, records = work.store.written, work.trail.head
    part = write()
    if work.store.written != written and work.trail.head == records:
        raise Unrecorded("a change without an audit record was undone")
    return part


@contextmanager
def _begins(desk: Desk, key: str) -> Iterator[None]:
    """Around a transaction: the troubles of a later one never say that nothing was changed."""
    try:
        yield
    except StoreError as problem:
        if key in desk.begun:
            raise _part_way(problem) from problem
        raise
    desk.begun.add(key)


def _part_way(problem: StoreError) -> StoreError:
    """The same trouble, without the words that it may be tried again with another key."""
    text = str(problem).removesuffix(", try again")
    told = type(problem)(text.replace("nothing was changed", "nothing more was changed"))
    told.part_way = True
    return told


def cancel_unpaid(work: Work, number: int, reason: str, *, lapsed: bool = False) -> None:
    """Cancel an unpaid order with its audit record, in the caller's transaction [R20].

    One that has lapsed is closed as of then, however much later that is written down.
    """
    order = read_order(work.store, number)
    with work.store.readable():
        closed_at = lapsed_at(order.made_at) if lapsed and order else stamp(work.now)
    work.books.cancel(number, reason, closed_at, work.note)
    before = {"status": "unpaid", "total": order.total if order else 0}
    after = {"status": "cancelled", "reason": reason}
    work.record("cancel_order", f"order {number}", before, after)
