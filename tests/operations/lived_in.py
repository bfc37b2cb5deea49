"""A store in which everything has happened once: for the tests of check, backup and migrate."""

from __future__ import annotations

from pathlib import Path

from renewal_tui.operations.desk import new_key
from renewal_tui.operations.move_clock import ClockMove
from tests.operations.acts import done
from tests.operations.world import World
from tests.stores import made_once


def lived_in(folder: Path) -> World:
    """A world after renewals with vouchers, unifications, policies, orders of each state, a run.

    Order 1 is paid by a voucher and the balance, 2 is a unification, 3 was paid later, 4 was
    cancelled, 5 awaits payment, 6 is an automatic renewal; i-poor failed to renew on its day.
    """
    made_once(folder / "renewals.db", "lived in", _live)
    return World(folder)


def _live(path: Path) -> None:
    world = World(path.parent)
    world.account("beta", 0)
    world.voucher("v-1", 130_00)
    world.voucher("v-2", 20_00, account="beta")
    world.instance("i-1", expire="2027-01-31", anchor=31)
    world.instance("i-2", expire="2026-11-24")
    world.instance("i-3", expire="2026-12-05", product="EIP", price=64_00)
    world.instance("i-4", expire="2026-12-01", price=33_33)
    world.instance("i-due", expire="2026-11-23", policy="auto", price=50_00)
    world.instance("i-poor", expire="2026-11-23", policy="auto", account="beta")
    world.instance("i-trial", type="trial")
    world.top_up(2000_00)
    world.renew("i-1", "i-2")
    world.unify_on_day(20, "i-3")
    world.pay(world.unpaid("i-1", months=12))
    world.cancel(world.unpaid("i-4"))
    world.switch("auto", "i-4")
    world.unpaid("i-2")
    done(world.desk, ClockMove(to="2026-11-23 00:30"), new_key())
    world.engine()
    world.close()
