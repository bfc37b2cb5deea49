"""Unified expiration time [R22 to R27]."""

from __future__ import annotations

from datetime import date

import pytest

from renewal_tui.domain.filters import Filter, Matching
from renewal_tui.operations.unify import default_date
from tests.operations.world import World, codes_of, days_from_today, lines_of

# -- on a day of the month [R23] -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "expire", "day", "to_date"),
    [
        ("2018-10-01 10:00", "2018-10-08", 12, "2018-11-12"),
        ("2018-10-01 10:00", "2018-10-18", 12, "2018-12-12"),
        ("2018-10-01 10:00", "2018-10-12", 12, "2018-11-12"),
        ("2019-04-01 10:00", "2019-04-05", 20, "2019-05-20"),
        ("2019-01-15 10:00", "2019-01-31", 28, "2019-02-28"),
        ("2019-01-15 10:00", "2019-01-31", 31, "2019-02-28"),
        ("2019-01-15 10:00", "2019-02-28", 31, "2019-03-31"),
        ("2020-01-15 10:00", "2020-01-30", 31, "2020-02-29"),
        ("2019-12-01 10:00", "2019-12-20", 1, "2020-02-01"),
    ],
)
def test_the_first_such_day_a_month_or_more_after_the_old_date(
    tmp_path_factory: pytest.TempPathFactory, now: str, expire: str, day: int, to_date: str
) -> None:
    world = World(tmp_path_factory.mktemp("then"), now)
    world.instance("i-1", expire=expire, price=60_00)
    world.unify_on_day(day, "i-1")
    assert world.expire_date("i-1") == to_date
    world.books_balance()
    world.close()


def test_apr_5_on_day_20_costs_a_month_and_fifteen_days(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    world = World(tmp_path_factory.mktemp("then"), "2026-04-01 10:00")
    world.instance("i-1", expire="2026-04-05", price=60_00)
    line = world.unify_on_day(20, "i-1")["orders"][0]["lines"][0]
    assert (line["months"], line["days"], line["payable"]) == (1, 15, "90.00")
    assert world.balance() == 910_00
    world.close()


def test_each_one_gets_its_own_next_such_day(world: World) -> None:
    world.instance("i-1", expire="2026-11-25", price=1_00)
    world.instance("i-2", expire="2026-12-20", price=1_00)
    world.unify_on_day(22, "i-1", "i-2")
    assert world.expire_date("i-1") == "2027-01-22"
    assert world.expire_date("i-2") == "2027-01-22"


def test_one_that_stands_on_the_day_already_still_gets_a_month(world: World) -> None:
    world.instance("i-1", expire="2026-12-12", price=1_00)
    world.unify_on_day(12, "i-1")
    assert world.expire_date("i-1") == "2027-01-12"


# -- on a date [R24] -------------------------------------------------------------------------------


def test_on_a_date_all_that_expire_before_it_get_it_and_the_others_are_left_alone(
    world: World,
) -> None:
    world.instance("i-1", expire="2026-11-25")
    world.instance("i-2", expire="2026-12-31")
    world.instance("i-3", expire="2027-01-15")
    answer = world.unify_on("2026-12-31", "i-1", "i-2", "i-3")
    assert list(lines_of(answer)) == ["i-1"]
    assert codes_of(answer) == {"i-2": "not_before", "i-3": "not_before"}
    assert [world.expire_date(name) for name in ("i-1", "i-2", "i-3")] == [
        "2026-12-31",
        "2026-12-31",
        "2027-01-15",
    ]


def test_a_day_before_the_target_is_enough_to_get_it(world: World) -> None:
    world.instance("i-1", expire="2026-12-30", price=30_00)
    line = world.unify_on("2026-12-31", "i-1")["orders"][0]["lines"][0]
    assert (line["months"], line["days"], line["payable"]) == (0, 1, "1.00")


def test_a_date_in_the_past_moves_nothing(world: World) -> None:
    world.instance("i-1", expire="2026-11-25")
    assert codes_of(world.unify_on("2026-11-01", "i-1")) == {"i-1": "not_before"}


def test_the_default_date_is_the_latest_of_what_can_be_renewed(world: World) -> None:
    world.instance("i-1", expire="2026-11-25")
    world.instance("i-2", expire="2027-02-03")
    world.instance("i-3", expire="2029-01-01", type="trial")
    ids = ("i-1", "i-2", "i-3")
    assert default_date(world.desk, ids) == date(2027, 2, 3)
    everything = Matching(Filter(tabs=frozenset()))
    assert default_date(world.desk, everything) == date(2027, 2, 3)
    assert default_date(world.desk, ("i-3", "i-9")) is None


# -- fee and anchor [R25] --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expire", "anchor", "target", "fee"),
    [
        ("2026-11-30", 30, "2026-12-30", (1, 0, "60.00")),
        ("2026-11-30", 31, "2026-12-30", (0, 30, "60.00")),
        ("2026-11-30", 31, "2026-12-31", (1, 0, "60.00")),
        ("2026-11-30", 30, "2027-01-09", (1, 10, "80.00")),
        ("2026-11-25", 25, "2026-11-26", (0, 1, "2.00")),
        ("2026-11-25", 25, "2027-11-24", (11, 30, "720.00")),
        ("2026-11-25", 25, "2027-11-25", (12, 0, "720.00")),
    ],
)
def test_the_fee_is_whole_months_by_the_anchor_and_thirtieths_for_the_days_after(
    world: World, expire: str, anchor: int, target: str, fee: tuple[int, int, str]
) -> None:
    world.instance("i-1", expire=expire, anchor=anchor, price=60_00)
    line = world.unify_on(target, "i-1")["orders"][0]["lines"][0]
    assert (line["months"], line["days"], line["payable"]) == fee


def test_the_fee_is_rounded_half_up_once_a_line(world: World) -> None:
    world.instance("i-1", expire="2026-11-30", price=15)
    world.instance("i-2", expire="2026-11-30", price=14)
    order = world.unify_on("2026-12-01", "i-1", "i-2")["orders"][0]
    assert [line["payable"] for line in order["lines"]] == ["0.01", "0.00"]


def test_discounts_of_periods_do_not_apply(world: World) -> None:
    world.instance("i-1", expire="2026-11-25", price=10_00)
    line = world.unify_on("2027-11-25", "i-1")["orders"][0]["lines"][0]
    assert (line["list_price"], line["discount"], line["payable"]) == ("120.00", "0.00", "120.00")


def test_the_anchor_is_the_new_date_s_day_and_seen_in_the_next_renewal(world: World) -> None:
    world.instance("i-1", expire="2026-11-30", anchor=31, price=1_00)
    world.unify_on("2026-12-28", "i-1")
    assert world.instance_facts("i-1", "expire_date", "anchor_day") == ("2026-12-28", 28)
    world.renew("i-1", months=3)
    assert world.expire_date("i-1") == "2027-03-28"


def test_after_the_last_day_the_anchor_is_31_also_out_of_february(world: World) -> None:
    world.instance("i-1", expire="2027-01-15", price=1_00)
    world.unify_on_day(31, "i-1")
    assert world.instance_facts("i-1", "expire_date", "anchor_day") == ("2027-02-28", 31)
    world.renew("i-1")
    assert world.expire_date("i-1") == "2027-03-31"


def test_day_28_stays_28_out_of_february(world: World) -> None:
    world.instance("i-1", expire="2027-01-15", price=1_00)
    world.unify_on_day(28, "i-1")
    assert world.instance_facts("i-1", "expire_date", "anchor_day") == ("2027-02-28", 28)
    world.renew("i-1")
    assert world.expire_date("i-1") == "2027-03-28"


def test_a_date_at_a_month_s_end_is_that_day_not_the_last_day(world: World) -> None:
    world.instance("i-1", expire="2026-11-25", price=1_00)
    world.unify_on("2027-02-28", "i-1")
    assert world.instance_facts("i-1", "anchor_day") == (28,)


# -- who is left out [R26], and what is left alone [R27] -------------------------------------------


def test_who_cannot_be_unified_is_skipped_with_a_reason_and_the_rest_go_on(world: World) -> None:
    world.instance("i-good")
    world.instance("i-expired", expire=days_from_today(-1))
    world.instance("i-auto-expired", expire=days_from_today(-1), policy="auto")
    world.instance("i-released", expire=days_from_today(-8))
    world.instance("i-trial", type="trial")
    world.instance("i-once", billing_mode="one_time")
    world.instance("i-hour", billing_mode="pay_as_you_go")
    world.instance("i-kad", product="KAD")
    world.instance("i-blocked")
    world.unpaid("i-blocked")
    ids = [row[0] for row in world.sql("SELECT instance_id FROM instance")]
    answer = world.unify_on("2027-01-01", *ids, "i-nowhere")
    assert list(lines_of(answer)) == ["i-good"]
    assert codes_of(answer) == {
        "i-expired": "expired",
        "i-auto-expired": "expired",
        "i-released": "released",
        "i-trial": "trial",
        "i-once": "one_time",
        "i-hour": "pay_as_you_go",
        "i-kad": "product_not_renewable",
        "i-blocked": "order_unpaid",
        "i-nowhere": "unknown_instance",
    }


def test_one_that_expires_today_can_be_unified(world: World) -> None:
    world.instance("i-1", expire="2026-11-22", price=30_00)
    assert list(lines_of(world.unify_on("2026-11-25", "i-1"))) == ["i-1"]


def test_an_expired_one_can_be_unified_once_it_was_renewed(world: World) -> None:
    world.instance("i-1", expire=days_from_today(-3), price=1_00)
    world.renew("i-1")
    world.unify_on("2027-01-31", "i-1")
    assert world.expire_date("i-1") == "2027-01-31"


def test_it_changes_neither_policy_nor_period(world: World) -> None:
    world.instance("i-1", policy="auto", auto_months=6, price=1_00)
    world.instance("i-2", price=1_00)
    world.unify_on("2027-01-31", "i-1", "i-2")
    assert (world.policy("i-1"), world.policy("i-2")) == (("auto", 6), ("manual", 1))


def test_an_automatic_one_is_next_renewed_on_its_unified_date(world: World) -> None:
    world.instance("i-1", policy="auto", expire="2026-11-22", price=1_00)
    world.unify_on("2026-11-30", "i-1")
    assert world.engine()["renewed"] == []
    world.advance("8d")
    assert len(world.engine()["renewed"]) == 1
    assert world.expire_date("i-1") == "2026-12-30"


def test_no_term_is_ever_shortened(world: World) -> None:
    for number, expire in enumerate(("2026-11-22", "2026-12-31", "2027-02-28", "2028-02-29")):
        world.instance(f"i-{number}", expire=expire, price=1)
    ids = ("i-0", "i-1", "i-2", "i-3")
    for day in (1, 15, 28, 31):
        before = [world.expire_date(name) for name in ids]
        world.unify_on_day(day, *ids)
        assert all(old < world.expire_date(name) for old, name in zip(before, ids, strict=True))
