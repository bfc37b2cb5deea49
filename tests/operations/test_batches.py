"""Selections that are too large for one transaction: part by part, and resumed by their key."""

from __future__ import annotations

from datetime import date

import pytest

from renewal_tui.domain.filters import Filter, Matching
from renewal_tui.domain.planning import MAX_ORDER_LINES, Renew
from renewal_tui.errors import Changed
from renewal_tui.operations import orders, purchase
from renewal_tui.operations.documents import Document
from renewal_tui.operations.execution import preview
from renewal_tui.operations.selection import resolve
from renewal_tui.operations.unify import default_date
from tests.operations.acts import done, purchase_of
from tests.operations.world import StopAfter, World, codes_of, lines_of

COUNT = 4_800
EVERYTHING = Matching(Filter())


@pytest.fixture
def fleet(world: World) -> World:
    """Some thousand instances at 1.00 a month, and money for all of them."""
    world.account("acme", 1_000_000_00)
    world.voucher("v-1", 2_400_00)
    world.fleet(COUNT, price=1_00)
    return world


def _sizes(answer: Document) -> list[int]:
    return [len(order["lines"]) for order in answer["orders"]]


def _stopped(world: World, wanted: purchase.Purchase) -> Document:
    answer = done(world.desk, wanted, "k-1", watch=StopAfter(1))
    assert answer["interrupted"]
    assert _sizes(answer) == [2_000]
    return answer


def test_a_selection_is_paid_in_orders_of_one_transaction_each(fleet: World) -> None:
    watch = StopAfter(9)
    wanted = purchase_of(EVERYTHING, Renew(1))
    answer = done(fleet.desk, wanted, "k-1", watch=watch)
    assert _sizes(answer) == [2_000, 2_000, 800]
    assert watch.told == [(2_000, COUNT), (4_000, COUNT), (4_800, COUNT)]
    assert fleet.balance() == 1_000_000_00 - 2_400_00
    assert fleet.remaining("v-1") == 0
    assert fleet.value("SELECT count(*) FROM term WHERE expire_date = '2026-12-30'") == COUNT


def test_what_was_shown_of_a_large_selection_is_what_is_charged(fleet: World) -> None:
    wanted = purchase_of(EVERYTHING, Renew(1))
    shown = preview(fleet.desk, wanted)
    assert (shown.seen.lines, shown.seen.short_by) == (COUNT, 0)
    total = shown.seen.totals["acme"]
    assert (total.total, total.voucher_total, total.balance_total) == (
        4_800_00,
        2_400_00,
        2_400_00,
    )
    answer = done(fleet.desk, wanted, "k-1", shown)
    assert (answer["interrupted"], sum(_sizes(answer))) == (False, COUNT)
    assert fleet.balance() == total.balance_before - total.balance_total


@pytest.mark.parametrize("by", ["ids", "filter"])
def test_a_batch_that_was_stopped_is_finished_with_its_key_and_charged_once(
    fleet: World, by: str
) -> None:
    ids = [row[0] for row in fleet.sql("SELECT instance_id FROM instance")]
    selection = EVERYTHING if by == "filter" else (*ids, "i-nowhere")
    wanted = purchase_of(selection, Renew(1))
    first = _stopped(fleet, wanted)
    finished = done(fleet.desk, wanted, "k-1")
    assert not finished["interrupted"]
    assert finished["orders"][0] == first["orders"][0]
    assert sorted(lines_of(finished)) == sorted(ids)
    assert codes_of(finished) == ({} if by == "filter" else {"i-nowhere": "unknown_instance"})
    assert fleet.balance() == 1_000_000_00 - 2_400_00
    before = fleet.dump()
    assert done(fleet.desk, wanted, "k-1") == finished
    assert fleet.dump() == before


def test_what_is_left_of_a_stopped_batch_can_be_shown_and_is_then_charged(fleet: World) -> None:
    wanted = purchase_of(EVERYTHING, Renew(1))
    _stopped(fleet, wanted)
    left = preview(fleet.desk, wanted, key="k-1")
    assert left.seen.lines == 2_800
    finished = done(fleet.desk, wanted, "k-1", left)
    assert (finished["interrupted"], len(list(lines_of(finished)))) == (False, COUNT)
    assert fleet.value("SELECT count(*) FROM term WHERE expire_date = '2026-12-30'") == COUNT


def test_a_stopped_batch_is_not_resumed_by_figures_of_before_it_began(fleet: World) -> None:
    wanted = purchase_of(EVERYTHING, Renew(1))
    shown = preview(fleet.desk, wanted)
    _stopped(fleet, wanted)
    before = fleet.dump()
    with pytest.raises(Changed, match="nothing more was charged"):
        done(fleet.desk, wanted, "k-1", shown)
    assert fleet.dump() == before


def test_a_change_between_two_parts_stops_the_batch_and_the_answer_says_so(fleet: World) -> None:
    class Meddler(StopAfter):
        """Changes a price of the last part after the first commit."""

        def progress(self, done: int, total: int) -> None:
            super().progress(done, total)
            fleet.sql("UPDATE instance SET monthly_price = 2 WHERE instance_id = 'i-04800'")

    wanted = purchase_of(EVERYTHING, Renew(1))
    shown = preview(fleet.desk, wanted)
    answer = done(fleet.desk, wanted, "k-1", shown, Meddler(9))
    assert answer["interrupted"]
    assert _sizes(answer) == [2_000, 2_000]
    assert fleet.expire_date("i-04800") == "2026-11-30"


def test_an_unpaid_part_is_not_made_again(fleet: World) -> None:
    wanted = purchase_of(EVERYTHING, Renew(1), pay_later=True)
    _stopped(fleet, wanted)
    finished = done(fleet.desk, wanted, "k-1")
    assert _sizes(finished) == [2_000, 2_000, 800]
    assert finished["skipped"] == []
    assert orders.count(fleet.desk) == 3
    assert fleet.balance() == 1_000_000_00


def test_a_part_that_is_short_leaves_its_money_to_the_next(world: World) -> None:
    world.account("acme", 800_00)
    world.fleet(2_800, price=1_00)
    wanted = purchase_of(EVERYTHING, Renew(1))
    shown = preview(world.desk, wanted)
    answer = done(world.desk, wanted, "k-1", shown)
    assert [one["status"] for one in answer["orders"]] == ["unpaid", "paid"]
    assert [one["short_by"] for one in answer["orders"]] == ["1200.00", "0.00"]
    assert world.balance() == 0


def test_what_became_renewable_between_two_attempts_is_not_told_twice(world: World) -> None:
    world.account("acme", 1_000_000_00)
    world.fleet(2_400, price=1_00)
    world.instance("a-1", account="acme", price=1_00)
    number = world.unpaid("a-1")
    wanted = purchase_of(EVERYTHING, Renew(1))
    stopped = done(world.desk, wanted, "k-1", watch=StopAfter(1))
    assert codes_of(stopped) == {"a-1": "order_unpaid"}
    world.cancel(number)
    finished = done(world.desk, wanted, "k-1")
    assert finished["skipped"] == []
    assert list(lines_of(finished)).count("a-1") == 1


def test_the_parts_of_a_selection_by_ids_go_by_expire_date_too(world: World) -> None:
    for name, expire in (("i-1", "2026-12-03"), ("i-2", "2026-12-01"), ("i-3", "2026-12-02")):
        world.instance(name, expire=expire)
    parts = resolve(world.desk, ("i-1", "i-2", "i-3"), 1).parts
    assert [world.desk.reader().by_rows(part)[0].instance_id for part in parts] == [
        "i-2",
        "i-3",
        "i-1",
    ]


def test_the_default_date_is_the_latest_of_all_parts(world: World) -> None:
    world.account("beta")
    world.fleet(MAX_ORDER_LINES, expire="2026-11-25")
    world.instance("b-1", account="beta", expire="2027-03-01")
    assert default_date(world.desk, EVERYTHING) == date(2027, 3, 1)
    world.sql("UPDATE term SET expire_date = '2026-11-24' WHERE instance_id = 'b-1'")
    assert default_date(world.desk, EVERYTHING) == date(2026, 11, 25)


def test_parts_hold_whole_accounts_wherever_an_account_fits(world: World) -> None:
    world.account("beta")
    world.account("gamma")
    for account, count in (("acme", 3), ("beta", 2), ("gamma", 7)):
        for number in range(count):
            world.instance(f"{account}-{number}", account=account)
    parts = resolve(world.desk, EVERYTHING, 5).parts
    assert [len(part) for part in parts] == [5, 5, 2]
    assert [len(part) for part in resolve(world.desk, EVERYTHING, 4).parts] == [3, 2, 4, 3]
    assert MAX_ORDER_LINES == 2_000
