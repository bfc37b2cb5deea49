"""Faults at a chosen statement of an operation: an exception, an interrupt, or the process's end.

Run as a program (`python -m tests.operations.faults STORE SCENE POINT`), it does a scene and ends
the process without any clean-up at that point.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from renewal_tui.domain.codes import Policy
from renewal_tui.domain.planning import Renew, UnifyOnDate
from renewal_tui.operations.auto_renew import RunCourse
from renewal_tui.operations.cancel_order import Cancellation
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.pay_order import Payment
from renewal_tui.operations.set_policy import PolicySwitch
from renewal_tui.operations.top_up import TopUp
from tests.operations.acts import done, purchase_of, run_of
from tests.operations.world import World
from tests.stores import desk_on, dump

KEY = "k-fault"
EXIT_STATUS = 77
_SESSION = re.compile(r"'[^']*/[0-9]+/[0-9]+'")


class Injected(Exception):
    """The fault."""


class Faults:
    """Counts the points of an operation, before and after each statement; strikes at one."""

    def __init__(self, at: int = 0, strike: Callable[[], None] | None = None) -> None:
        """Strike at the point of this number, counted from 1; 0 only counts."""
        self.armed = False
        self.points = 0
        self.commits: list[int] = []
        self.on_commit: Callable[[], None] = lambda: None
        self._at = at
        self._strike = strike or _raise

    def point(self) -> None:
        """One point is reached."""
        self.points += self.armed
        if self.armed and self.points == self._at:
            self._strike()

    def committed(self) -> None:
        """A transaction has been committed."""
        self.commits.append(self.points)
        self.on_commit()


def _raise() -> None:
    raise Injected


def _exit() -> None:
    os._exit(EXIT_STATUS)


def faulty_desk(path: Path, faults: Faults) -> Desk:
    """A desk on a store whose every statement passes by the faults."""

    class FaultyCursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = (), /) -> FaultyCursor:
            faults.point()
            super().execute(sql, parameters)
            if sql == "COMMIT":
                faults.committed()
            if not sql.startswith("BEGIN"):  # Peewee has not noted the transaction yet
                faults.point()
            return self

        def executemany(self, sql: str, rows: Iterable[Any], /) -> FaultyCursor:
            faults.point()
            super().executemany(sql, rows)
            faults.point()
            return self

    class FaultyConnection(sqlite3.Connection):
        def cursor(self, factory: Any = FaultyCursor, /) -> Any:
            return super().cursor(factory)

    desk = desk_on(path)
    desk.store.close()
    desk.store.db.connect_params["factory"] = FaultyConnection
    desk.store.sql("PRAGMA synchronous = OFF")
    faults.armed = True
    return desk


class Scene(NamedTuple):
    """What is done in a store that holds a bit of everything, and how it answers."""

    act: Callable[[Desk], Any]
    repeats_itself: bool = True
    """Whether a retry leaves exactly the store that one undisturbed attempt does."""


def furnish(world: World) -> None:
    """Two accounts, vouchers, an unpaid order (number 1), a lapsed one (2), and some due today."""
    world.account("acme", 5000_00)
    world.account("beta", 500_00)
    world.voucher("v-1", 150_00, expire="2026-12-01")
    world.voucher("v-2", 80_00, products="KEC")
    for name in ("i-1", "i-2", "i-3", "i-lapsed", "i-unpaid"):
        world.instance(name, expire="2026-11-29")
    world.instance("b-1", account="beta")
    world.instance("b-dear", account="beta", price=900_00, product="EIP")
    for name in ("d-1", "d-2", "d-3", "d-4", "d-5"):
        world.instance(name, expire="2026-11-23", policy="auto")
    world.instance("d-dear", expire="2026-11-23", policy="auto", price=90_000_00)
    assert world.unpaid("i-lapsed") == 1
    world.advance("23h")
    assert world.unpaid("i-unpaid", "d-2") == 2
    world.advance("1h")


def _buy(*ids: str, **how: Any) -> Callable[[Desk], Any]:
    return lambda desk: done(desk, purchase_of(ids, **how), KEY)


SCENES: dict[str, Scene] = {
    "renew": Scene(_buy("i-1", "i-2", "i-3", "b-1", "i-nowhere", request=Renew(1))),
    "renew, one short": Scene(_buy("i-1", "b-dear", request=Renew(3))),
    "unify": Scene(_buy("i-1", "i-2", request=UnifyOnDate(date(2027, 1, 15)))),
    "pay": Scene(lambda desk: done(desk, Payment(2), KEY)),
    "cancel": Scene(lambda desk: done(desk, Cancellation(2), KEY)),
    "top-up": Scene(lambda desk: done(desk, TopUp("acme", 7_00), KEY, note="note")),
    "policy": Scene(lambda desk: done(desk, PolicySwitch(("i-1", "i-2", "d-1"), Policy.AUTO), KEY)),
    "engine": Scene(
        lambda desk: done(desk, run_of(), KEY),
        # Another attempt is another run, with another number.
        repeats_itself=False,
    ),
}


def state(path: Path) -> list[str]:
    """The whole store as text, whichever process wrote it."""
    return [_SESSION.sub("'session'", line) for line in dump(path)]


def _main(arguments: Sequence[str]) -> None:
    path, scene, point = arguments
    RunCourse.most = 2
    SCENES[scene].act(faulty_desk(Path(path), Faults(int(point), _exit)))


if __name__ == "__main__":
    _main(sys.argv[1:])
