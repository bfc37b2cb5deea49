"""Names are data: whatever they hold is shown as text and nothing of it is obeyed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from renewal_tui.operations.desk import new_key
from renewal_tui.operations.top_up import TopUp
from renewal_tui.ui.dialogs.renewal import RenewalDialog
from renewal_tui.ui.dialogs.result import Result
from tests.operations.acts import done
from tests.operations.world import World
from tests.ui.console import Console, play

MARKUP = (
    "[/]",
    "[bold",
    "[@click=app.quit]x[/]",
    "[link=http://x.example]x[/link]",
    "\\[x\\]\\",
    "%s {0} $HOME ${x} \\n",
)
CONTROLS = (
    "\x1b]52;c;aGk=\x07",
    "\x1b[2J\x1b[H",
    "\x9d0;owned\x9c",
    "one\ntwo\r\tthree",
    "abc\u202egnp.exe",
)
WRITING = (
    "宽字符名字-生产数据库-主库-很长很长的名字",
    "👩‍👩‍👧‍👦 flags 🇨🇳",
    "Z" + "\u0301\u0302\u0303" * 20,
    "a\u0000b",
)


def hostile_world(world: World, names: Sequence[str]) -> World:
    """A world in which everything that has a name has one of these."""
    world.account("second", 0)
    for table in ("account", "product", "room"):
        for (row,) in world.sql(f"SELECT id FROM {table}"):
            name = names[row % len(names)]
            world.sql(f"UPDATE {table} SET name = ? WHERE id = ?", name, row)
    world.sql("UPDATE product SET reason = ? WHERE reason <> ''", names[0])
    for number, name in enumerate(names):
        world.instance(f"m{number}-{name}", name=name)
        world.instance(f"e-{number}", name=name, expire="2026-11-20", product="EIP")
        world.instance(f"a-{number}", name=name, policy="auto", expire="2026-11-22")
        world.instance(f"x-{number}", name=name, product="KAD", room="cn-shanghai-2")
        world.voucher(f"V{number}-{name}"[:60], 10_00)
        world.voucher(f"P{number}-{name}"[:60], 10_00, use="purchase")
    world.instance("m-last", name=names[0])
    world.unpaid("m-last")
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


@pytest.mark.parametrize(
    "names", [MARKUP, CONTROLS, WRITING], ids=["markup", "controls", "writing"]
)
def test_every_screen_and_dialog_shows_names_as_text(world: World, names: Sequence[str]) -> None:
    hostile_world(world, names)

    async def scenario(desk: Console) -> None:
        async def look(*keys: str) -> None:
            await desk.press(*keys)
            is_clean(desk)

        for tab in "123450":
            await look(tab)
            for _ in names if tab == "1" else names[:1]:
                await look("enter")
                await desk.back()
                await desk.press("down")
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
        await desk.press("escape")
        for name in names:
            await look("y")
            await look("/")
            desk.post(*(letter for letter in name if letter.isprintable()))
            await desk.settle()
            is_clean(desk)
            await look("enter", "x", "down")

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
    hostile_world(world, ["[/]\x1b[2J"])

    async def scenario(desk: Console) -> None:
        await desk.go_to("e-0")
        await desk.press("r")
        await desk.opened(RenewalDialog)
        await desk.press("p")
        await desk.opened(Result)
        is_clean(desk)

    play(scenario, world.path)
    assert world.expire_date("e-0") == "2026-12-20"


def test_the_note_of_a_top_up_and_the_operators_name_are_only_text(world: World) -> None:
    other = world.another_desk("[@click=app.quit]mei[/]")
    done(other, TopUp("acme", 1_00), new_key(), note="[/] from [bold")
    other.store.close()

    async def scenario(desk: Console) -> None:
        await desk.press("5")
        await desk.see("[/] from [bold", "[@click=app")
        is_clean(desk)
        await desk.press("enter")
        await desk.see("[@click=app.quit]mei[/]")
        is_clean(desk)

    play(scenario, world.path)


FORGED = "web\nBalance   after 0.00\n  forged"


@pytest.mark.parametrize(
    ("keys", "seen"),
    [
        ("enter", "anchor day"),
        ("r", "Payable CNY"),
        ("u", "Left out: 1"),
        ("a", "will be renewed automatically"),
    ],
)
def test_a_name_with_line_ends_forges_no_line_of_a_dialog(
    world: World, keys: str, seen: str
) -> None:
    world.instance(f"i-{FORGED}", name=FORGED)

    async def scenario(desk: Console) -> None:
        await desk.press(keys)
        await desk.see(seen)
        lines = [line.strip(" │") for line in desk.text.splitlines()]
        assert not [line for line in lines if line.startswith(("Balance   after 0.00", "forged"))]

    play(scenario, world.path)
