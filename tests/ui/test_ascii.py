"""--ascii: nothing is drawn that is not ASCII; names stay as they are."""

from __future__ import annotations

import pytest

from tests.operations.world import World
from tests.ui.console import Console, play


def is_ascii(desk: Console) -> None:
    """Every character that is shown is ASCII."""
    odd = sorted({character for character in desk.text if not character.isascii()})
    assert not odd, f"{odd}\n{desk.text}"


@pytest.mark.parametrize("size", [(120, 36), (60, 16)])
def test_no_screen_or_dialog_draws_anything_but_ascii(world: World, size: tuple[int, int]) -> None:
    long = "a-name-that-is-much-too-long-to-be-shown-in-one-column-of-a-table-of-this-width"
    for number in range(30):
        world.instance(f"i-{number:03d}-with-a-very-long-id-indeed", name=long, price=1_00)
    world.instance("k-1", product="KCM", name=long)
    world.instance("a-1", policy="auto", expire="2026-11-22", name=long, price=1_00)
    world.instance("b-1", name=long, expire="2026-11-20", price=5_000_00)
    world.account("another-account-with-a-very-long-code", 5_00)
    world.unpaid("b-1")

    async def scenario(desk: Console) -> None:
        for tab in "123450":
            await desk.press(tab, "right", "end")
            is_ascii(desk)
            await desk.press("enter")
            is_ascii(desk)
            await desk.back()
        await desk.press("1", "S")
        is_ascii(desk)
        await desk.press("*")
        for keys in (("r",), ("u",), ("u", "m"), ("a",), ("o",), ("t",), ("?",), ("ctrl+p",)):
            await desk.press(*keys)
            is_ascii(desk)
            await desk.back()
        for field in range(4):
            await desk.press("f", *["right"] * field, "enter")
            is_ascii(desk)
            await desk.back()
            await desk.press("escape", "f", *["left"] * field, "escape")
        await desk.press("/")
        await desk.type_text("a search that is much longer than the field has room for, in truth")
        is_ascii(desk)
        await desk.press("enter")
        is_ascii(desk)
        await desk.press("x", "y")
        is_ascii(desk)
        await desk.command("run the engine")
        is_ascii(desk)
        await desk.press("y")
        is_ascii(desk)

    play(scenario, world.path, size=size, ascii_only=True)


def test_names_stay_as_they_are(world: World) -> None:
    world.instance("i-1", name="数据库")

    async def scenario(desk: Console) -> None:
        await desk.see("数据库")

    play(scenario, world.path, ascii_only=True)
