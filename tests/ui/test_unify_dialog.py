"""The unification dialog: on a date or on a day of each month [R22 to R26]."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from renewal_tui.domain.planning import UnifyOnDay
from renewal_tui.ui.dialogs.result import Result
from renewal_tui.ui.dialogs.unify import UnifyDialog
from tests.operations.world import World
from tests.ui.console import Console, play


@pytest.fixture
def three(world: World) -> World:
    """Three that expire one after the other, 60.00 a month."""
    for name, expire in (("i-1", "2026-11-25"), ("i-2", "2026-11-30"), ("i-3", "2026-12-05")):
        world.instance(name, expire=expire, price=60_00)
    return world


async def unification(desk: Console) -> UnifyDialog:
    """Open the dialog for all rows."""
    await desk.press("asterisk", "u")
    return await desk.opened(UnifyDialog)


def test_it_opens_on_the_latest_date_of_the_selection(three: World) -> None:
    async def scenario(desk: Console) -> None:
        await unification(desk)
        await desk.see("Unified expiration time: 3 instances", "2026-12-05_", "Left out: 1", "i-3")
        await desk.press("p")
        await desk.opened(Result)
        await desk.see("2 instances", "1 left out")

    play(scenario, three.path)
    assert {three.expire_date(one) for one in ("i-1", "i-2", "i-3")} == {"2026-12-05"}
    assert three.balance() == 1000_00 - 20_00 - 10_00


def test_typing_fills_the_date(three: World) -> None:
    async def scenario(desk: Console) -> None:
        dialog = await unification(desk)
        pay = dialog.query_one("#pay", Button)
        await desk.type_text("202612")
        await desk.see("is not a date such as")
        assert not pay.display
        await desk.type_text("32")
        assert not pay.display
        await desk.press("backspace", "backspace")
        await desk.type_text("20")
        await desk.see("2026-12-20_")
        # 25 days, 20 days and 15 days at 2.00
        await desk.see("Pay CNY 120.00")
        await desk.press("p")
        await desk.opened(Result)

    play(scenario, three.path)
    assert {three.expire_date(one) for one in ("i-1", "i-2", "i-3")} == {"2026-12-20"}
    assert three.balance() == 1000_00 - 120_00


def test_m_is_on_a_day_of_each_month_and_d_on_a_date(three: World) -> None:
    async def scenario(desk: Console) -> None:
        dialog = await unification(desk)
        await desk.press("m")
        await desk.type_text("12")
        await desk.see("12_", "2027-01-12")
        await desk.press("d")
        await desk.see("2026-12-05_")
        await desk.press("m")
        await desk.see("12_")
        await desk.type_text("29")
        await desk.see("is not a day of each month")
        assert not dialog.query_one("#pay", Button).display
        await desk.press("p")
        assert desk.app.screen is dialog
        await desk.press("backspace", "backspace", "5", "p")
        await desk.opened(Result)

    play(scenario, three.path)
    # the first 5th on or after the old date plus a month [R23]
    assert [three.expire_date(one) for one in ("i-1", "i-2", "i-3")] == [
        "2027-01-05",
        "2027-01-05",
        "2027-01-05",
    ]


def test_l_is_the_last_day_where_a_day_is_asked_for_and_pay_later_where_a_date_is(
    three: World,
) -> None:
    async def scenario(desk: Console) -> None:
        await unification(desk)
        await desk.press("m", "l")
        await desk.see("last_", "2026-12-31")
        await desk.press("d", "l")
        await desk.opened(Result)
        await desk.see("Awaits payment")

    play(scenario, three.path)
    assert three.order_status(1) == "unpaid"
    assert three.balance() == 1000_00


def test_v_pays_without_vouchers(three: World) -> None:
    three.voucher("V-1", 500_00)

    async def scenario(desk: Console) -> None:
        await unification(desk)
        await desk.see("V-1")
        await desk.press("v")
        await desk.until(lambda: "V-1" not in desk.text)
        await desk.press("p")
        await desk.opened(Result)

    play(scenario, three.path)
    assert three.remaining("V-1") == 500_00


def test_expired_and_blocked_ones_are_left_out_with_the_reason(three: World) -> None:
    three.instance("i-0", expire="2026-11-20")
    three.unpaid("i-1")

    async def scenario(desk: Console) -> None:
        await unification(desk)
        await desk.type_text("20261231")
        await desk.see("Left out: 2", "renew it first", "order 1 awaits payment")
        await desk.press("p")
        await desk.opened(Result)
        await desk.see("2 instances", "2 left out")

    play(scenario, three.path)
    dates = [three.expire_date(f"i-{number}") for number in range(4)]
    assert dates == ["2026-11-20", "2026-11-25", "2026-12-31", "2026-12-31"]


def test_it_does_not_change_the_policy(three: World) -> None:
    three.instance("a-1", policy="auto", auto_months=3, expire="2026-12-01")

    async def scenario(desk: Console) -> None:
        await desk.press("2")
        await unification(desk)
        await desk.type_text("20261231")
        await desk.press("p")
        await desk.opened(Result)

    play(scenario, three.path)
    assert three.expire_date("a-1") == "2026-12-31"
    assert three.policy("a-1") == ("auto", 3)


def test_a_short_balance_is_told(three: World) -> None:
    three.instance("i-9", price=9_000_00, expire="2026-11-30")

    async def scenario(desk: Console) -> None:
        dialog = await unification(desk)
        await desk.see("short by 530.00", "t tops")
        assert not dialog.query_one("#pay", Button).display

    play(scenario, three.path)


def test_digits_do_not_choose_tabs_behind_the_dialog(three: World) -> None:
    async def scenario(desk: Console) -> None:
        await unification(desk)
        await desk.press("2", "0", "escape")
        assert desk.tab.NAME == "manual"

    play(scenario, three.path)


@pytest.mark.parametrize(
    ("keys", "day"),
    [("15", "15"), ("1<2", "2"), ("12<", "1"), ("3l9", "9")],
)
def test_keys_in_a_burst_plan_a_large_selection_once_and_in_their_order(
    world: World, keys: str, day: str
) -> None:
    world.fleet(1_100, price=1_00)
    world.account("acme", 100_000_00)

    async def scenario(desk: Console) -> None:
        await desk.press("*", "u")
        dialog = await desk.opened(UnifyDialog)
        await desk.until(lambda: desk.app.screen is dialog and dialog.shown is not None)
        desk.post("m", *(["backspace" if key == "<" else key for key in keys]))
        wanted = UnifyOnDay(int(day))

        def asked() -> object:
            operation = dialog.operation()
            return operation and operation.term

        await desk.until(lambda: asked() == wanted and dialog.shown is not None)
        await desk.opened(UnifyDialog)
        await desk.press("escape")
        assert desk.on_main

    play(scenario, world.path)
