"""The filter bar: each field by keys, filters together, and taking them away."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewal_tui.domain.codes import Status
from renewal_tui.domain.filters import Filter
from renewal_tui.domain.query.parsing import parse
from renewal_tui.ui.dialogs.ask import AskText
from renewal_tui.ui.dialogs.choose import ChooseMany, ChooseOne
from renewal_tui.ui.widgets.filter_bar import FilterBar
from tests.stores import sql
from tests.ui.console import Console, play

LISTED = (
    "SELECT COUNT(*) FROM term JOIN (SELECT id, search FROM instance) USING (id)"
    " JOIN product ON product.id = product_id"
    " JOIN room ON room.id = room_id WHERE policy = 'manual' AND listed"
    " AND date(expire_date, '+' || retention_days || ' days') >= '2026-11-22'"
)


async def choose(desk: Console, *words: str) -> None:
    """In a list: mark (or, of one, choose) the lines that begin with these words; enter."""
    dialog = desk.app.screen
    assert isinstance(dialog, ChooseOne | ChooseMany)
    lines = [str(one.value or one.text) for one in dialog._choices]
    options = dialog.query_one("#choices")
    for word in words:
        at = lines.index(word)
        now = getattr(options, "highlighted", 0) or 0
        desk.post(*(["down"] * (at - now) if at > now else ["up"] * (now - at)))
        await desk.settle()
        if isinstance(dialog, ChooseMany):
            await desk.press("space")
    await desk.press("enter")


def test_filters_combine_and_x_takes_them_all_away(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        everything = desk.ids
        await desk.press("f", "enter")
        await choose(desk, "30")
        await desk.press("right", "enter")
        await choose(desk, "KEC", "EIP")
        await desk.press("right", "enter")
        await choose(desk, "cn-beijing-6")
        await desk.press("right", "enter")
        await choose(desk, "active")
        await desk.press("escape", "/")
        await desk.type_text("web")
        await desk.press("enter")
        assert desk.filter == Filter(
            within=30,
            products=frozenset({"KEC", "EIP"}),
            rooms=frozenset({"cn-beijing-6"}),
            status=Status.ACTIVE,
            query=parse("web"),
            tabs=desk.filter.tabs,
        )
        ((expected,),) = sql(
            demo,
            f"{LISTED} AND expire_date BETWEEN '2026-11-22' AND '2026-12-22'"
            " AND product.code IN ('KEC', 'EIP') AND room.code = 'cn-beijing-6'"
            " AND search LIKE '%web%'",
        )
        assert len(desk.ids) == expected > 0
        await desk.press("x")
        assert desk.ids == everything
        assert desk.filter == Filter()

    play(scenario, demo)


def test_several_products_are_any_of_them(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("f", "right", "enter")
        await choose(desk, "KRDS", "MongoDB")
        ((expected,),) = sql(demo, f"{LISTED} AND product.code IN ('KRDS', 'MongoDB')")
        assert len(desk.ids) == expected
        await desk.press("enter")
        await choose(desk, "KRDS")  # the mark is taken away again
        ((expected,),) = sql(demo, f"{LISTED} AND product.code = 'MongoDB'")
        assert len(desk.ids) == expected
        await desk.press("enter")
        # All at once: of each key the line under the cursor is taken that was meant.
        await desk.type_text("-j k ")
        await desk.press("enter")
        by_code = "product.code IN (SELECT code FROM product ORDER BY code LIMIT 2)"
        ((expected,),) = sql(demo, f"{LISTED} AND {by_code}")
        assert len(desk.ids) == expected
        await desk.press("enter", "minus", "enter")
        assert desk.filter == Filter()

    play(scenario, demo)


def test_within_some_days_keeps_what_has_expired_already_in_sight(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("f", "enter")
        await choose(desk, "7")
        ((expected,),) = sql(demo, f"{LISTED} AND expire_date <= '2026-11-29'")
        assert len(desk.ids) == expected
        await desk.press("enter")
        await choose(desk, "0")
        ((expected,),) = sql(demo, f"{LISTED} AND expire_date <= '2026-11-22'")
        assert len(desk.ids) == expected
        await desk.press("enter")
        await choose(desk, "all")
        assert desk.filter == Filter()

    play(scenario, demo)


def test_a_date_and_a_range_of_dates_can_be_typed(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("f", "enter")
        await choose(desk, "on")
        await desk.opened(AskText)
        await desk.press("ctrl+u")
        await desk.type_text("2026-11-25")
        await desk.press("enter")
        ((expected,),) = sql(demo, f"{LISTED} AND expire_date = '2026-11-25'")
        assert len(desk.ids) == expected
        assert "On 2026-11-25" in desk.bar("filters")
        await desk.press("enter")
        await choose(desk, "range")
        await desk.opened(AskText)
        await desk.press("ctrl+u")
        await desk.type_text("2026-12-01 to 2026-12-10")
        await desk.press("enter")
        between = "expire_date BETWEEN '2026-12-01' AND '2026-12-10'"
        ((expected,),) = sql(demo, f"{LISTED} AND {between}")
        assert len(desk.ids) == expected

    play(scenario, demo)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-02-30", "2026-02-30"),
        ("tomorrow", "tomorrow"),
        ("2026-12-02 to 2026-12-01", "is after"),
        ("", "is not a date"),
    ],
)
def test_what_is_not_a_date_is_told_and_filters_nothing(demo: Path, text: str, said: str) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("f", "enter")
        await choose(desk, "range")
        await desk.opened(AskText)
        await desk.press("ctrl+u")
        await desk.type_text(text)
        await desk.press("enter")
        await desk.opened(AskText)
        await desk.see(said)
        await desk.press("escape")
        assert desk.filter == Filter()

    play(scenario, demo)


def test_the_status_can_be_chosen(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("f", "left", "left", "enter")
        await choose(desk, "expired")
        ((expected,),) = sql(demo, f"{LISTED} AND expire_date < '2026-11-22'")
        assert len(desk.ids) == expected == 7

    play(scenario, demo)


@pytest.mark.parametrize("field", range(4))
def test_esc_in_a_field_of_the_filter_bar_changes_nothing(demo: Path, field: int) -> None:
    async def scenario(desk: Console) -> None:
        before = desk.text
        await desk.press("f", *["right"] * field, "enter")
        assert not desk.on_main
        await desk.press("down", "escape", "escape")
        assert desk.filter == Filter()
        assert desk.text == before

    play(scenario, demo)


def test_the_filter_bar_is_walked_round_and_left(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        bar = desk.main.query_one(FilterBar)
        for key in ("escape", "up"):
            await desk.press("f")
            assert bar.has_focus
            walked = []
            for _ in range(5):
                walked.append(bar.field)
                await desk.press("right")
            assert sorted(walked) == ["date", "product", "room", "search", "status"]
            await desk.press("left", "right", key)
            assert desk.table.has_focus

    play(scenario, demo)


def test_a_filter_goes_with_the_operator_from_tab_to_tab(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("f", "right", "enter")
        await choose(desk, "KRDS")
        for key in "123":
            await desk.press(key)
            assert all("krds" in one for one in desk.ids)
            assert "KRDS" in desk.bar("filters")

    play(scenario, demo)


def test_the_filter_bar_begins_at_the_dates_and_names_its_keys(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        bar = desk.main.query_one(FilterBar)
        await desk.press("f", "right", "right", "escape", "f", "f")
        assert bar.has_focus
        assert bar.field == "date"
        assert "left right field  enter open  x reset all  esc back" in desk.bar("keys")
        await desk.press("escape")
        assert "r Renewal" in desk.bar("keys")

    play(scenario, demo)


def test_a_narrow_bar_shows_the_field_that_has_the_focus(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        assert "[All v]  / search" in desk.bar("filters")
        await desk.press("f", "right", "right", "right")
        assert desk.bar("filters").count("[All v]") == 4

    play(scenario, demo, size=(80, 24))


def test_a_filter_leaves_the_cursor_on_its_row_or_goes_to_the_first(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("down", "down", "down", "down", "/")
        await desk.type_text("web-01")
        assert desk.table.cursor_row == 0
        await desk.press("enter", "x")
        assert desk.under is not None
        kept = desk.under
        await desk.press("/")
        await desk.type_text("web-0")
        assert desk.under == kept
        await desk.press("escape")
        assert desk.under == kept
        assert desk.table.first_row == 0

    play(scenario, demo)
