"""The Orders tab: opening an order, paying it, cancelling it [R19 to R21]."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from renewal_tui.ui.dialogs.ask import Confirm
from renewal_tui.ui.dialogs.order import OrderDialog
from renewal_tui.ui.dialogs.result import Result
from renewal_tui.ui.dialogs.top_up import TopUpDialog
from tests.operations.world import World
from tests.ui.console import Console, play


@pytest.fixture
def unpaid(world: World) -> World:
    """One order of 100.00 that awaits payment."""
    world.instance("i-1", name="web-01")
    world.unpaid("i-1")
    return world


async def order_of(desk: Console, key: str = "enter") -> OrderDialog:
    """Open the first order."""
    await desk.press("4", key)
    return await desk.opened(OrderDialog)


@pytest.mark.parametrize("key", ["p", "enter"])
def test_an_unpaid_order_is_paid(unpaid: World, key: str) -> None:
    async def scenario(desk: Console) -> None:
        await order_of(desk, key)
        assert unpaid.order_status(1) == "unpaid"
        await desk.see("Order 1", "i-1", "web-01", "Pay CNY 100.00", "after 900.00")
        await desk.press("p")
        await desk.opened(Result)
        await desk.see("1 instance", "2026-12-30")
        await desk.press("escape")
        await desk.see("Paid")

    play(scenario, unpaid.path)
    assert unpaid.order_status(1) == "paid"
    assert unpaid.balance() == 900_00
    assert unpaid.expire_date("i-1") == "2026-12-30"


def test_an_unpaid_order_is_cancelled_after_a_yes(unpaid: World) -> None:
    async def scenario(desk: Console) -> None:
        dialog = await order_of(desk)
        await desk.press("c")
        await desk.opened(Confirm)
        await desk.press("n")
        await desk.until(lambda: desk.app.screen is dialog)
        assert unpaid.order_status(1) == "unpaid"
        await desk.press("c")
        await desk.opened(Confirm)
        await desk.press("enter")  # no has the focus
        await desk.until(lambda: desk.app.screen is dialog)
        assert unpaid.order_status(1) == "unpaid"
        await desk.press("c")
        await desk.opened(Confirm)
        await desk.press("y")
        await desk.until(lambda: desk.on_main)
        await desk.see("Cancelled", "Order 1 is cancelled.")

    play(scenario, unpaid.path)
    assert unpaid.order_status(1) == "cancelled"
    assert unpaid.balance() == 1000_00


@pytest.mark.parametrize("state", ["paid", "cancelled"])
def test_an_order_that_is_closed_shows_its_lines_and_offers_nothing(
    unpaid: World, state: str
) -> None:
    if state == "paid":
        unpaid.pay(1)
    else:
        unpaid.cancel(1)

    async def scenario(desk: Console) -> None:
        dialog = await order_of(desk)
        await desk.see(f", {state}", "i-1", "2026-11-30", "2026-12-30", "100.00")
        for name in ("#pay", "#cancel-order", "#top-up"):
            assert not dialog.query_one(name, Button).display
        await desk.press("p", "c", "t")
        assert desk.app.screen is dialog
        await desk.press("escape")
        assert desk.on_main

    play(scenario, unpaid.path)
    assert unpaid.order_status(1) == state


def test_an_order_with_a_short_balance_is_topped_up_and_paid(world: World) -> None:
    world.instance("i-1", price=1_200_00)
    world.unpaid("i-1")

    async def scenario(desk: Console) -> None:
        dialog = await order_of(desk)
        await desk.see("short by 200.00")
        assert not dialog.query_one("#pay", Button).display
        await desk.press("p")
        assert desk.app.screen is dialog
        await desk.press("t")
        await desk.opened(TopUpDialog)
        await desk.press("enter")
        await desk.until(lambda: desk.app.screen is dialog)
        await desk.see("after 0.00")
        await desk.press("p")
        await desk.opened(Result)

    play(scenario, world.path)
    assert world.order_status(1) == "paid"
    assert world.balance() == 0


def test_an_order_that_another_operator_paid_meanwhile_is_not_paid_twice(unpaid: World) -> None:
    async def scenario(desk: Console) -> None:
        dialog = await order_of(desk)
        unpaid.pay(1)
        await desk.press("p")
        assert desk.app.screen is dialog
        await desk.see("paid")
        assert not dialog.query_one("#pay", Button).display
        await desk.press("p", "escape")

    play(scenario, unpaid.path)
    assert unpaid.balance() == 900_00


def test_an_order_whose_instance_was_renewed_by_the_engine_cannot_be_paid(world: World) -> None:
    world.instance("i-1", policy="auto", expire="2026-11-22")
    world.unpaid("i-1")

    async def scenario(desk: Console) -> None:
        dialog = await order_of(desk)
        world.engine()
        await desk.press("p")
        assert desk.app.screen is dialog
        await desk.see("cancelled")

    play(scenario, world.path)
    assert world.order_status(1) == "cancelled"
    assert world.balance() == 900_00


def test_figures_that_have_changed_are_shown_and_nothing_is_charged(unpaid: World) -> None:
    async def scenario(desk: Console) -> None:
        dialog = await order_of(desk)
        await desk.see("before 1,000.00")
        unpaid.top_up(5_00)
        await desk.press("p")
        assert desk.app.screen is dialog
        await desk.see("before 1,005.00")
        assert unpaid.order_status(1) == "unpaid"
        await desk.press("p")
        await desk.opened(Result)

    play(scenario, unpaid.path)
    assert unpaid.balance() == 905_00


def test_an_order_that_is_24_hours_old_is_shown_as_cancelled(unpaid: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("4")
        await desk.see("Awaits payment")
        unpaid.advance("25h")
        await desk.see("Cancelled", "2026-11-23")
        await desk.press("enter")
        await desk.see("cancelled 2026-11-23 10:00: not paid within 24 hours")

    play(scenario, unpaid.path)


def test_the_row_of_an_instance_says_that_an_order_awaits_payment(unpaid: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.see("order 1 unpaid")
        await desk.press("enter")
        await desk.see("order 1 awaits payment")

    play(scenario, unpaid.path, size=(150, 36))


def test_c_on_the_tab_asks_at_once_whether_to_cancel(unpaid: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("4", "c")
        await desk.opened(Confirm)
        await desk.see("Cancel order 1?")
        await desk.press("n")
        await desk.opened(OrderDialog)
        assert unpaid.order_status(1) == "unpaid"
        await desk.press("escape", "c")
        await desk.opened(Confirm)
        await desk.press("y")
        await desk.until(lambda: desk.on_main)

    play(scenario, unpaid.path)
    assert unpaid.order_status(1) == "cancelled"


def test_p_and_c_say_so_when_the_order_awaits_no_payment(unpaid: World) -> None:
    unpaid.pay(1)

    async def scenario(desk: Console) -> None:
        for key in "pc":
            await desk.press("4", key)
            assert desk.on_main
        assert "Order 1 is paid: it awaits no payment." in desk.toasts

    play(scenario, unpaid.path)


def test_the_newest_order_stays_under_a_cursor_that_stood_on_the_newest(unpaid: World) -> None:
    unpaid.instance("i-2")

    async def scenario(desk: Console) -> None:
        await desk.press("4")
        assert desk.under == "1"
        unpaid.unpaid("i-2")
        await desk.press("1", "4")
        assert desk.under == "2"

    play(scenario, unpaid.path)
