"""The desk: an open store, who works at it, and the moment an operation happens in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from renewal_tui.clock import business_date, parse_stamp, stamp
from renewal_tui.errors import StoreError
from renewal_tui.operator import Actor
from renewal_tui.store.audit import AuditTrail
from renewal_tui.store.booking import Books
from renewal_tui.store.connection import Store
from renewal_tui.store.instances import InstanceReader, highest_row
from renewal_tui.store.orders import StoredOrder, lapsed_orders, read_order

ORDER_HOURS = 24
"""An unpaid order cancels itself after so many hours [R20]."""

LAPSED = f"not paid within {ORDER_HOURS} hours"
"""Why it did."""

LARGE = 50_000
"""Instances beyond which counts are made in a thread."""


class Watch(Protocol):
    """Whoever waits for a long operation: told of progress, asked whether to go on."""

    def progress(self, done: int, total: int) -> None:
        """So many rows of so many are done."""

    def stopped(self) -> bool:
        """Whether to stop before the next commit."""
        ...


class Unwatched:
    """Nobody waits: no progress is shown and nothing stops the work."""

    def progress(self, done: int, total: int) -> None:
        """Ignore it."""

    def stopped(self) -> bool:
        """Never."""
        return False


@dataclass(frozen=True)
class Work:
    """One transaction's tools: the books, the audit trail, and the moment it happens in."""

    store: Store
    books: Books
    trail: AuditTrail
    now: datetime
    today: date
    key: str


@dataclass(frozen=True)
class Desk:
    """An open store with the operator who uses it."""

    store: Store
    actor: Actor
    begun: set[str] = field(default_factory=set, init=False, compare=False, repr=False)
    """The keys under which something was committed here."""

    def now(self) -> datetime:
        """The store's time, in UTC."""
        return self.store.clock.now()

    def today(self) -> date:
        """The business date (section 1)."""
        return business_date(self.now(), self.store.settings.timezone)

    def is_large(self) -> bool:
        """Whether the fleet is so large that counting it may take longer than a key may."""
        return highest_row(self.store) > LARGE

    def reader(self) -> InstanceReader:
        """A reader of instances as they are today."""
        return InstanceReader(self.store, self.today(), frozenset(self.lapsed()))

    def lapsed(self) -> list[int]:
        """Unpaid orders whose 24 hours are over, though nobody has written it down yet [R20]."""
        return lapsed_orders(self.store, self.lapse())

    def lapse(self) -> str:
        """The moment until which an unpaid order was made whose 24 hours are over [R20]."""
        return stamp(self.now() - timedelta(hours=ORDER_HOURS))

    @contextmanager
    def work(self, key: str) -> Iterator[Work]:
        """One transaction: all of it is committed with its audit records, or nothing is."""
        with self._begins(key), self.store.transaction():
            now = self.now()
            work = Work(
                self.store,
                Books(self.store, self.actor, now),
                AuditTrail(self.store, self.actor, now),
                now,
                business_date(now, self.store.settings.timezone),
                key,
            )
            for number in self.lapsed():
                cancel_order(work, number, LAPSED, lapsed=True)
            yield work
            work.trail.flush()

    @contextmanager
    def _begins(self, key: str) -> Iterator[None]:
        """Around a transaction: the troubles of a later one never say that nothing was changed."""
        try:
            yield
        except StoreError as problem:
            if key in self.begun:
                raise _part_way(problem) from problem
            raise
        self.begun.add(key)


def _part_way(problem: StoreError) -> StoreError:
    """The same trouble, without the words that it may be tried again with another key."""
    text = str(problem).removesuffix(", try again")
    told = type(problem)(text.replace("nothing was changed", "nothing more was changed"))
    told.part_way = True
    return told


def lapsed_at(order: StoredOrder) -> str:
    """When an order that was not paid has cancelled itself, as it is stored [R20]."""
    return stamp(parse_stamp(order.made_at) + timedelta(hours=ORDER_HOURS))


def cancel_order(work: Work, number: int, note: str, *, lapsed: bool = False) -> None:
    """Cancel an unpaid order with its audit record, in the caller's transaction [R20].

    One that has lapsed is closed as of then, however much later that is written down.
    """
    order = read_order(work.store, number)
    with work.store.readable():
        closed_at = lapsed_at(order) if lapsed and order else stamp(work.now)
    work.books.cancel(number, note, closed_at)
    before = {"status": "unpaid", "total": order.total if order else 0}
    work.trail.add(
        "cancel_order",
        f"order {number}",
        before,
        {"status": "cancelled", "reason": note},
        work.key,
    )


def new_key() -> str:
    """A fresh operation key, made when a dialog opens [R29]."""
    return os.urandom(8).hex()


def session_name() -> str:
    """This process among all that ever ran: host, process id, and when the kernel started it."""
    return f"{os.uname().nodename}/{os.getpid()}/{_started(os.getpid())}"


def session_is_alive(session: str) -> bool:
    """Whether the process of a session still runs; one on another host is taken to be alive."""
    host, _, rest = session.partition("/")
    pid, _, started = rest.partition("/")
    if host != os.uname().nodename or not pid.isdigit():
        return True
    return _started(int(pid)) == started


def _started(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return "gone"
