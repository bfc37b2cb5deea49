"""The tabs: going to them, and the counts that stand on them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from renewal_tui.domain.codes import Status, Tab
from renewal_tui.domain.filters import Filter
from renewal_tui.operations.listing import overview
from renewal_tui.ui.tabs.registry import TABS
from tests.operations.world import World
from tests.ui.console import Console, play

FILTERS = [
    Filter(within=7),
    Filter(within=0),
    Filter(rooms=frozenset({"cn-beijing-6"}), within=30),
    Filter(products=frozenset({"KEC", "EIP"})),
    Filter(accounts=frozenset({"globex-lab"})),
    Filter(status=Status.EXPIRED),
    Filter(status=Status.ACTIVE, rooms=frozenset({"cn-hongkong-2"})),
    Filter(search="db"),
    Filter(expires_from=date(2026, 12, 1), expires_to=date(2026, 12, 31)),
    Filter(search="no such thing"),
]


def counts_on(tabs: str) -> list[int]:
    """The numbers that stand on the tabs."""
    return [int(number.replace(",", "")) for number in re.findall(r" ([\d,]+)(?= )", tabs)]


def test_a_number_goes_to_its_tab(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        for tab in (*TABS, TABS[2]):
            await desk.press(tab.KEY)
            assert isinstance(desk.tab, tab)
            assert desk.table.display
            assert desk.table.has_focus

    play(scenario, demo)


def test_brackets_step_through_the_tabs_and_round(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        walked = []
        for key in ("]",) * len(TABS) + ("[", "["):
            await desk.press(key)
            walked.append(type(desk.tab))
        assert walked == [*TABS[1:], TABS[0], TABS[-1], TABS[-2]]

    play(scenario, demo)


def test_a_number_without_a_tab_does_nothing(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        before = desk.text
        await desk.press("8", "9")
        assert desk.text == before

    play(scenario, demo)


def test_the_counts_on_the_tabs_and_in_the_status_line_are_those_of_the_filter(
    demo: Path,
) -> None:
    async def scenario(desk: Console) -> None:
        for wanted in FILTERS:
            desk.main.show_account(next(iter(wanted.accounts), ""))
            desk.fleet.take_filter(wanted._replace(accounts=frozenset()))
            await desk.settle()
            expected = [
                overview(desk.desk, [wanted._replace(tabs=frozenset({tab}))], None).totals[0]
                for tab in (Tab.MANUAL, Tab.AUTO, Tab.EXCLUDED)
            ]
            for key, total in zip("123", expected, strict=True):
                await desk.press(key)
                assert counts_on(desk.bar("tabs")) == [*expected, 0, expected[0] + expected[1]]
                assert len(desk.ids) == total
                noun = "instance" if total == 1 else "instances"
                assert desk.bar("status").strip().startswith(f"{total:,} {noun}")

    play(scenario, demo)


def test_a_tab_is_found_again_as_it_was_left(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("j", "j", "space", "j")
        marked, under = desk.marked, desk.under
        await desk.press("2", "j", "3", "1")
        assert (desk.marked, desk.under) == (marked, under)

    play(scenario, demo)


@pytest.mark.parametrize("key", ["space", "asterisk", "v"])
def test_nothing_can_be_marked_among_what_is_not_renewable(demo: Path, key: str) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("3", key)
        assert not desk.table.marks
        assert "[ ]" not in desk.text
        assert "marked" not in desk.text

    play(scenario, demo)


def test_what_is_not_renewable_tells_why_and_offers_no_renewal(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("3")
        await desk.see("Why not renewable", "eleased on 2026-11-22", "Trial instances")
        assert "Renewal" not in desk.bar("keys")
        await desk.press("r", "a", "u", "m")
        assert desk.on_main
        assert desk.toasts, "a key that can do nothing here says so"

    play(scenario, demo)


@pytest.mark.parametrize(("size", "least"), [((120, 36), 46), ((100, 30), 46), ((80, 24), 37)])
def test_other_columns_give_way_to_the_reasons(
    demo: Path, size: tuple[int, int], least: int
) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("3")
        for why in (
            "One-time-fee instances do not require renewal",
            "Pay-as-you-go instances do not require renewal",
            "Trial instances do not require renewal",
        ):
            assert why[:least] in desk.text
        assert "Name" in desk.lines[desk.table.region.y]

    play(scenario, demo, size=size)


def test_orders_and_activity_show_what_was_done(world: World) -> None:
    world.instance("i-1")
    world.instance("i-2")
    world.renew("i-1", months=3)
    world.unpaid("i-2")

    async def scenario(desk: Console) -> None:
        await desk.press("4")
        await desk.see("Paid", "Awaits payment", "Renew by 3 months", "CNY 300.00")
        assert "2 orders, 1 awaits payment" in desk.bar("status")
        await desk.press("5")
        await desk.see("Renewal: order 1", "order 2", "lin")
        first = desk.lines[desk.table.region.y + 1]
        assert "order 2" in first, "the newest stands first"

    play(scenario, world.path)
