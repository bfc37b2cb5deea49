"""Names are data: whatever they hold is shown as text and nothing of it is obeyed."""

from __future__ import annotations

import pytest

from renewal_tui.ui.dialogs.renewal import RenewalDialog
from renewal_tui.ui.dialogs.result import Result
from tests.operations.world import World
from tests.ui.console import Console, play

HOSTILE = {
    "closing tag": "[/]",
    "unclosed tag": "[bold",
    "action": "[@click=app.quit]x[/]",
    "link": "[link=http://x.example]x[/link]",
    "clipboard": "\x1b]52;c;aGk=\x07",
    "clear": "\x1b[2J\x1b[H",
    "title": "\x9d0;owned\x9c",
    "lines": "one\ntwo\r\tthree",
    "right to left": "abc\u202egnp.exe",
    "wide": "宽字符名字-生产数据库-主库-很长很长的名字",
    "emoji": "👩‍👩‍👧‍👦 flags 🇨🇳",
    "marks": "Z" + "\u0301\u0302\u0303" * 20,
    "format": "%s {0} $HOME ${x} \\n",
    "backslash": "\\[x\\]\\",
}


def hostile_world(world: World, name: str) -> World:
    """A world in which everything that has a name is called that."""
    world.sql("UPDATE account SET name = ?", name)
    world.sql("UPDATE product SET name = ?", name)
    world.sql("UPDATE product SET reason = ? WHERE reason <> ''", name)
    world.sql("UPDATE room SET name = ?", name)
    world.account("second", 0)
    world.sql("UPDATE account SET name = ? WHERE code = 'second'", name)
    world.instance(f"m-{name}", name=name)
    world.instance("m-2", name=name)
    world.instance("m-3", name=name, expire="2026-11-20")
    world.instance("a-1", name=name, policy="auto", expire="2026-11-22")
    world.instance("x-1", name=name, product="KAD")
    world.voucher(f"V-{name}"[:60], 10_00)
    world.voucher(f"P-{name}"[:60], 10_00, use="purchase")
    return world


def is_clean(desk: Console) -> None:
    """Nothing on the screen could be obeyed by a terminal, and every line has its width."""
    assert desk.app.is_running
    assert desk.app.return_code is None
    for strip in desk.app.screen._compositor.render_strips():
        for segment in strip:
            assert segment.control is None
            assert all(character.isprintable() for character in segment.text), segment.text
            style = segment.style
            assert style is None or style.link is None
            assert style is None or "@click" not in style.meta


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_every_screen_and_dialog_shows_names_as_text(world: World, name: str) -> None:
    hostile_world(world, name)
    other = world.another_desk("mei")
    other.store.close()
    world.unpaid("m-2")

    async def scenario(desk: Console) -> None:
        async def look(*keys: str) -> None:
            await desk.press(*keys)
            is_clean(desk)

        for tab in "12345":
            await look(tab)
            await look("enter")
            await desk.back()
        await look("1", "*", "r")
        await look("right", "t")
        await desk.back()
        await look("u")
        await desk.back()
        await look("a")
        await look("y")
        await desk.opened(Result)
        await desk.back()
        for keys in (("o",), ("t",), ("f", "right", "enter"), ("f", "right", "enter"), ("?",)):
            await look(*keys)
            await desk.back()
        await look("y")
        await look("/")
        for letter in name:
            if letter.isprintable():
                desk.post(letter)
        await desk.settle()
        is_clean(desk)
        await look("enter")
        await look("x")

    play(scenario, world.path)


@pytest.mark.parametrize("name", ["[/]", "[@click=app.quit]x[/]"])
def test_brackets_are_shown_as_they_are(world: World, name: str) -> None:
    world.instance("i-1", name=name)

    async def scenario(desk: Console) -> None:
        await desk.see(name[:12])
        await desk.press("enter")
        await desk.see(f"i-1  {name}")
        await desk.press("escape", "a")
        await desk.see(name)
        await desk.press("escape", "/")
        await desk.type_text(name[:3])
        await desk.press("enter")
        assert desk.ids == ["i-1"]

    play(scenario, world.path)


def test_a_click_on_a_name_that_is_a_link_obeys_nothing(world: World) -> None:
    world.instance("i-1", name="[@click=app.quit]xxxxxxxx[/]")

    async def scenario(desk: Console) -> None:
        row = desk.table.region.y + 1
        await desk.click(desk.table, desk.lines[row].index("[@click") + 3, 1)
        assert desk.app.is_running
        await desk.press("enter")
        page = desk.app.screen.query_one("#page")
        for y in range(page.region.height):
            await desk.pilot.click(page, offset=(28, y))
        assert desk.app.return_code is None
        assert desk.app.is_running

    play(scenario, world.path)


def test_an_escape_sequence_is_shown_as_a_picture(world: World) -> None:
    world.instance("i-1", name="a\x1b[2Jb")

    async def scenario(desk: Console) -> None:
        await desk.see("a␛[2Jb")

    play(scenario, world.path)


def test_an_order_of_hostile_names_is_paid_like_any_other(world: World) -> None:
    hostile_world(world, "[/]\x1b[2J")

    async def scenario(desk: Console) -> None:
        await desk.go_to("m-2")
        await desk.press("r")
        await desk.opened(RenewalDialog)
        await desk.press("p")
        await desk.opened(Result)
        is_clean(desk)

    play(scenario, world.path)
    assert world.expire_date("m-2") == "2026-12-30"


def test_the_note_of_a_top_up_and_the_operators_name_are_only_text(world: World) -> None:
    from renewal_tui.operations import top_up
    from renewal_tui.operations.desk import new_key

    other = world.another_desk("[@click=app.quit]mei[/]")
    top_up.top_up(other, "acme", 1_00, "[/] from [bold", new_key())
    other.store.close()

    async def scenario(desk: Console) -> None:
        await desk.press("5")
        await desk.see("[/] from [bold", "[@click=app")
        is_clean(desk)
        await desk.press("enter")
        await desk.see("[@click=app.quit]mei[/]")
        is_clean(desk)

    play(scenario, world.path)
