"""How the console looks: each screen and dialog, small screens, no colour, ASCII.

After a change of the looks: pytest tests/snapshots --snapshot-update, and look at every picture
that has changed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

import pytest
from textual.pilot import Pilot

from renewal_tui.domain.codes import Policy
from renewal_tui.domain.planning import Renew
from renewal_tui.operations.set_policy import PolicySwitch
from renewal_tui.operations.top_up import TopUp
from renewal_tui.ui.app import RenewalApp
from renewal_tui.ui.themes import SIXTEEN
from tests.operations.acts import done, purchase_of
from tests.stores import ANN, desk_on
from tests.ui.console import Console, Scenario, app_on

WIDE, SMALL, NARROW = (120, 36), (80, 24), (60, 20)
ACME = ("o", "down", "enter")
EXPIRED, DUE, DATABASE = "i-5b6b5cfb2d", "i-7f3a91c2d4", "krds-854d6e2a"


class SnapCompare(Protocol):
    """What the plug-in's fixture is."""

    def __call__(
        self,
        app: RenewalApp,
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[None]], Awaitable[None]],
    ) -> bool: ...


Picture = Callable[..., None]


@pytest.fixture
def picture(demo: Path, snap_compare: SnapCompare) -> Picture:
    """Press keys, play a scenario, and compare what is shown then."""

    def compare(
        *keys: str, size: tuple[int, int] = WIDE, scenario: Scenario | None = None, **options: Any
    ) -> None:
        desk = desk_on(demo, ANN, read_only=bool(options.get("read_only")))

        async def play(pilot: Pilot[None]) -> None:
            assert isinstance(pilot.app, RenewalApp)
            one = Console(pilot.app, pilot, desk)
            await one.settle()
            await one.press(*keys)
            if scenario is not None:
                await scenario(one)
            await one.settle()

        try:
            app = app_on(desk, **options)
            assert snap_compare(app, terminal_size=size, run_before=play)
        finally:
            desk.store.close()

    return compare


def make_history(path: Path) -> None:
    """Some orders and records, on the moment of the demo."""
    desk = desk_on(path, ANN)
    for number, (ids, months, later) in enumerate(
        (
            ((DUE,), 12, False),
            ((DATABASE, "i-7c11c05dff"), 3, True),
            (("nat-27923c76",), 1, False),
        )
    ):
        asked = purchase_of(ids, Renew(months), pay_later=later)
        done(desk, asked, f"picture-purchase-{number}")
    switch = PolicySwitch(("eip-7b9c8f9a",), Policy.AUTO, 3)
    done(desk, switch, "picture-switch")
    done(desk, TopUp("globex-lab", 500_00), "picture-top-up", note="by bank")
    desk.store.close()


async def mark(desk: Console, *ids: str) -> None:
    """Mark some rows of acme-prod."""
    await desk.press(*ACME)
    for one in ids:
        await desk.go_to(one)
        await desk.press("space")


def test_manual_tab(picture: Picture) -> None:
    picture("down", "down", "space", "space")


def test_automatic_tab(picture: Picture) -> None:
    picture(*ACME, "2", "down")


def test_not_renewable_tab(picture: Picture) -> None:
    picture("3")


def test_orders_tab(picture: Picture, demo: Path) -> None:
    make_history(demo)
    picture("4")


def test_activity_tab(picture: Picture, demo: Path) -> None:
    make_history(demo)
    picture("5")


def test_all_tab(picture: Picture) -> None:
    picture("0", "down", "space")


def test_80_by_24(picture: Picture) -> None:
    picture(*ACME, "down", "space", size=SMALL)


def test_narrow(picture: Picture) -> None:
    picture("down", size=NARROW)


def test_filtered(picture: Picture) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press(*ACME, "f", "enter", "down", "down", "enter")
        await desk.press("right", "right", "enter", *["down"] * 2, "space", "enter")

    picture(scenario=scenario)


def test_filter_choice(picture: Picture) -> None:
    picture("f", "right", "enter", "down", "space", "down", "space")


def test_empty_state(picture: Picture) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("/")
        await desk.type_text("no such name")
        await desk.press("enter")

    picture(scenario=scenario, size=SMALL)


def test_renewal(picture: Picture) -> None:
    async def scenario(desk: Console) -> None:
        await mark(desk, EXPIRED, DUE, DATABASE)
        await desk.press("r", "right", "right")

    picture(scenario=scenario)


def test_renewal_short_80_by_24(picture: Picture) -> None:
    picture("asterisk", "r", size=SMALL)


def test_unify_on_a_date(picture: Picture) -> None:
    async def scenario(desk: Console) -> None:
        await mark(desk, EXPIRED, DUE, DATABASE)
        await desk.press("u")
        await desk.type_text("20261231")

    picture(scenario=scenario)


def test_unify_on_a_day(picture: Picture) -> None:
    async def scenario(desk: Console) -> None:
        await mark(desk, DUE, DATABASE)
        await desk.press("u", "m", "l")

    picture(scenario=scenario, size=SMALL)


def test_policy(picture: Picture) -> None:
    async def scenario(desk: Console) -> None:
        await mark(desk, EXPIRED, DUE, DATABASE)
        await desk.press("a", "right")

    picture(scenario=scenario)


def test_result_with_rows_left_out(picture: Picture) -> None:
    async def scenario(desk: Console) -> None:
        await mark(desk, EXPIRED, DUE, DATABASE)
        await desk.press("u")
        await desk.type_text("20261231")
        await desk.press("p")

    picture(scenario=scenario)


def test_top_up(picture: Picture) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press(*ACME, "t")
        await desk.type_text("250.00")

    picture(scenario=scenario, size=SMALL)


def test_details(picture: Picture, demo: Path) -> None:
    make_history(demo)

    async def scenario(desk: Console) -> None:
        await desk.go_to(DATABASE)
        await desk.press("enter")

    picture(scenario=scenario)


def test_help_80_by_24(picture: Picture) -> None:
    picture("?", size=SMALL)


def test_palette(picture: Picture) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("ctrl+p")
        await desk.type_text("clock")

    picture(scenario=scenario, size=SMALL)


def test_order_light(picture: Picture, demo: Path) -> None:
    make_history(demo)
    picture("4", "down", "enter", theme="light")


def test_high_contrast(picture: Picture) -> None:
    picture("down", "down", "space", "space", theme="high-contrast", size=SMALL)


def test_16_colours(picture: Picture) -> None:
    picture("down", "down", "space", "r", theme=SIXTEEN, ansi=True, size=SMALL)


def test_no_colour(picture: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    picture("down", "down", "space", "space", "r", theme=SIXTEEN, ansi=True, size=SMALL)


def test_ascii_and_read_only(picture: Picture) -> None:
    picture("2", "down", ascii_only=True, read_only=True, size=SMALL)
