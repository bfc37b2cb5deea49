"""Vouchers as operations spend them [R12 to R14, R30]."""

from __future__ import annotations

from tests.operations.world import World


def _uses(world: World, *ids: str) -> list[list[tuple[str, str]]]:
    order = world.renew(*ids)["orders"][0]
    return [
        [(use["voucher_id"], use["amount"]) for use in line["vouchers"]] for line in order["lines"]
    ]


def test_vouchers_pay_first_and_the_balance_pays_the_rest(world: World) -> None:
    world.voucher("v-1", 30_00)
    world.instance("i-1")
    order = world.renew("i-1")["orders"][0]
    assert (order["voucher_total"], order["balance_total"]) == ("30.00", "70.00")
    assert order["lines"][0]["vouchers"] == [{"voucher_id": "v-1", "amount": "30.00"}]
    assert order["lines"][0]["balance"] == "70.00"
    assert (world.remaining("v-1"), world.balance()) == (0, 930_00)


def test_a_renewal_without_vouchers_leaves_them_alone(world: World) -> None:
    world.voucher("v-1", 30_00)
    world.instance("i-1")
    order = world.renew("i-1", use_vouchers=False)["orders"][0]
    assert (order["voucher_total"], order["balance_total"]) == ("0.00", "100.00")
    assert (world.remaining("v-1"), world.balance()) == (30_00, 900_00)


def test_without_vouchers_an_order_is_short_that_vouchers_could_have_paid(world: World) -> None:
    world.account("acme", 0)
    world.voucher("v-1", 500_00)
    world.instance("i-1")
    number = world.renew("i-1", use_vouchers=False)["orders"][0]["order"]
    assert number is not None
    assert world.pay(number)["orders"][0]["short_by"] == "100.00"
    assert world.remaining("v-1") == 500_00


def test_a_voucher_used_in_part_stays_usable_to_its_last_day(world: World) -> None:
    world.voucher("v-1", 150_00, expire="2026-11-24")
    for name in ("i-1", "i-2", "i-3"):
        world.instance(name)
    assert _uses(world, "i-1") == [[("v-1", "100.00")]]
    world.advance("2d")
    assert _uses(world, "i-2") == [[("v-1", "50.00")]]
    assert world.balance() == 950_00


def test_a_voucher_is_worth_nothing_the_day_after_its_last(world: World) -> None:
    world.voucher("v-1", 150_00, expire="2026-11-22")
    world.instance("i-1")
    world.advance("1d")
    assert _uses(world, "i-1") == [[]]
    assert world.remaining("v-1") == 150_00


def test_the_one_that_expires_soonest_is_used_first_then_the_largest_then_the_lowest_id(
    world: World,
) -> None:
    world.voucher("v-late", 500_00, expire="2026-12-02")
    world.voucher("v-small", 10_00, expire="2026-12-01")
    world.voucher("v-b", 20_00, expire="2026-12-01")
    world.voucher("v-a", 20_00, expire="2026-12-01")
    world.voucher("v-soon", 5_00, expire="2026-11-23")
    world.instance("i-1")
    assert _uses(world, "i-1") == [
        [
            ("v-soon", "5.00"),
            ("v-a", "20.00"),
            ("v-b", "20.00"),
            ("v-small", "10.00"),
            ("v-late", "45.00"),
        ]
    ]


def test_vouchers_are_given_out_in_the_order_of_the_lines(world: World) -> None:
    world.voucher("v-1", 150_00)
    world.instance("i-z", expire="2026-11-24")
    world.instance("i-a", expire="2026-11-25")
    assert _uses(world, "i-a", "i-z") == [[("v-1", "100.00")], [("v-1", "50.00")]]


def test_only_vouchers_that_fit_pay(world: World) -> None:
    world.account("beta", 0)
    world.voucher("v-eip", 90_00, products="EIP;KRDS")
    world.voucher("v-early", 90_00, valid_from="2026-11-23")
    world.voucher("v-bought", 90_00, use="purchase")
    world.voucher("v-theirs", 90_00, account="beta")
    world.voucher("v-good", 10_00, products="EIP;KEC", use="renewal", valid_from="2026-11-22")
    world.instance("i-1")
    assert _uses(world, "i-1") == [[("v-good", "10.00")]]


def test_vouchers_alone_can_pay_an_order(world: World) -> None:
    world.account("acme", 0)
    world.voucher("v-1", 100_00)
    world.instance("i-1")
    assert world.renew("i-1")["orders"][0]["status"] == "paid"
    assert world.value("SELECT count(*) FROM ledger_entry") == 0


def test_a_short_order_spends_no_voucher(world: World) -> None:
    world.account("acme", 49_99)
    world.voucher("v-1", 50_00)
    world.instance("i-1")
    order = world.renew("i-1")["orders"][0]
    assert (order["status"], order["short_by"]) == ("unpaid", "0.01")
    assert world.remaining("v-1") == 50_00


def test_what_a_cancelled_order_would_have_used_is_there_for_another(world: World) -> None:
    world.account("acme", 0)
    world.voucher("v-1", 100_00)
    world.instance("i-1")
    world.instance("i-2")
    first = world.unpaid("i-1")
    assert world.renew("i-2")["orders"][0]["voucher_total"] == "100.00"
    assert world.pay(first)["orders"][0]["short_by"] == "100.00"
    world.cancel(first)
    assert world.remaining("v-1") == 0


def test_a_unification_is_paid_with_vouchers_too(world: World) -> None:
    world.voucher("v-1", 500_00)
    world.instance("i-1", expire="2026-11-30", price=30_00)
    world.unify_on("2026-12-10", "i-1")
    assert world.remaining("v-1") == 490_00
    assert world.balance() == 1000_00


def test_an_automatic_renewal_always_uses_vouchers(world: World) -> None:
    world.voucher("v-1", 30_00)
    world.instance("i-1", policy="auto", expire="2026-11-22")
    renewed = world.engine()["renewed"][0]
    assert (renewed["voucher_total"], renewed["balance_total"]) == ("30.00", "70.00")
    assert world.remaining("v-1") == 0
