"""One account or all of them: what `o` narrows, and what the header sums up."""

from __future__ import annotations

from tests.operations.world import World
from tests.ui.console import Console, play


def two_accounts(world: World) -> World:
    world.account("globex", 50_00)
    world.instance("a-1")
    world.instance("g-1", account="globex")
    world.voucher("V-1", 30_00)
    return world


def test_a_store_with_one_account_opens_on_it(world: World) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        title = desk.bar("title")
        assert "acme" in title
        assert "CNY 1,000.00" in title
        heading = desk.lines[desk.table.region.y]
        assert "Account" not in heading

    play(scenario, world.path)


def test_with_several_it_opens_on_all_and_o_narrows_it_to_one(world: World) -> None:
    two_accounts(world)

    async def scenario(desk: Console) -> None:
        assert "CNY 1,050.00" in desk.bar("title")
        assert "all 2 accounts" in desk.bar("title")
        assert "Account" in desk.lines[desk.table.region.y]
        await desk.press("o")
        await desk.see("All 2 accounts", "acme", "globex")
        await desk.press("down", "down", "enter")
        assert desk.ids == ["g-1"]
        assert "globex" in desk.bar("title")
        assert "CNY 50.00" in desk.bar("title")
        assert "Account" not in desk.lines[desk.table.region.y]
        await desk.press("x")
        assert desk.ids == ["g-1"], "the account is no filter that x resets"
        await desk.press("o", "up", "up", "enter")
        assert desk.ids == ["a-1", "g-1"]

    play(scenario, world.path)


def test_orders_are_those_of_the_account(world: World) -> None:
    two_accounts(world)
    world.unpaid("a-1")

    async def scenario(desk: Console) -> None:
        await desk.press("4")
        assert len(desk.ids) == 1
        await desk.press("o", "down", "down", "enter")
        assert desk.ids == []
        assert "Orders 0" in desk.bar("tabs")

    play(scenario, world.path)


def test_currencies_are_never_added_together(world: World) -> None:
    world.account("tokyo", 700_00, currency="USD")
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        assert "CNY 1,000.00" in desk.bar("title")
        assert "USD 700.00" in desk.bar("title")

    play(scenario, world.path)
