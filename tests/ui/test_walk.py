"""The whole job by keys alone, looked at in the store after every step."""

from __future__ import annotations

from pathlib import Path

from renewal_tui.operations.check import check
from renewal_tui.ui.dialogs.choose import ChooseMany, ChooseOne
from renewal_tui.ui.dialogs.clock import ClockDialog
from renewal_tui.ui.dialogs.policy import PolicyDialog
from renewal_tui.ui.dialogs.renewal import RenewalDialog
from renewal_tui.ui.dialogs.result import Result
from renewal_tui.ui.dialogs.run import RunDialog
from renewal_tui.ui.dialogs.unify import UnifyDialog
from tests.stores import sql
from tests.ui.console import Console, balance, expire_date, instance, orders, play

SWITCHED = ["eip-7b9c8f9a", "i-7c11c05dff", "i-7f3a91c2d4"]
RENEWED = ["krds-854d6e2a", "krds-ad4ebbd0"]
EXPIRED = "i-5b6b5cfb2d"


def test_the_whole_job_is_done_by_keys_alone(demo: Path) -> None:
    async def walk(desk: Console) -> None:
        await _narrow(desk)
        await _switch(desk, demo)
        await _renew(desk, demo)
        await _unify(desk, demo)
        await _midnight(desk, demo)
        await _engine(desk, demo)
        assert check(desk.desk) == (True, ())

    play(walk, demo)


async def _narrow(desk: Console) -> None:
    """Find what expires within seven days in one room, through the filter bar."""
    await desk.press("f", "enter")
    dates = await desk.opened(ChooseOne)
    while dates.highlighted() != ("7", "Within 7 days", ""):
        await desk.press("down")
    await desk.press("enter")
    await desk.press("right", "right", "enter")
    rooms = await desk.opened(ChooseMany)
    assert rooms.heading() == "Room type"
    while "cn-beijing-6" not in str(rooms.query_one("#choices").highlighted_option.prompt):  # type: ignore[attr-defined]
        await desk.press("down")
    await desk.press("space", "enter", "escape")
    await desk.see("Within 7 days", "cn-beijing-6")
    assert desk.filter.rooms == {"cn-beijing-6"}
    assert len(desk.ids) == 15
    assert desk.ids[0] == EXPIRED


async def _switch(desk: Console, path: Path) -> None:
    """Switch some to automatic renewal; the expired one among them stays as it is."""
    await desk.press("space", "space", "space", "space")
    assert desk.marked == [EXPIRED, *SWITCHED]
    await desk.press("a")
    dialog = await desk.opened(PolicyDialog)
    assert "4 instances" in dialog.heading()
    await desk.see("3 will be renewed automatically", EXPIRED, "Left out: 1")
    await desk.press("y")
    await desk.opened(Result)
    await desk.see("3 instances", "1 left out")
    await desk.press("escape")
    assert [instance(path, one)[1] for one in SWITCHED] == ["auto"] * 3
    assert instance(path, EXPIRED)[1] == "manual"
    assert len(desk.ids) == 12
    assert not desk.marked


async def _renew(desk: Console, path: Path) -> None:
    """Renew two by three months, with vouchers and the balance."""
    await desk.go_to(RENEWED[0])
    await desk.press("space", "space")
    assert desk.marked == RENEWED
    await desk.press("r")
    await desk.opened(RenewalDialog)
    await desk.press("right", "right")
    before = balance(path)
    await desk.see("Pay CNY 6,390.00", "VC-1001 200.00, VC-1003 300.00")
    await desk.press("p")
    await desk.opened(Result)
    await desk.see("Renewed: 2 instances")
    await desk.press("escape")
    assert [expire_date(path, one) for one in RENEWED] == ["2027-02-24"] * 2
    ((total, vouchers, from_balance),) = sql(
        path, "SELECT total, voucher_total, balance_total FROM orders WHERE status = 'paid'"
    )
    assert total == 6_390_00
    assert vouchers > 0
    assert vouchers + from_balance == total
    assert balance(path) == before - from_balance


async def _unify(desk: Console, path: Path) -> None:
    """Give the rest one expiration date; the expired one cannot have it."""
    rest = [one for one in desk.ids if one != EXPIRED]
    await desk.press("asterisk", "u")
    await desk.opened(UnifyDialog)
    await desk.type_text("20261231")
    await desk.see("2026-12-31_", "Left out: 1", EXPIRED)
    await desk.press("p")
    await desk.opened(Result)
    await desk.press("escape")
    assert {expire_date(path, one) for one in rest} == {"2026-12-31"}
    assert len(rest) == 9
    assert expire_date(path, EXPIRED) == "2026-11-18"
    assert desk.ids == [EXPIRED]


async def _midnight(desk: Console, path: Path) -> None:
    """Set the sandbox's clock to midnight from the palette."""
    await desk.command("set the sandbox")
    await desk.opened(ClockDialog)
    await desk.press(*["backspace"] * len("2026-11-22 10:00"))
    await desk.type_text("2026-11-23 00:00")
    await desk.press("enter")
    await desk.see("2026-11-23 00:00 Mon")
    assert desk.desk.today().isoformat() == "2026-11-23"


async def _engine(desk: Console, path: Path) -> None:
    """Run the engine: what is due that day is renewed, what was due the day before is missed."""
    due = [
        row[0]
        for row in sql(
            path,
            "SELECT instance_id FROM term WHERE policy = 'auto' AND listed"
            " AND expire_date = '2026-11-23' ORDER BY instance_id",
        )
    ]
    assert len(due) == 8
    paid = len(orders(path))
    await desk.command("run the engine")
    await desk.opened(RunDialog)
    assert len(orders(path)) == paid, "a look at what is due has bought something"
    await desk.press("y")
    await desk.opened(Result)
    await desk.see("Engine on 2026-11-23: 8 renewed, 0 failed")
    await desk.press("escape")
    assert {expire_date(path, one) for one in due} == {"2026-12-23", "2027-05-23"}
    assert {expire_date(path, one) for one in SWITCHED} == {"2026-11-22"}, "a missed day is missed"
    assert desk.on_main
