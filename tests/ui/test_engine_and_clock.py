"""The sandbox's clock and the engine, run from the palette."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewal_tui.operations.create import init_store
from renewal_tui.ui.dialogs.choose import ChooseOne
from renewal_tui.ui.dialogs.clock import ClockDialog
from renewal_tui.ui.dialogs.result import Result
from renewal_tui.ui.dialogs.run import RunDialog
from tests.operations.world import World
from tests.ui.console import Console, play


def test_a_failure_is_told_and_renewed_by_a_later_run_after_a_top_up(world: World) -> None:
    world.instance("i-1", policy="auto", expire="2026-11-22", price=900_00)
    world.instance("i-2", policy="auto", expire="2026-11-22", price=500_00)
    world.instance("i-3", policy="auto", expire="2026-11-22", price=50_00)

    async def scenario(desk: Console) -> None:
        await desk.command("run the engine")
        await desk.opened(RunDialog)
        await desk.see("2 instances would be renewed on", "1 would fail")
        await desk.press("y")
        await desk.opened(Result)
        await desk.see("2 renewed, 1 failed", "i-2", "Failed", "short by 400.00")
        await desk.press("escape")
        assert world.expire_date("i-2") == "2026-11-22"
        await desk.press("2")
        await desk.go_to("i-2")
        await desk.press("enter")
        await desk.see("Failed automatic renewals", "short by 400.00")
        await desk.press("escape")
        world.top_up(450_00)
        await desk.command("run the engine")
        await desk.opened(RunDialog)
        await desk.press("y")
        await desk.opened(Result)
        await desk.see("1 renewed, 0 failed")

    play(scenario, world.path)
    assert {world.expire_date(f"i-{number}") for number in (1, 2, 3)} == {"2026-12-22"}
    assert world.policy("i-2") == ("auto", 1)
    assert world.balance() == 0


def test_no_at_the_question_runs_nothing(world: World) -> None:
    world.instance("i-1", policy="auto", expire="2026-11-22")

    async def scenario(desk: Console) -> None:
        await desk.command("run the engine")
        await desk.opened(RunDialog)
        await desk.press("n")
        await desk.until(lambda: desk.on_main)

    play(scenario, world.path)
    assert world.expire_date("i-1") == "2026-11-22"
    assert world.actions() == []


def test_when_nothing_is_due_it_says_so(world: World) -> None:
    world.instance("i-1", policy="auto", expire="2026-11-23")

    async def scenario(desk: Console) -> None:
        await desk.command("run the engine")
        await desk.opened(Result)
        await desk.see("0 renewed", "Nothing was due.")

    play(scenario, world.path)


def test_a_missed_day_is_told(world: World) -> None:
    world.instance("i-1", policy="auto", expire="2026-11-21")

    async def scenario(desk: Console) -> None:
        await desk.command("run the engine")
        await desk.opened(Result)
        await desk.see("1 missed", "i-1", "Missed", "renew it by hand")

    play(scenario, world.path)


def test_the_clock_is_set_and_advanced_from_the_palette(world: World) -> None:
    world.instance("i-1", expire="2026-11-22")

    async def scenario(desk: Console) -> None:
        await desk.see("SANDBOX", "2026-11-22 10:00 Sun", "today")
        await desk.command("set the sandbox")
        await desk.opened(ClockDialog)
        await desk.press("ctrl+u")
        await desk.type_text("2026-11-23 00:00")
        await desk.press("enter")
        await desk.see("2026-11-23 00:00 Mon", "-1 d", "The sandbox's clock stands at")
        await desk.command("advance the sandbox")
        await desk.opened(ClockDialog)
        await desk.press("ctrl+u")
        await desk.type_text("3d")
        await desk.press("enter")
        await desk.see("2026-11-26 00:00 Thu", "-4 d")

    play(scenario, world.path)


@pytest.mark.parametrize(
    ("text", "said"),
    [("2026-11-01 00:00", "moves forward"), ("soon", "soon"), ("2026-02-30 10:00", "2026-02-30")],
)
def test_a_time_that_cannot_be_is_told_and_the_clock_stands(
    world: World, text: str, said: str
) -> None:
    async def scenario(desk: Console) -> None:
        await desk.command("set the sandbox")
        dialog = await desk.opened(ClockDialog)
        await desk.press("ctrl+u")
        await desk.type_text(text)
        await desk.press("enter")
        assert desk.app.screen is dialog
        await desk.see(said)
        await desk.press("escape")
        assert "2026-11-22 10:00" in desk.bar("title")

    play(scenario, world.path)


def test_a_real_store_has_no_clock_to_set_but_an_engine(tmp_path: Path) -> None:
    path = tmp_path / "real.db"
    init_store(path).close()

    async def scenario(desk: Console) -> None:
        assert "SANDBOX" not in desk.text
        await desk.press("ctrl+p")
        palette = await desk.opened(ChooseOne)
        names = [choice.value for choice in palette._choices]
        assert "run_engine" in names
        assert not {"set_clock", "advance_clock"} & set(names)

    play(scenario, path)


def test_the_engine_runs_only_on_what_was_shown(world: World) -> None:
    world.instance("i-1", policy="auto", expire="2026-11-22", price=10_00)
    world.instance("i-2", expire="2026-11-22", price=500_00)

    async def scenario(desk: Console) -> None:
        await desk.command("run the engine")
        await desk.see("1 instance would be renewed", "for CNY 10.00")
        world.switch("auto", "i-2")
        await desk.press("y")
        await desk.see("2 instances would be renewed", "for CNY 510.00")
        assert world.balance() == 1000_00
        await desk.press("y")
        await desk.opened(Result)

    play(scenario, world.path)
    assert world.balance() == 490_00
