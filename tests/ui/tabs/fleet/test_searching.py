"""The search: the list follows each key, enter keeps it, esc takes it back."""

from __future__ import annotations

import pytest

from renewal_tui.domain.filters import Filter
from renewal_tui.ui.dialogs.renewal import RenewalDialog
from renewal_tui.ui.tabs.fleet.tabs import Automatic, Manual
from renewal_tui.ui.widgets.filter_bar import FilterBar, SearchInput
from tests.operations.world import World
from tests.ui.console import Console, play


@pytest.fixture
def named(world: World) -> World:
    """Some instances with names, one of them on automatic renewal."""
    world.instance("i-1", name="web-01")
    world.instance("i-2", name="web-02")
    world.instance("i-3", name="database")
    world.instance("i-4", name="生产数据库")
    world.instance("i-5", name="worker", policy="auto", product="EIP")
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
        await desk.type_text("02")
        assert desk.ids == ["i-2"]
        await desk.press("escape")
        assert str(desk.filter.query) == "web"
        assert desk.ids == ["i-1", "i-2"]
        assert not desk.main.query(SearchInput)
        assert desk.main.query_one(FilterBar).display

    play(scenario, named.path)


def test_keys_that_mean_something_elsewhere_are_only_letters_in_the_search(named: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press("/")
        await desk.type_text("raumqxtosv*-?1[]")
        assert str(desk.filter.query) == "raumqxtosv*-?1[]"
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


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", "[", "*"])
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
        assert str(desk.filter.query) == "web"
        await desk.click_text("tabs", "Manual renewal")
        await desk.press("down")
        assert desk.ids == ["i-1", "i-2"]
        assert desk.under == "i-2"

    play(scenario, named.path)


def test_a_query_narrows_and_an_unfinished_word_of_it_keeps_the_last_rows(named: World) -> None:
    """R31."""

    async def scenario(desk: Console) -> None:
        await desk.press("/")
        for text, ids in (
            ("web ", ["i-1", "i-2"]),
            ("-", ["i-1", "i-2"]),
            ("02", ["i-1"]),
            (" product:K", ["i-1"]),
            ("EC", ["i-1"]),
            (" due", []),
            (":", []),
            ("7", []),
            ("000", ["i-1"]),
        ):
            await desk.type_text(text)
            assert desk.ids == ids, text
        await desk.press("enter")
        assert desk.table.has_focus
        assert "/ web -02 product:KEC due:7000" in desk.bar("filters")

    play(scenario, named.path)


def test_what_is_wrong_with_a_search_is_told_on_enter_with_its_place(named: World) -> None:
    """R31: and typing goes on there."""

    async def scenario(desk: Console) -> None:
        await desk.press("/")
        await desk.type_text("web")
        await desk.type_text(" prodct:KEC 01")
        assert "character" not in desk.text
        assert desk.ids == ["i-1", "i-2"]
        await desk.press("enter")
        field = desk.main.query_one(SearchInput)
        assert field.has_focus
        assert field.cursor_position == 4
        await desk.see('character 5: "prodct" is not a key; did you mean product?')
        assert desk.ids == ["i-1", "i-2"]
        await desk.press("delete")
        assert "character 5" not in desk.text
        await desk.press(*["delete"] * 6)
        await desk.type_text("product:")
        await desk.press("enter")
        assert desk.ids == ["i-1"]
        assert desk.table.has_focus
        await desk.press("/")
        await desk.type_text(' "')
        await desk.press("enter")
        await desk.see('the quote is open: a " must end it')
        await desk.press("escape")
        assert desk.ids == ["i-1"]
        assert "must end it" not in desk.text

    play(scenario, named.path)


def test_esc_in_the_table_drops_the_search_and_no_other_filter(named: World) -> None:
    async def scenario(desk: Console) -> None:
        desk.fleet.take_filter(Filter(products=frozenset({"KEC"})))
        await desk.press("/")
        await desk.type_text("web")
        await desk.press("enter", "escape")
        assert desk.filter == Filter(products=frozenset({"KEC"}))
        assert len(desk.ids) == 4
        await desk.press("/")
        assert desk.main.query_one(SearchInput).value == ""

    play(scenario, named.path)


def test_up_brings_earlier_searches_back(named: World) -> None:
    async def scenario(desk: Console) -> None:
        for text in ("web", "database", "web", "01"):
            await desk.press("/", "ctrl+u")
            await desk.type_text(text)
            await desk.press("enter")
        await desk.press("2", "/")
        field = desk.main.query_one(SearchInput)
        seen = [field.value]
        for _ in range(3):
            await desk.press("up")
            seen.append(field.value)
        assert seen == ["01", "web", "database", "web"]
        await desk.press("enter", "1")
        assert desk.ids == ["i-1", "i-2"]

    play(scenario, named.path)


def test_pasted_ids_are_the_set_of_these_and_told_and_marked(named: World) -> None:
    """R31."""
    named.instance("i-6", type="trial")

    async def scenario(desk: Console) -> None:
        await desk.press("/")
        await desk.paste("i-1\ni-3\r\n i-5\nhello\ni-6\n")
        assert desk.ids == ["i-1", "i-3"]
        told = "5 pasted: 2 manual, 1 automatic, 1 not renewable, 1 unknown: hello"
        await desk.press("enter")
        assert told in desk.bar("status")
        assert "/ 5 ids" in desk.bar("filters")
        await desk.press("*")
        assert desk.table.marks.ids == {"i-1", "i-3"}
        await desk.press("escape")
        assert len(desk.ids) == 4
        assert desk.table.marks.ids == {"i-1", "i-3"}, "these very ones"
        assert "pasted" not in desk.bar("status")
        desk.fleet.take_filter(Filter(rooms=frozenset({"cn-shanghai-2"})))
        await desk.press("/", "up", "enter")
        assert "5 pasted: 4 hidden by the filters, 1 unknown: hello" in desk.bar("status")

    play(scenario, named.path, size=(160, 40))


def test_what_is_not_here_but_on_another_tab_is_told_and_enter_goes_there(named: World) -> None:
    """Section 6: nothing found here, but there."""
    named.instance("i-6", name="worker", type="trial")

    async def scenario(desk: Console) -> None:
        await desk.press("/")
        await desk.type_text("worker")
        said = (
            'No instance here has "worker" in its id or name.',
            "1 on Automatic renewal: enter goes there. 1 on Not renewable.",
        )
        await desk.see(*said)
        await desk.press("enter")
        assert isinstance(desk.tab, Automatic)
        assert desk.ids == ["i-5"]
        await desk.press("enter")
        await desk.see("Price/month", "Release date")
        await desk.press("escape", "1")
        await desk.see(*said)
        await desk.press("enter")
        assert isinstance(desk.tab, Automatic)
        await desk.press("1", "/", "down")
        assert desk.table.has_focus, "down only goes to what was found"
        assert isinstance(desk.tab, Manual)
        await desk.press("x")
        assert len(desk.ids) == 4

    play(scenario, named.path)


def test_forty_pasted_ids_are_renewed_with_four_keys(world: World) -> None:
    """Issue 11: what one pastes from a mail."""
    for number in range(45):
        world.instance(f"i-{number:02d}")

    async def scenario(desk: Console) -> None:
        await desk.press("/")
        await desk.paste("\n".join(f"i-{number:02d}" for number in range(40)))
        await desk.press("enter")
        assert "40 pasted: 40 manual" in desk.bar("status")
        await desk.press("*", "r")
        await desk.opened(RenewalDialog)
        await desk.see("Renewal: 40 instances")

    play(scenario, world.path)
