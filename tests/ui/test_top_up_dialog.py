"""Topping an account up."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from renewal_tui.ui.dialogs.choose import ChooseOne
from renewal_tui.ui.dialogs.top_up import TopUpDialog
from tests.operations.world import World
from tests.stores import dump
from tests.ui.console import Console, balance, play


def test_t_tops_up_the_account_that_is_shown(world: World) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        await desk.press("t")
        dialog = await desk.opened(TopUpDialog)
        assert "acme" in dialog.heading()
        await desk.type_text("250.5")
        await desk.see("Balance afterwards CNY 1,250.50")
        await desk.press("tab")
        await desk.type_text("by bank")
        await desk.press("enter")
        await desk.until(lambda: desk.on_main)
        await desk.see("acme has CNY 1,250.50 now.")
        assert "CNY 1,250.50" in desk.bar("title")
        await desk.press("5")
        await desk.see("Top-up of acme: 250.50", "by bank")

    play(scenario, world.path)
    assert world.balance() == 1250_50


@pytest.mark.parametrize("text", ["", "abc", "-5", "0", "1.234", "1e3", "99999999999999999999"])
def test_what_is_not_an_amount_is_told_and_books_nothing(world: World, text: str) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        await desk.press("t")
        dialog = await desk.opened(TopUpDialog)
        await desk.type_text(text)
        await desk.press("enter")
        assert desk.app.screen is dialog
        wrong = dialog.query_one("#wrong").render()
        assert str(wrong).strip()
        await desk.press("escape")

    play(scenario, world.path)
    assert world.balance() == 1000_00


def test_with_several_accounts_shown_it_asks_which(world: World) -> None:
    world.account("globex", 10_00)
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        await desk.press("t")
        await desk.opened(ChooseOne)
        await desk.see("acme", "globex", "10.00")
        await desk.press("down", "enter")
        dialog = await desk.opened(TopUpDialog)
        assert "globex" in dialog.heading()
        await desk.type_text("90")
        await desk.press("enter")
        await desk.see("globex has CNY 100.00 now.")

    play(scenario, world.path)
    assert (world.balance("acme"), world.balance("globex")) == (1000_00, 100_00)


def test_no_money_moves_by_keys_typed_before_the_dialog_could_be_seen(world: World) -> None:
    world.instance("i-1", price=1200_00)
    before = dump(world.path)

    async def scenario(desk: Console) -> None:
        desk.post("t", "5", "0", "enter")
        dialog = await desk.opened(TopUpDialog)
        assert dialog.query_one("#amount", Input).value == ""
        await desk.press("escape", "r")
        desk.post("t", "enter", "enter")
        dialog = await desk.opened(TopUpDialog)
        assert dialog.query_one("#amount", Input).value == "200.00", "what the renewal lacks"
        await desk.see("Balance afterwards CNY 1,200.00")
        await desk.back()

    play(scenario, world.path)
    assert dump(world.path) == before


def test_the_new_balance_is_shown_before_enter_books_it(world: World) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        await desk.press("t")
        await desk.type_text("20")
        await desk.see("Balance afterwards CNY 1,020.00")
        assert balance(world.path, "acme") == 1000_00
        await desk.press("enter")
        await desk.see("acme has CNY 1,020.00 now.")

    play(scenario, world.path)
    assert world.balance() == 1020_00
