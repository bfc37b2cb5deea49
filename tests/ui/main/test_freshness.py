"""The screen never lies: what others change is seen within two seconds, or at the next key."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.operations.world import World
from tests.ui.console import Console, play


def test_what_another_operator_changes_is_seen_without_a_key(world: World) -> None:
    world.instance("i-1")
    world.instance("i-2")

    async def scenario(desk: Console) -> None:
        world.switch("auto", "i-1")
        await desk.until(lambda: desk.ids == ["i-2"] and "Manual renewal 1" in desk.text)
        assert "Automatic renewal 1" in desk.bar("tabs")

    play(scenario, world.path)


def test_what_another_operator_changes_is_seen_at_the_next_key(world: World) -> None:
    ids = world.fleet(5)

    async def scenario(desk: Console) -> None:
        world.switch("auto", ids[3])
        await desk.press("j")
        assert "Manual renewal 4" in desk.bar("tabs")
        assert desk.ids == [*ids[:3], ids[4]]
        world.top_up(50_00)
        await desk.press("k")
        assert "CNY 1,050.00" in desk.bar("title")

    play(scenario, world.path)


def test_the_cursor_and_the_marks_stay_when_rows_come_and_go(world: World) -> None:
    ids = world.fleet(40, expire="2026-12-01")

    async def scenario(desk: Console) -> None:
        await desk.go_to(ids[20])
        await desk.press("space")
        world.instance("a-new", expire="2026-11-25")
        world.switch("auto", ids[2])
        await desk.until(lambda: "a-new" in desk.ids and ids[2] not in desk.ids)
        assert desk.under == ids[21]
        assert desk.marked == [ids[20]]

    play(scenario, world.path)


def test_a_new_business_date_is_seen(world: World) -> None:
    world.instance("i-1", expire="2026-11-22")

    async def scenario(desk: Console) -> None:
        await desk.see("today")
        world.advance("14h")
        await desk.see("2026-11-23", "-1 d", "Expired")
        assert "1 expired" in desk.bar("status")

    play(scenario, world.path)


def test_a_row_that_another_operator_renewed_is_not_renewed_on_its_old_date(
    world: World,
) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        world.renew("i-1")
        await desk.press("r")
        await desk.see("Renewal: 1 instance", "2026-12-30", "2027-01-30")

    play(scenario, world.path)


def test_an_instance_that_is_gone_from_the_tab_is_left_out_with_the_new_facts(
    world: World,
) -> None:
    world.instance("i-1")
    world.instance("i-2")

    async def scenario(desk: Console) -> None:
        await desk.press("space", "space")
        world.switch("auto", "i-1")
        await desk.press("a")
        await desk.see("Automatic renewal: 2 instances", "1 will be renewed", "i-1", "already")

    play(scenario, world.path)


def test_f5_reads_everything_again(world: World) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        world.instance("i-2")
        await desk.press("f5")
        assert desk.ids == ["i-1", "i-2"]
        assert "Manual renewal 2" in desk.bar("tabs")

    play(scenario, world.path)


def test_nothing_is_drawn_when_nothing_changes(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("j")
        shown = []
        written = desk.app._display

        def note(*arguments: Any) -> None:
            shown.append(arguments)
            written(*arguments)

        monkeypatch.setattr(desk.app, "_display", note)
        end = time.monotonic() + 2.5
        await desk.until(lambda: time.monotonic() > end)
        assert shown == []

    play(scenario, demo)
