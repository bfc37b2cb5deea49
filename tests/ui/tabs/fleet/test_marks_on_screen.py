"""Marks: setting them, ranges, all and none, and what is told of those that are not in view."""

from __future__ import annotations

from renewal_tui.ui.dialogs.policy import PolicyDialog
from renewal_tui.ui.dialogs.renewal import RenewalDialog
from renewal_tui.ui.dialogs.result import Result
from renewal_tui.ui.dialogs.unify import UnifyDialog
from tests.operations.world import World
from tests.ui.console import Console, play


def test_space_marks_the_row_and_goes_down(world: World) -> None:
    ids = world.fleet(5)

    async def scenario(desk: Console) -> None:
        await desk.press("space", "j", "space")
        assert desk.marked == [ids[0], ids[2]]
        assert desk.under == ids[3]
        assert "2 marked: 200.00 a month" in desk.bar("status")
        await desk.press("k", "space")
        assert desk.marked == [ids[0]], "space takes a mark away as well"

    play(scenario, world.path)


def test_v_starts_a_range_and_ends_it(world: World) -> None:
    ids = world.fleet(8)

    async def scenario(desk: Console) -> None:
        await desk.press("j", "v")
        assert "range begun: v ends it" in desk.bar("status")
        await desk.press("j", "j", "v")
        assert desk.marked == ids[1:4]
        assert "range" not in desk.bar("status")
        await desk.press("G", "v", "k", "v")
        assert desk.marked == [*ids[1:4], *ids[6:8]], "upwards too"

    play(scenario, world.path)


def test_the_star_marks_all_that_match_and_minus_clears_all(world: World) -> None:
    ids = world.fleet(4, name="web")
    world.instance("z-9", name="other")

    async def scenario(desk: Console) -> None:
        await desk.press("/")
        await desk.type_text("web")
        await desk.press("enter", "*")
        assert desk.marked == ids
        await desk.press("j", "space")
        assert desk.marked == [ids[0], *ids[2:]]
        assert "3 marked" in desk.bar("status")
        await desk.press("x")
        assert desk.marked == [ids[0], *ids[2:]], "all that matched then, not what matches now"
        await desk.press("-")
        assert not desk.marked
        assert "marked" not in desk.bar("status")

    play(scenario, world.path)


def test_marked_rows_that_the_filter_hides_are_told_before_anything_is_done(world: World) -> None:
    world.instance("i-1", name="alpha")
    world.instance("i-2", name="beta")
    world.instance("i-3", name="gamma")

    async def scenario(desk: Console) -> None:
        await desk.press("space", "space", "/")
        await desk.type_text("gam")
        await desk.press("enter", "space")
        assert desk.ids == ["i-3"]
        for key, kind in (("r", RenewalDialog), ("u", UnifyDialog), ("a", PolicyDialog)):
            await desk.press(key)
            await desk.opened(kind)
            await desk.see("3 instances, 2 of them hidden by the filter")
            await desk.press("escape")
        await desk.press("r")
        await desk.opened(RenewalDialog)
        await desk.press("p")
        await desk.opened(Result)
        await desk.see("Renewed: 3 instances", "i-1", "i-2", "i-3")

    play(scenario, world.path)


def test_without_marks_an_action_is_for_the_row_under_the_cursor(world: World) -> None:
    ids = world.fleet(3)

    async def scenario(desk: Console) -> None:
        await desk.press("j", "r")
        await desk.opened(RenewalDialog)
        await desk.press("p")
        await desk.opened(Result)
        await desk.press("escape")

    play(scenario, world.path)
    assert [world.expire_date(one) for one in ids] == ["2026-11-30", "2026-12-30", "2026-11-30"]


def test_marks_are_done_with_once_the_action_is_done_and_stay_when_it_is_not(
    world: World,
) -> None:
    world.fleet(3)

    async def scenario(desk: Console) -> None:
        await desk.press("space", "space", "r")
        await desk.opened(RenewalDialog)
        await desk.press("escape")
        assert len(desk.marked) == 2
        await desk.press("r")
        await desk.opened(RenewalDialog)
        await desk.press("p")
        await desk.opened(Result)
        await desk.press("escape")
        assert not desk.marked

    play(scenario, world.path)


def test_an_exception_that_leaves_the_list_is_not_counted_off_and_stays_one(world: World) -> None:
    for name in ("i-1", "i-2", "i-3"):
        world.instance(name)

    async def scenario(desk: Console) -> None:
        await desk.press("*", "space")
        await desk.see("2 marked")
        world.switch("auto", "i-1")
        await desk.press("j")
        await desk.see("2 marked")
        await desk.press("r")
        await desk.see("Renewal: 2 instances", "Pay CNY 200.00")
        await desk.press("escape")
        world.switch("manual", "i-1")
        await desk.press("j")
        assert "i-1" not in desk.marked
        await desk.see("2 marked")

    play(scenario, world.path)


def test_marks_of_several_currencies_have_no_sum_though_one_account_is_shown(world: World) -> None:
    world.account("usd", 0, "USD")
    world.instance("i-1")
    world.instance("i-2", account="usd")

    async def scenario(desk: Console) -> None:
        await desk.press("space", "space", "o")
        await desk.type_text("acme")
        await desk.press("enter")
        await desk.see("2 marked")
        assert "a month" not in desk.bar("status")

    play(scenario, world.path)
