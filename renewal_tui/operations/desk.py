"""The desk: an open store, who works at it, and what day it is there."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta

from renewal_tui.clock import business_date, parse_stamp, stamp
from renewal_tui.operator import Actor
from renewal_tui.store.connection import Store
from renewal_tui.store.instances import InstanceReader, lapsed_orders

ORDER_HOURS = 24
"""An unpaid order cancels itself after so many hours [R20]."""

LAPSED = f"not paid within {ORDER_HOURS} hours"
"""Why it did."""

LARGE = 50_000
"""Instances beyond which counts are made in a thread."""


class Desk:
    """An open store with the operator who uses it."""

    def __init__(self, store: Store, actor: Actor) -> None:
        self.store = store
        self.actor = actor
        self.begun: set[str] = set()
        """The keys under which something was committed here."""

    def now(self) -> datetime:
        """The store's time, in UTC."""
        return self.store.clock.now()

    def today(self) -> date:
        """The business date (section 1)."""
        return business_date(self.now(), self.store.settings.timezone)

    def is_large(self) -> bool:
        """Whether the fleet is so large that counting it may take longer than a key may."""
        return self.store.highest("instance") > LARGE

    def reader(self) -> InstanceReader:
        """A reader of instances as they are today."""
        return InstanceReader(self.store, self.today(), frozenset(self.lapsed()))

    def lapsed(self) -> list[int]:
        """Unpaid orders whose 24 hours are over, though nobody has written it down yet [R20]."""
        return lapsed_orders(self.store, self.lapse())

    def lapse(self) -> str:
        """The moment until which an unpaid order was made whose 24 hours are over [R20]."""
        return stamp(self.now() - timedelta(hours=ORDER_HOURS))


def lapsed_at(made_at: str) -> str:
    """When an order that was not paid has cancelled itself, as both are stored [R20]."""
    return stamp(parse_stamp(made_at) + timedelta(hours=ORDER_HOURS))


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
