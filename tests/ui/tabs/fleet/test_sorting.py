"""Sort orders, by keys and by the headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewal_tui.domain.filters import Order, Sort
from renewal_tui.ui.tabs.fleet.columns import SORTS
from tests.builders import sort_key
from tests.ui.console import Console, play


def is_sorted(desk: Console, order: Order) -> bool:
    """Whether all rows of the table stand in an order."""
    rows = list(desk.table.source.rows(0, desk.table.source.count()))
    return rows == sorted(rows, key=sort_key(order.column), reverse=order.descending)


async def click_heading(desk: Console, title: str) -> None:
    """Click a column's heading."""
    heading = desk.lines[desk.table.region.y]
    assert title in heading, heading
    await desk.click(desk.table, heading.index(title) + 1)


def test_s_sorts_by_the_next_column_and_round(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        for column in (*SORTS[1:], SORTS[0]):
            await desk.press("s")
            assert desk.fleet.order == Order(column)
            assert is_sorted(desk, Order(column)), column

    play(scenario, demo)


def test_shift_s_turns_the_order_round(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("S")
        assert is_sorted(desk, Order(Sort.EXPIRE_DATE, descending=True))
        assert "Expire date ▼" in desk.text
        await desk.press("S")
        assert is_sorted(desk, Order())
        assert "Expire date ▲" in desk.text

    play(scenario, demo)


def test_a_click_on_a_heading_sorts_by_it_and_another_turns_it_round(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        for title, column in (
            ("Price", Sort.MONTHLY_PRICE),
            ("Room", Sort.ROOM),
            ("Account", Sort.ACCOUNT),
        ):
            await click_heading(desk, title)
            assert is_sorted(desk, Order(column)), title
            await click_heading(desk, title)
            assert is_sorted(desk, Order(column, descending=True)), title

    play(scenario, demo)


def test_a_heading_that_cannot_be_sorted_by_does_nothing(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        before = desk.ids
        await click_heading(desk, "Left")
        await click_heading(desk, "Status")
        assert desk.ids == before

    play(scenario, demo)


def test_each_tab_has_an_order_of_its_own(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("s", "s", "2")
        assert is_sorted(desk, Order())
        await desk.press("S", "1")
        assert is_sorted(desk, Order(Sort.NAME))
        await desk.press("2")
        assert is_sorted(desk, Order(Sort.EXPIRE_DATE, descending=True))

    play(scenario, demo)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36)])
def test_the_arrow_takes_no_letter_of_any_heading_and_moves_none(
    demo: Path, size: tuple[int, int]
) -> None:
    async def scenario(desk: Console) -> None:
        def heading() -> str:
            return desk.lines[desk.table.region.y]

        words = heading().replace("▲", " ").split()
        for _ in SORTS:
            await desk.press("s")
            assert heading().replace("▲", " ").split() == words
            assert heading().count("▲") <= 1

    play(scenario, demo, size=size)
