"""The pages to read: an instance, an audit record, and the help."""

from __future__ import annotations

import pytest

from renewal_tui.ui.dialogs.pages import Page, hanging
from tests.operations.world import World
from tests.ui.console import Console, play


def test_enter_shows_everything_about_the_row(world: World) -> None:
    long = "a-very-long-name-that-is-certainly-cut-in-the-table-but-not-here-0123456789"
    world.instance("i-0123456789abcdef0123456789", name=long, expire="2026-11-20", price=1234_56)
    world.renew("i-0123456789abcdef0123456789")

    async def scenario(desk: Console) -> None:
        assert long not in desk.text
        await desk.press("enter")
        await desk.opened(Page)
        await desk.see(
            "i-0123456789abcdef0123456789",
            long,
            "acme",
            "Kingsoft Cloud Elastic Compute",
            "CN North 1 (Beijing)",
            "cn-beijing-6",
            "CNY 1,234.56",
            "2026-12-20",
            "anchor day 20",
            "1 year 15 % off",
            "order 1",
        )
        await desk.press("enter")
        assert desk.on_main

    world.top_up(1_000_00)
    play(scenario, world.path)


def test_a_row_that_is_not_renewable_says_why_in_full(world: World) -> None:
    world.instance("kcm-1", product="KCM")

    async def scenario(desk: Console) -> None:
        await desk.press("3", "enter")
        await desk.see("enterprise information must be submitted again")

    play(scenario, world.path)


def test_a_record_shows_before_and_after_and_its_chain(world: World) -> None:
    world.instance("i-1")
    world.switch("auto", "i-1", months=3)

    async def scenario(desk: Console) -> None:
        await desk.press("5", "enter")
        await desk.see("Record 1", "lin", "Before", "manual", "After", "auto", "SHA-256")
        await desk.press("q")
        assert desk.on_main

    play(scenario, world.path)


def test_a_long_page_scrolls(world: World) -> None:
    world.instance("i-1")

    async def scenario(desk: Console) -> None:
        await desk.press("?")
        await desk.opened(Page)
        await desk.see("Keys and what they do", "Moving")
        assert "amber due within 7 days" not in desk.text
        await desk.press(*["pagedown"] * 6)
        await desk.see("amber due within 7 days")
        await desk.press("pageup", *["k"] * 60)
        await desk.see("Moving")

    play(scenario, world.path, size=(80, 24))


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("  r       renew what is marked", ["  r       renew what", "          is marked"]),
        ("  g Home  the first row", ["  g Home  the first", "          row"]),
        ("Name      生产数据库-主", ["Name      生产数据库", "          -主"]),
        ("All of it in one column", ["All of it in one", "column"]),
        ("a-name-that-is-far-too-long  x", ["a-name-that-is-far-t", "oo-long  x"]),
        ("", [""]),
    ],
)
def test_what_is_wrapped_goes_on_under_its_own_column(line: str, lines: list[str]) -> None:
    assert hanging(line, 20) == lines


def test_the_help_hangs_its_descriptions_on_a_small_screen(world: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("?")
        await desk.see("Unified expiration time: give")
        at = next(at for at, line in enumerate(desk.lines) if "Unified expiration time:" in line)
        column = desk.lines[at].index("Unified")
        assert desk.lines[at + 1][column - 16 :].startswith(" " * 16 + "date")

    play(scenario, world.path, size=(80, 24))


def test_there_is_nothing_to_see_without_a_row(world: World) -> None:
    async def scenario(desk: Console) -> None:
        for tab in "123450":
            await desk.press(tab, "enter")
            assert desk.on_main

    play(scenario, world.path)
