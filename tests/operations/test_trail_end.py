"""The end of the audit trail cannot be cut off unseen: what happened asks for its record [R28]."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from renewal_tui.operations.check import check, verify
from tests.operations.importing import instance_line, load, put_instances
from tests.operations.tampering import tamper
from tests.operations.world import World

_Act = Callable[[World], object]


def _lapse(world: World) -> None:
    world.unpaid("i-1")
    world.advance("25h")
    world.top_up(1_00)


def _topped_up_twice(world: World) -> None:
    world.top_up(1_00)
    world.top_up(1_00)


def _moved_twice(world: World) -> None:
    world.advance("1h")
    world.advance("1h")


def _failed_twice(world: World) -> None:
    world.engine()
    world.engine()


def _missed(world: World) -> None:
    world.sql("UPDATE term SET expire_date = '2026-11-20', anchor_day = 20 WHERE policy = 'auto'")
    world.engine()


def _imported(world: World) -> None:
    load(world.desk, put_instances(world.path.parent, instance_line("i-new")))


def _changed_by_import(world: World) -> None:
    load(world.desk, put_instances(world.path.parent, instance_line("i-1", name="other")))


STATES: dict[str, tuple[_Act, str, str]] = {
    "an order paid at once": (lambda world: world.renew("i-1"), "renew", "order 1"),
    "an order of several lines": (
        lambda world: world.renew("i-1", "i-2", "i-b"),
        "renew",
        "order 2",
    ),
    "a unification": (lambda world: world.unify_on("2027-01-15", "i-1"), "unify", "order 1"),
    "an order that awaits payment": (lambda world: world.unpaid("i-1"), "renew", "order 1"),
    "an order paid later": (
        lambda world: world.pay(world.unpaid("i-1")),
        "pay_order",
        "order 1",
    ),
    "an order that was cancelled": (
        lambda world: world.cancel(world.unpaid("i-1")),
        "cancel_order",
        "order 1",
    ),
    "an order that lapsed": (_lapse, "cancel_order", "order 1"),
    "a top-up": (lambda world: world.top_up(1_00), "top_up", "acme"),
    "the second top-up": (_topped_up_twice, "top_up", "acme"),
    "a switch to automatic": (lambda world: world.switch("auto", "i-1"), "policy", "i-1"),
    "a switch of the period": (
        lambda world: [world.switch("auto", "i-1", months=months) for months in (1, 6)],
        "policy",
        "i-1",
    ),
    "a switch back": (
        lambda world: [world.switch(policy, "i-1") for policy in ("auto", "manual")],
        "policy",
        "i-1",
    ),
    "an automatic renewal": (lambda world: world.engine(), "auto_renew", "i-due"),
    "a failed attempt": (lambda world: world.engine(), "auto_renew_failed", "i-dear"),
    "the second failed attempt": (_failed_twice, "auto_renew_failed", "i-dear"),
    "a run": (lambda world: world.engine(), "auto_renew_run", "run 1"),
    "a run that only missed": (_missed, "auto_renew_run", "run 1"),
    "an import": (_imported, "import", "instances.csv"),
    "what an import changed": (_changed_by_import, "import", "i-1"),
    "the sandbox's clock": (lambda world: world.advance("1h"), "clock", "clock"),
    "the second move of the clock": (_moved_twice, "clock", "clock"),
}
"""What happens, and the kind and target of the record that tells of it: of several, the last."""


@pytest.fixture
def busy(world: World) -> World:
    """A world with something for each of the STATES to happen to."""
    world.account("beta")
    for name in ("i-1", "i-2"):
        world.instance(name)
    world.instance("i-b", account="beta")
    world.instance("i-due", policy="auto", expire="2026-11-22")
    world.instance("i-dear", policy="auto", expire="2026-11-22", price=90_000_00)
    return world


def _missing(world: World) -> list[str]:
    """What is missing in the trail, by a check that finds nothing else to be wrong."""
    found = check(world.desk).problems
    assert {one.code for one in found} <= {"audit_missing"}
    assert [one for one in verify(world.desk).problems if one not in found] == []
    assert verify(world.desk).ok is (not found)
    return [one.detail for one in found]


def _cut(world: World, action: str, target: str) -> None:
    """Delete the last record of a kind and target, and all after it."""
    last = f"SELECT MAX(id) FROM audit WHERE action = '{action}' AND target = '{target}'"
    tamper(world.path, f"DELETE FROM audit WHERE id >= ({last})")


@pytest.mark.parametrize("state", STATES)
def test_the_loss_of_the_last_record_is_seen(busy: World, state: str) -> None:
    act, action, target = STATES[state]
    act(busy)
    assert _missing(busy) == []
    _cut(busy, action, target)
    if action == "import":
        target = "operation "
    elif action == "auto_renew":
        target += " (order 1)"
    assert any(one.startswith(target) and f"{action}: " in one for one in _missing(busy))


@pytest.mark.parametrize("state", STATES)
def test_the_loss_of_all_records_is_seen(busy: World, state: str) -> None:
    STATES[state][0](busy)
    tamper(busy.path, "DELETE FROM audit")
    assert _missing(busy) != []


def test_other_things_of_the_same_name_hide_no_loss(busy: World, tmp_path: Path) -> None:
    names = ("order 1", "order 2", "run 1", "clock")
    for name in names:
        busy.account(name)
        busy.instance(name, account=name)
        busy.top_up(1_00, name)
        busy.switch("auto", name)
    busy.instance("acme", policy="manual")
    busy.switch("auto", "acme")
    before = len(busy.actions())
    busy.renew("i-1")
    busy.cancel(busy.unpaid("i-2"))
    busy.top_up(1_00)
    busy.engine()
    busy.advance("1h")
    assert _missing(busy) == []
    tamper(busy.path, f"DELETE FROM audit WHERE id > {before}")
    assert sorted(one.partition(":")[0] for one in _missing(busy)) == [
        "acme, top_up",
        "clock, clock",
        "i-dear, auto_renew_failed",
        "i-due (order 3), auto_renew",
        "order 1, renew",
        "order 2, cancel_order",
        "order 2, renew",
        "run 1, auto_renew_run",
    ]


def test_an_order_that_a_run_replaced_asks_for_its_cancellation(busy: World) -> None:
    busy.unpaid("i-due")
    busy.engine()
    tamper(busy.path, "DELETE FROM audit WHERE action <> 'renew'")
    assert "order 1, cancel_order: 1 in the books, 0 in the audit trail" in _missing(busy)


def test_a_store_that_was_made_before_its_start_was_kept_is_no_loss(busy: World) -> None:
    busy.sql("DELETE FROM setting WHERE key = 'sandbox_start'")
    assert _missing(busy) == []
    busy.advance("1h")
    assert _missing(busy) == []
