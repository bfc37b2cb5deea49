"""Manual renewal [R15 to R19]: what it costs, where it ends, and how it is paid."""

from __future__ import annotations

import pytest

from renewal_tui.domain.codes import PERIODS
from renewal_tui.domain.filters import Filter, Matching
from renewal_tui.domain.planning import Renew
from tests.operations.acts import done, dry, purchase_of
from tests.operations.world import World, codes_of, days_from_today, lines_of


def test_a_renewal_moves_the_expire_date_and_the_balance_and_nothing_else(world: World) -> None:
    world.instance("i-1", expire="2026-11-30", price=320_00)
    world.instance("i-2", expire="2026-11-30", price=320_00)
    answer = world.renew("i-1", key="k-1")
    assert answer == {
        "operation_key": "k-1",
        "dry_run": False,
        "interrupted": False,
        "orders": [
            {
                "order": 1,
                "account": "acme",
                "currency": "CNY",
                "status": "paid",
                "total": "320.00",
                "voucher_total": "0.00",
                "balance_total": "320.00",
                "short_by": "0.00",
                "lines": [
                    {
                        "instance_id": "i-1",
                        "months": 1,
                        "days": 0,
                        "from_date": "2026-11-30",
                        "to_date": "2026-12-30",
                        "list_price": "320.00",
                        "discount": "0.00",
                        "payable": "320.00",
                        "vouchers": [],
                        "balance": "320.00",
                    }
                ],
            }
        ],
        "skipped": [],
    }
    assert world.expire_date("i-1") == "2026-12-30"
    assert world.expire_date("i-2") == "2026-11-30"
    assert world.balance() == 680_00


@pytest.mark.parametrize(
    ("months", "to_date"),
    zip(
        PERIODS,
        (
            "2026-12-30",
            "2027-01-30",
            "2027-02-28",
            "2027-05-30",
            "2027-11-30",
            "2028-11-30",
            "2029-11-30",
        ),
        strict=True,
    ),
)
def test_every_period_can_be_bought(world: World, months: int, to_date: str) -> None:
    world.instance("i-1", product="EIP", price=10_00)
    world.renew("i-1", months=months)
    assert world.expire_date("i-1") == to_date
    assert world.balance() == 1000_00 - months * 10_00


def test_the_discount_of_exactly_that_many_months_is_given_and_shown(world: World) -> None:
    world.account("acme", 10_000_00)
    world.instance("i-1", price=364_00)
    world.instance("i-2", price=364_00)
    line = world.renew("i-1", months=12)["orders"][0]["lines"][0]
    assert (line["list_price"], line["discount"], line["payable"]) == (
        "4368.00",
        "655.20",
        "3712.80",
    )
    assert world.renew("i-2", months=6)["orders"][0]["lines"][0]["discount"] == "0.00"
    assert world.balance() == 10_000_00 - 3712_80 - 6 * 364_00


def test_half_a_fen_is_rounded_up_on_the_line_not_on_the_order(world: World) -> None:
    world.discount("EIP", 1, 50)
    for name in ("i-1", "i-2"):
        world.instance(name, product="EIP", price=1_01)
    assert world.renew("i-1", "i-2")["orders"][0]["total"] == "1.02"


def test_jan_31_goes_to_feb_28_and_back_to_mar_31(world: World) -> None:
    world.instance("i-1", expire="2027-01-31", price=1_00)
    world.renew("i-1")
    assert world.expire_date("i-1") == "2027-02-28"
    world.renew("i-1")
    assert world.expire_date("i-1") == "2027-03-31"


def test_a_leap_year_keeps_feb_29(world: World) -> None:
    world.instance("i-1", expire="2028-01-31", price=1_00)
    world.renew("i-1")
    assert world.expire_date("i-1") == "2028-02-29"


def test_twelve_renewals_by_a_month_end_where_one_by_a_year_does(world: World) -> None:
    for name in ("i-1", "i-2"):
        world.instance(name, expire="2027-01-31", price=1_00)
    for _ in range(12):
        world.renew("i-1")
    world.renew("i-2", months=12)
    assert world.expire_date("i-1") == world.expire_date("i-2") == "2028-01-31"


def test_an_expired_one_is_renewed_from_its_old_date_with_its_anchor(tmp_path_world: World) -> None:
    world = tmp_path_world
    world.instance("i-1", product="KRDS", expire="2026-05-10", anchor=10, price=1_00)
    world.instance("i-2", product="KRDS", expire="2026-04-30", anchor=31, price=1_00)
    world.sql("UPDATE product SET retention_days = 30 WHERE code = 'KRDS'")
    world.renew("i-1", "i-2")
    assert world.expire_date("i-1") == "2026-06-10"
    assert world.expire_date("i-2") == "2026-05-31"


@pytest.fixture
def tmp_path_world(world: World) -> World:
    """A world on 2026-05-18: the clock is put back before anything has happened."""
    world.turn_back_clock("2026-05-18T02:00:00Z")
    return world


def test_a_period_that_would_end_before_today_names_the_shortest_that_suffices(
    world: World,
) -> None:
    world.sql("UPDATE product SET retention_days = 90 WHERE code = 'KEC'")
    world.instance("i-1", expire="2026-09-21", price=1_00)
    skipped = world.renew("i-1", months=2)["skipped"]
    assert [(one["instance_id"], one["code"]) for one in skipped] == [("i-1", "period_too_short")]
    assert "3 months" in skipped[0]["reason"]
    assert world.balance() == 1000_00
    world.renew("i-1", months=3)
    assert world.expire_date("i-1") == "2026-12-21"


def test_a_period_that_ends_today_suffices(world: World) -> None:
    world.sql("UPDATE product SET retention_days = 90 WHERE code = 'KEC'")
    world.instance("i-1", expire="2026-10-22", price=1_00)
    world.renew("i-1")
    assert world.expire_date("i-1") == "2026-11-22"


def test_the_last_day_of_retention_can_be_renewed_and_the_next_cannot(world: World) -> None:
    world.instance("i-kept", expire=days_from_today(-7), price=1_00)
    world.instance("i-gone", expire=days_from_today(-8), price=1_00)
    world.instance("i-long", expire=days_from_today(-15), product="KRDS", price=1_00)
    answer = world.renew("i-kept", "i-gone", "i-long")
    assert sorted(lines_of(answer)) == ["i-kept", "i-long"]
    assert codes_of(answer) == {"i-gone": "released"}
    assert answer["skipped"][0]["reason"] == "released on 2026-11-22"


def test_what_needs_no_renewal_is_skipped_with_its_reason_and_the_rest_goes_on(
    world: World,
) -> None:
    world.instance("i-good")
    world.instance("i-trial", type="trial")
    world.instance("i-once", billing_mode="one_time")
    world.instance("i-hour", billing_mode="pay_as_you_go")
    world.instance("i-kad", product="KAD")
    world.instance("i-kcm", product="KCM")
    answer = world.renew(
        "i-kcm", "i-good", "i-trial", "i-once", "i-hour", "i-kad", "i-nowhere", months=1
    )
    assert list(lines_of(answer)) == ["i-good"]
    assert codes_of(answer) == {
        "i-trial": "trial",
        "i-once": "one_time",
        "i-hour": "pay_as_you_go",
        "i-kad": "product_not_renewable",
        "i-kcm": "product_not_renewable",
        "i-nowhere": "unknown_instance",
    }
    assert world.balance() == 900_00


def test_one_order_per_account_with_lines_by_expire_date_then_id(world: World) -> None:
    world.account("beta", 1000_00)
    world.instance("i-d", account="beta")
    world.instance("i-c", expire="2026-11-25")
    world.instance("i-a", expire="2026-11-28")
    world.instance("i-b", expire="2026-11-25")
    answer = world.renew("i-d", "i-a", "i-c", "i-b")
    assert [order["account"] for order in answer["orders"]] == ["acme", "beta"]
    assert [[line["instance_id"] for line in one["lines"]] for one in answer["orders"]] == [
        ["i-b", "i-c", "i-a"],
        ["i-d"],
    ]
    assert (world.balance("acme"), world.balance("beta")) == (700_00, 900_00)


def test_the_order_of_the_selection_changes_nothing(world: World) -> None:
    world.voucher("v-1", 150_00)
    for name, expire in (("i-1", "2026-11-25"), ("i-2", "2026-11-24"), ("i-3", "2026-11-26")):
        world.instance(name, expire=expire)
    one = purchase_of(("i-1", "i-2", "i-3"), Renew(1))
    other = purchase_of(("i-3", "i-1", "i-2", "i-1"), Renew(1))
    assert dry(world.desk, one, None) == dry(world.desk, other, None)


def test_an_instance_named_twice_is_renewed_once(world: World) -> None:
    world.instance("i-1")
    world.renew("i-1", "i-1")
    assert world.expire_date("i-1") == "2026-12-30"
    assert world.balance() == 900_00


def test_a_selection_by_filter_renews_what_matches_except_the_excepted(world: World) -> None:
    world.instance("i-1")
    world.instance("i-2")
    world.instance("i-3", product="EIP")
    matching = Matching(Filter(products=frozenset(("KEC",))), frozenset(("i-2",)))
    assert list(lines_of(world.renew(selection=matching))) == ["i-1"]


def test_a_short_order_is_paid_not_at_all_and_says_by_how_much(world: World) -> None:
    world.account("acme", 150_00)
    world.instance("i-1", expire="2026-11-25")
    world.instance("i-2", expire="2026-11-26")
    before = world.balance()
    order = world.renew("i-1", "i-2")["orders"][0]
    assert (order["status"], order["total"], order["short_by"]) == ("unpaid", "200.00", "50.00")
    assert world.balance() == before
    assert world.expire_date("i-1") == "2026-11-25"
    assert world.value("SELECT count(*) FROM ledger_entry") == 0


def test_a_balance_that_just_suffices_pays(world: World) -> None:
    world.account("acme", 200_00)
    world.instance("i-1")
    world.instance("i-2")
    assert world.renew("i-1", "i-2")["orders"][0]["status"] == "paid"
    assert world.balance() == 0


def test_a_fen_too_little_does_not_pay(world: World) -> None:
    world.account("acme", 199_99)
    world.instance("i-1")
    world.instance("i-2")
    assert world.renew("i-1", "i-2")["orders"][0]["short_by"] == "0.01"
    assert world.balance() == 199_99


def test_one_account_being_short_does_not_stop_another(world: World) -> None:
    world.account("acme", 0)
    world.account("beta", 1000_00)
    world.instance("i-1")
    world.instance("i-2", account="beta")
    answer = world.renew("i-1", "i-2")
    assert [one["status"] for one in answer["orders"]] == ["unpaid", "paid"]
    assert (world.balance("acme"), world.balance("beta")) == (0, 900_00)


def test_pay_later_makes_an_unpaid_order_though_there_is_money(world: World) -> None:
    world.instance("i-1")
    world.voucher("v-1", 30_00)
    order = world.renew("i-1", pay_later=True)["orders"][0]
    assert (order["status"], order["short_by"]) == ("unpaid", "0.00")
    assert (world.balance(), world.remaining("v-1")) == (1000_00, 30_00)
    assert world.expire_date("i-1") == "2026-11-30"


def test_a_free_instance_is_renewed_without_a_ledger_entry(world: World) -> None:
    world.account("acme", 0)
    world.instance("i-1", price=0)
    assert world.renew("i-1")["orders"][0]["status"] == "paid"
    assert world.expire_date("i-1") == "2026-12-30"


def test_a_dry_run_says_what_would_be_done_and_changes_nothing(world: World) -> None:
    world.account("beta", 10_00)
    world.voucher("v-1", 30_00)
    world.instance("i-1")
    world.instance("i-2", account="beta")
    world.instance("i-3", type="trial")
    wanted = purchase_of(("i-1", "i-2", "i-3", "i-4"), Renew(1))
    before = world.dump()
    told = dry(world.desk, wanted, "k-1")
    assert world.dump() == before
    answer = done(world.desk, wanted, "k-1")
    assert [order["order"] for order in told["orders"]] == [None, None]
    numberless = [{**order, "order": None} for order in answer["orders"]]
    assert {**told, "dry_run": False} == {**answer, "orders": numberless}


def test_a_renewal_before_the_expire_date_adds_to_what_is_left(world: World) -> None:
    world.instance("i-1", expire="2027-06-15", price=1_00)
    world.renew("i-1")
    assert world.expire_date("i-1") == "2027-07-15"


def test_the_same_instance_can_be_renewed_again_and_again(world: World) -> None:
    world.instance("i-1", price=1_00)
    for _ in range(3):
        world.renew("i-1")
    assert world.expire_date("i-1") == "2027-02-28"
    assert world.value("SELECT count(*) FROM paid_term") == 3


def test_a_selection_of_nothing_known_makes_no_order(world: World) -> None:
    answer = world.renew("i-1")
    assert answer["orders"] == []
    assert codes_of(answer) == {"i-1": "unknown_instance"}
