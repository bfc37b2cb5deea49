"""The renewal dialog: what it shows, and that what it shows is what is charged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import Button

from renewal_tui.ui.dialogs.renewal import RenewalDialog
from renewal_tui.ui.dialogs.result import Result
from renewal_tui.ui.dialogs.top_up import TopUpDialog
from renewal_tui.ui.dispatch import Done
from tests.operations.world import World
from tests.ui.console import Console, play


@pytest.fixture
def one(world: World) -> World:
    """One instance of 100.00 a month, and two vouchers of 30.00 and 20.00."""
    world.instance("i-1", name="web-01")
    world.voucher("V-30", 30_00)
    world.voucher("V-20", 20_00, expire="2027-01-31")
    return world


async def renewal_of(desk: Console, *marked: str) -> RenewalDialog:
    """Open the dialog for some instances."""
    for name in marked:
        await desk.go_to(name)
        await desk.press("space")
    await desk.press("r")
    return await desk.opened(RenewalDialog)


def test_it_opens_on_one_month_and_arrows_choose_the_period(one: World) -> None:
    async def scenario(desk: Console) -> None:
        dialog = await renewal_of(desk)
        chosen = [dialog.months]
        for _ in range(7):
            await desk.press("right")
            chosen.append(dialog.months)
        assert chosen == [1, 2, 3, 6, 12, 24, 36, 36]
        await desk.press("left", "left")
        assert dialog.months == 12
        # 12 months at 15 % off: 1200.00, discount 180.00, payable 1020.00
        await desk.see("1,200.00", "180.00", "CNY 1,020.00", "2027-11-30")
        await desk.press(*["left"] * 8)
        assert dialog.months == 1

    play(scenario, one.path)


def test_it_shows_voucher_by_voucher_and_the_balance_before_and_after(one: World) -> None:
    async def scenario(desk: Console) -> None:
        await renewal_of(desk)
        await desk.see(
            "Renewal: 1 instance",
            "web-01",
            "Pay CNY 100.00",
            "V-30 30.00, V-20 20.00",
            "before 1,000.00",
            "after 950.00",
        )

    play(scenario, one.path)


def test_p_pays_what_is_shown(one: World) -> None:
    async def scenario(desk: Console) -> None:
        await renewal_of(desk)
        await desk.press("right", "p")
        await desk.opened(Result)
        await desk.see("Renewed: 1 instance", "2027-01-30", "CNY 200.00 paid")
        await desk.press("escape")
        await desk.see("2027-01-30")

    play(scenario, one.path)
    assert one.expire_date("i-1") == "2027-01-30"
    assert one.balance() == 850_00
    assert (one.remaining("V-30"), one.remaining("V-20")) == (0, 0)


def test_v_turns_vouchers_off_and_on(one: World) -> None:
    async def scenario(desk: Console) -> None:
        dialog = await renewal_of(desk)
        await desk.press("v")
        assert not dialog.use_vouchers
        await desk.see("after 900.00")
        assert "V-30" not in desk.text
        await desk.press("v")
        await desk.see("V-30 30.00", "after 950.00")
        await desk.press("v", "p")
        await desk.opened(Result)

    play(scenario, one.path)
    assert one.balance() == 900_00
    assert (one.remaining("V-30"), one.remaining("V-20")) == (30_00, 20_00)


def test_the_whole_amount_and_its_key_stand_on_the_button(world: World) -> None:
    world.instance("i-1", price=9_00)

    async def scenario(desk: Console) -> None:
        await renewal_of(desk)
        await desk.see("Pay CNY 9.00  p")
        await desk.press(*["right"] * 5)
        await desk.see("Pay CNY 216.00  p")
        await desk.press("left", "left", "left", "left", "left")
        await desk.see("Pay CNY 9.00  p ")

    play(scenario, world.path)


def test_l_makes_the_order_and_leaves_it_unpaid(one: World) -> None:
    async def scenario(desk: Console) -> None:
        await renewal_of(desk)
        await desk.press("l")
        await desk.opened(Result)
        await desk.see("Awaits payment", "within 24 hours")
        await desk.press("escape")
        await desk.see("Unpaid")

    play(scenario, one.path)
    assert one.order_status(1) == "unpaid"
    assert one.balance() == 1000_00
    assert one.expire_date("i-1") == "2026-11-30"


def test_a_short_balance_says_by_how_much_and_cannot_be_paid(world: World) -> None:
    world.instance("i-1", price=1_500_00)

    async def scenario(desk: Console) -> None:
        dialog = await renewal_of(desk)
        await desk.see("short by 500.00", "t tops", "Top up")
        assert not dialog.query_one("#pay", Button).display
        await desk.press("p")
        assert desk.app.screen is dialog
        await desk.press("l")
        await desk.opened(Result)
        await desk.see("short by 500.00", "Orders tab")

    play(scenario, world.path)
    assert world.order_status(1) == "unpaid"
    assert world.balance() == 1000_00


def test_topping_up_from_the_dialog_makes_it_payable(world: World) -> None:
    world.instance("i-1", price=1_500_00)

    async def scenario(desk: Console) -> None:
        dialog = await renewal_of(desk)
        await desk.press("t")
        await desk.opened(TopUpDialog)
        await desk.see("500.00", "Balance afterwards CNY 1,500.00")
        await desk.press("enter")
        await desk.until(lambda: desk.app.screen is dialog)
        await desk.see("after 0.00")
        assert dialog.query_one("#pay", Button).display
        await desk.press("p")
        await desk.opened(Result)
        await desk.see("Renewed: 1 instance")

    play(scenario, world.path)
    assert world.balance() == 0
    assert world.expire_date("i-1") == "2026-12-30"


def test_t_and_top_up_are_not_offered_when_nothing_is_short(one: World) -> None:
    async def scenario(desk: Console) -> None:
        dialog = await renewal_of(desk)
        await desk.press("t")
        assert desk.app.screen is dialog
        assert not dialog.query_one("#top-up", Button).display

    play(scenario, one.path)


def price_doubles(world: World) -> None:
    """The price of i-1 doubles."""
    world.sql("UPDATE instance SET monthly_price = 20000 WHERE instance_id = 'i-1'")


def balance_is_spent(world: World) -> None:
    """Another operator spends 200.00 of the same account."""
    other = world.another_desk()
    world.instance("i-2", price=200_00)
    world.sql("UPDATE voucher SET products = 'EIP'")
    world.renew("i-2")
    world.sql("UPDATE voucher SET products = '*'")
    other.store.close()


def voucher_is_used(world: World) -> None:
    """Another operator uses the vouchers up."""
    world.instance("i-2", price=50_00)
    world.renew("i-2")


def renewed_by_another(world: World) -> None:
    """Another operator renews the same instance."""
    world.renew("i-1")


@pytest.mark.parametrize(
    ("change", "shown", "expires", "left"),
    [
        (price_doubles, ("Pay CNY 200.00", "after 850.00"), "2026-12-30", 850_00),
        (balance_is_spent, ("before 800.00", "after 750.00"), "2026-12-30", 750_00),
        (voucher_is_used, ("none that can pay", "after 900.00"), "2026-12-30", 900_00),
        (renewed_by_another, ("2026-12-30", "2027-01-30", "after 850.00"), "2027-01-30", 850_00),
    ],
)
def test_what_has_changed_meanwhile_is_shown_and_nothing_is_charged(
    one: World,
    change: Callable[[World], None],
    shown: tuple[str, ...],
    expires: str,
    left: int,
) -> None:
    async def scenario(desk: Console) -> None:
        await desk.go_to("i-1")
        dialog = await renewal_of(desk)
        await desk.see("Pay CNY 100.00", "after 950.00")
        change(one)
        before = one.balance(), one.expire_date("i-1"), one.remaining("V-30")
        await desk.press("p")
        assert desk.app.screen is dialog
        await desk.see("Something has changed", "Nothing was charged", *shown)
        assert (one.balance(), one.expire_date("i-1"), one.remaining("V-30")) == before
        await desk.press("p")
        await desk.opened(Result)
        await desk.see("Renewed: 1 instance")

    play(scenario, one.path)
    assert one.expire_date("i-1") == expires
    assert one.balance() == left


def test_who_cannot_be_renewed_is_left_out_with_the_reason_and_the_others_go_on(
    world: World,
) -> None:
    world.instance("i-1", product="KRDS", expire="2026-11-10")
    world.instance("i-2")
    world.instance("i-3")
    world.instance("i-4", product="KRDS", expire="2026-11-20")
    world.unpaid("i-3")

    async def scenario(desk: Console) -> None:
        await desk.press("asterisk", "r")
        await desk.opened(RenewalDialog)
        await desk.see("Renewal: 4 instances", "Left out: 1", "order 1 awaits payment")
        await desk.press("p")
        await desk.opened(Result)
        await desk.see("Renewed: 3 instances", "1 left out", "Left out", "order 1 awaits payment")

    play(scenario, world.path)
    assert world.expire_date("i-1") == "2026-12-10"
    assert world.expire_date("i-3") == "2026-11-30"


def test_when_nobody_can_be_renewed_there_is_nothing_to_pay(world: World) -> None:
    world.instance("i-1")
    world.unpaid("i-1")

    async def scenario(desk: Console) -> None:
        dialog = await renewal_of(desk)
        assert not dialog.query_one("#pay", Button).display
        assert not dialog.query_one("#pay-later", Button).display
        await desk.press("p", "l", "t")
        assert desk.app.screen is dialog
        await desk.see("Nothing to pay for.", "order 1 awaits payment")

    play(scenario, world.path)
    assert world.value("SELECT COUNT(*) FROM orders") == 1


def test_two_accounts_make_two_orders_each_paid_or_not(world: World) -> None:
    world.account("globex", 50_00)
    world.instance("i-1")
    world.instance("i-2", account="globex")

    async def scenario(desk: Console) -> None:
        dialog = await renewal_of(desk, "i-1", "i-2")
        await desk.see("acme", "globex", "CNY 200.00", "short by 50.00", "Pay acme only")
        await desk.press("t")
        top_up = await desk.opened(TopUpDialog)
        assert "globex" in top_up.heading()
        await desk.press("enter")
        await desk.until(lambda: desk.app.screen is dialog)
        await desk.press("p")
        await desk.opened(Result)
        await desk.see("Order 1 of acme", "Order 2 of globex", "Renewed: 2 instances")

    play(scenario, world.path)
    assert (world.balance("acme"), world.balance("globex")) == (900_00, 0)


def test_it_plans_once_when_it_opens(one: World) -> None:
    class Counting(RenewalDialog):
        planned = 0

        def plan_anew(self, *, typing: bool = False) -> None:
            self.planned += 1
            super().plan_anew(typing=typing)

    async def scenario(desk: Console) -> None:
        dialog = Counting(desk.desk, ("i-1",), 1, 0)
        desk.app.push_screen(dialog)
        await desk.opened(Counting)
        assert dialog.planned == 1

    play(scenario, one.path)


def test_many_lines_scroll_by_the_arrows(world: World) -> None:
    ids = world.fleet(60, price=1_00)

    async def scenario(desk: Console) -> None:
        await desk.press("asterisk", "r")
        await desk.opened(RenewalDialog)
        await desk.see("CNY 60.00")
        page = desk.app.screen.query_one("RowTable")
        assert ids[59] not in desk.text
        await desk.press(*["pagedown"] * 6)
        await desk.see(ids[59])
        await desk.press("pageup", "up", "down")
        assert page.region.bottom < 36

    play(scenario, world.path)


def test_keys_typed_before_changed_figures_were_painted_pay_nothing(one: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.go_to("i-1")
        dialog = await renewal_of(desk)
        one.sql("UPDATE instance SET monthly_price = 20000")
        typed_at = desk.clock.now
        await desk.press("p")
        await desk.see("Something has changed", "Pay CNY 200.00")
        desk.post("p", at=typed_at)
        await desk.settle()
        assert desk.app.screen is dialog
        await desk.press("p")
        await desk.opened(Result)

    play(scenario, one.path)


def test_a_batch_that_is_stopped_keeps_the_marks_of_what_it_did_not_do(world: World) -> None:
    for name in ("i-1", "i-2", "i-3"):
        world.instance(name)

    async def scenario(desk: Console) -> None:
        await desk.press("*")
        desk.fleet._done(Done(["i-1"], whole=False))
        await desk.see("2 marked")
        assert desk.marked == ["i-2", "i-3"]

    play(scenario, world.path)


def test_where_one_account_is_short_p_leaves_what_the_others_can_pay(world: World) -> None:
    """The first p shows it anew, with the figures that are then paid [R21]."""
    world.account("poor", 10_00)
    world.instance("i-1")
    world.instance("p-1", account="poor")

    async def scenario(desk: Console) -> None:
        await desk.press("asterisk", "r")
        await desk.opened(RenewalDialog)
        await desk.see("Pay acme only")
        await desk.press("p")
        await desk.see("Only what can be paid is left", "Pay CNY 100.00")
        assert world.value("SELECT COUNT(*) FROM orders") == 0
        await desk.press("p")
        await desk.opened(Result)
        await desk.see("Renewed: 1 instance")

    play(scenario, world.path)
    assert (world.expire_date("i-1"), world.expire_date("p-1")) == ("2026-12-30", "2026-11-30")
