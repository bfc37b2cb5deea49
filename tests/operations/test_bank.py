"""Several at once on one store: every read adds up, nobody is told of a locked database."""

from __future__ import annotations

import re

import pytest

from renewal_tui.operations.check import check, verify
from tests.operations.bank import Clerk, let_work
from tests.operations.bank_files import EARLY, KNOWN, RIVALRY, VOUCHERS_KNOWN, facts
from tests.operations.undone import undone
from tests.operations.world import World

MIXED = ("desk", "desk", "engine", "engine", "importer", "importer")
RIVALS = ("rival", "rival", "engine", "rival", "importer")


def _furnish(world: World) -> None:
    world.account("acme", 300_00)
    for number in range(VOUCHERS_KNOWN):
        world.voucher(f"v-{number}", 50_00)
    for number in range(KNOWN):
        world.instance(f"i-{number:02d}", **facts(number))
    world.renew(*EARLY)
    world.switch("auto", EARLY[0], months=3)
    world.top_up(1)


def _let_work(world: World, roles: tuple[str, ...], rounds: int) -> list[Clerk]:
    """Let them all work; whatever they did, everything holds and no import undid any of it."""
    clerks = let_work(world.path, roles, rounds)
    world.engine()
    assert undone(world.path) == []
    world.desk.store.close()
    again = world.another_desk()
    assert check(again) == (True, ())
    assert verify(again).ok
    again.store.close()
    return clerks


def _brought(clerks: list[Clerk]) -> list[int]:
    """How many rows all importers brought: new, changed, and kept as they are here."""
    said = "\n".join(clerk.text for clerk in clerks if clerk.role == "importer")
    found = re.findall(r"^new (\d+) changed (\d+) kept (\d+)$", said, re.MULTILINE)
    return [sum(int(row[place]) for row in found) for place in range(3)]


def _mixed(world: World, rounds: int) -> None:
    _furnish(world)
    clerks = _let_work(world, MIXED, rounds)
    assert min(_brought(clerks)) > rounds
    renewed = "SELECT COUNT(*) FROM term WHERE instance_id LIKE 'n-%' AND renewed_here"
    assert world.value(renewed) > 0
    for instance_id, first in zip(EARLY, ("2026-11-22", "2026-12-05"), strict=True):
        assert world.expire_date(instance_id) > first


def _rivals(world: World, rounds: int) -> None:
    _furnish(world)
    world.top_up(100_000_00)
    clerks = _let_work(world, RIVALS, rounds)
    answers = [answer for clerk in clerks if clerk.role == "rival" for answer in clerk.answers]
    paid = answers.count("paid")
    assert 0 < paid < len(answers)
    assert paid + sum(answer.startswith("changed: ") for answer in answers) == len(answers)
    by_engine = sum(clerk.text.split().count(RIVALRY) for clerk in clerks)
    assert by_engine <= 1
    moves = "SELECT months FROM order_line l JOIN instance i ON i.id = l.instance_id"
    moved = world.sql(f"{moves} WHERE i.instance_id = ?", RIVALRY)
    assert moved == [(1,)] * (paid + by_engine)
    months = 2026 * 12 + 10 + len(moved)
    assert world.expire_date(RIVALRY) == f"{months // 12}-{months % 12 + 1:02d}-22"


def test_all_at_one_store_never_spend_what_is_not_there_nor_undo_each_other(world: World) -> None:
    _mixed(world, 15)


@pytest.mark.long
def test_all_at_one_store_never_spend_what_is_not_there_for_a_long_time(world: World) -> None:
    _mixed(world, 400)


def test_an_instance_that_all_renew_at_once_moves_once_for_each_accepted_order(
    world: World,
) -> None:
    _rivals(world, 10)


@pytest.mark.long
def test_an_instance_that_all_renew_at_once_moves_once_for_each_order_for_a_long_time(
    world: World,
) -> None:
    _rivals(world, 200)
