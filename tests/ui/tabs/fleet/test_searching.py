"""The search: the list follows each key, enter keeps it, esc takes it back."""

from __future__ import annotations

import pytest

from renewal_tui.ui.widgets.filter_bar import FilterBar, SearchInput
from tests.operations.world import World
from tests.ui.console import Console, play


@pytest.fixture
def named(world: World) -> World:
    """Some instances with names."""
    world.instance("i-1", name="web-01")
    world.instance("i-2", name="web-02")
    world.instance("i-3", name="database")
    world.instance("i-4", name="生产数据库")
    return world


def test_the_list_follows_each_key(named: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("/")
        for key, left in (("w", 2), ("e", 2), ("b", 2), ("-", 2), ("0", 2), ("2", 1)):
            await desk.press(key)
            assert len(desk.ids) == left
        await desk.press("enter")
        assert desk.ids == ["i-2"]
        assert desk.table.has_focus
        assert "/ web-02" in desk.bar("filters")

    play(scenario, named.path)


def test_esc_takes_the_search_back_to_what_it_was(named: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("/")
        await desk.type_text("web")
        await desk.press("enter", "/")
        await desk.type_text("-02")
        assert desk.ids == ["i-2"]
        await desk.press("escape")
        assert desk.filter.search == "web"
        assert desk.ids == ["i-1", "i-2"]
        assert not desk.main.query(SearchInput)
        assert desk.main.query_one(FilterBar).display

    play(scenario, named.path)


def test_keys_that_mean_something_elsewhere_are_only_letters_in_the_search(named: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("/")
        await desk.type_text("raumqxtosv*-?1[]")
        assert desk.filter.search == "raumqxtosv*-?1[]"
        assert desk.on_main
        assert not desk.table.marks
        await desk.press("escape")
        assert len(desk.ids) == 4

    play(scenario, named.path)


def test_any_writing_is_found_without_regard_to_case(named: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("/")
        for letter in "数据":
            desk.post(letter)
        await desk.settle()
        assert desk.ids == ["i-4"]
        await desk.press("escape", "/")
        await desk.type_text("DATA")
        await desk.press("down")
        assert desk.ids == ["i-3"]
        assert desk.table.has_focus, "down goes to what was found"

    play(scenario, named.path)


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"', "[", "*"])
def test_a_search_is_for_the_very_characters(named: World, text: str) -> None:
    named.instance("z-9", name=f"a{text}b")

    async def scenario(desk: Console) -> None:
        await desk.press("/")
        desk.post(text)
        await desk.settle()
        assert desk.ids == ["z-9"]

    play(scenario, named.path)


def test_another_tab_by_a_click_ends_the_search_that_is_being_typed(named: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("/")
        await desk.type_text("web")
        await desk.click_text("tabs", "Automatic renewal")
        assert not desk.main.query(SearchInput)
        assert desk.filter.search == "web"
        await desk.click_text("tabs", "Manual renewal")
        await desk.press("down")
        assert desk.ids == ["i-1", "i-2"]
        assert desk.under == "i-2"

    play(scenario, named.path)
