"""Switching to automatic renewal and back [R4 to R6]."""

from __future__ import annotations

from textual.widgets import Button

from renewal_tui.domain.eligibility import FLAG_EXPIRED_AUTO
from renewal_tui.ui.dialogs.policy import PolicyDialog
from renewal_tui.ui.dialogs.result import Result
from tests.operations.world import World
from tests.ui.console import Console, play


def test_y_switches_to_automatic_renewal_and_the_rows_change_tabs(world: World) -> None:
    ids = world.fleet(3)

    async def scenario(desk: Console) -> None:
        await desk.press("space", "space", "a")
        await desk.opened(PolicyDialog)
        await desk.see("Automatic renewal: 2 instances", "2 will be renewed automatically")
        await desk.press("y")
        await desk.opened(Result)
        await desk.see("Switched to automatic renewal: 2 instances")
        await desk.press("escape")
        assert desk.ids == ids[2:]
        await desk.press("2")
        assert desk.ids == ids[:2]
        await desk.see("Renews by", "1 month")

    play(scenario, world.path)
    assert [world.policy(one) for one in ids] == [("auto", 1), ("auto", 1), ("manual", 1)]


def test_arrows_choose_by_how_many_months_it_renews(world: World) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        await desk.press("a")
        await desk.opened(PolicyDialog)
        await desk.press("right", "right", "right", "left", "y")
        await desk.opened(Result)

    play(scenario, world.path)
    assert world.policy("i-1") == ("auto", 3)


def test_an_expired_one_is_left_out_with_the_reason(world: World) -> None:
    world.instance("i-1", expire="2026-11-20")
    world.instance("i-2")

    async def scenario(desk: Console) -> None:
        await desk.press("asterisk", "a")
        await desk.opened(PolicyDialog)
        await desk.see("1 will be renewed", "Left out: 1", "i-1", "xpired")
        await desk.press("y")
        await desk.opened(Result)
        await desk.see("1 instance", "1 left out", "Left out")

    play(scenario, world.path)
    assert (world.policy("i-1"), world.policy("i-2")) == (("manual", 1), ("auto", 1))


def test_when_none_can_be_switched_y_does_nothing(world: World) -> None:
    world.instance("i-1", expire="2026-11-20")

    async def scenario(desk: Console) -> None:
        await desk.press("a")
        dialog = await desk.opened(PolicyDialog)
        await desk.see("None of them can be switched.")
        assert not dialog.query_one("#submit", Button).display
        await desk.press("y")
        assert desk.app.screen is dialog

    play(scenario, world.path)
    assert world.policy("i-1") == ("manual", 1)


def test_m_switches_back_on_the_automatic_tab_only(world: World) -> None:
    world.instance("i-1", policy="auto")
    world.instance("i-2")

    async def scenario(desk: Console) -> None:
        await desk.press("m")
        assert desk.on_main
        await desk.press("2", "m")
        await desk.opened(PolicyDialog)
        await desk.see("Manual renewal: 1 instance")
        await desk.press("y")
        await desk.opened(Result)
        await desk.press("escape", "1")
        assert desk.ids == ["i-1", "i-2"]

    play(scenario, world.path)
    assert world.policy("i-1")[0] == "manual"


def test_a_on_the_automatic_tab_changes_the_period(world: World) -> None:
    world.instance("i-1", policy="auto", auto_months=1)

    async def scenario(desk: Console) -> None:
        await desk.press("2", "a")
        await desk.opened(PolicyDialog)
        await desk.see("already")
        await desk.press("right", "y")
        await desk.opened(Result)
        await desk.press("escape")
        await desk.see("2 months")

    play(scenario, world.path)
    assert world.policy("i-1") == ("auto", 2)


def test_what_has_changed_meanwhile_is_shown_and_nothing_is_switched(world: World) -> None:
    world.instance("i-1")
    world.instance("i-2")

    async def scenario(desk: Console) -> None:
        await desk.press("asterisk", "a")
        dialog = await desk.opened(PolicyDialog)
        world.switch("auto", "i-1")
        await desk.press("y")
        assert desk.app.screen is dialog
        await desk.see("Something has changed", "Nothing was switched", "1 will be renewed")
        assert world.policy("i-2") == ("manual", 1)
        await desk.press("y")
        await desk.opened(Result)

    play(scenario, world.path)
    assert world.policy("i-2") == ("auto", 1)


def test_an_automatic_one_that_has_expired_is_flagged(world: World) -> None:
    world.instance("i-1", policy="auto", expire="2026-11-20")

    async def scenario(desk: Console) -> None:
        await desk.press("2")
        await desk.see("-2 d")
        await desk.press("enter")
        await desk.see(FLAG_EXPIRED_AUTO.capitalize())

    play(scenario, world.path)


def test_a_switch_that_comes_after_the_engines_run_says_so(world: World) -> None:
    world.instance("i-1", expire="2026-11-22")
    world.instance("i-2")
    world.engine()

    async def scenario(desk: Console) -> None:
        await desk.press("asterisk", "a")
        await desk.opened(PolicyDialog)
        await desk.see("1 expire today, and the engine has run at 10:00", "with r instead")

    play(scenario, world.path)


def test_before_the_engines_run_nothing_comes_too_late(world: World) -> None:
    world.instance("i-1", expire="2026-11-22")

    async def scenario(desk: Console) -> None:
        await desk.press("a")
        await desk.opened(PolicyDialog)
        assert "engine has run" not in desk.text

    play(scenario, world.path)
