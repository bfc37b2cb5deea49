"""The themes: everything can be read in each of them, and what they are chosen by."""

from __future__ import annotations

import pytest
from rich.color import ColorType
from rich.style import Style
from textual.color import Color

from renewal_tui.ui.dialogs.choose import ChooseOne
from renewal_tui.ui.themes import DEFAULT, NAMES, SIXTEEN, starting_theme
from tests.operations.world import World
from tests.ui.console import Console, play

FRAMES = " ─│╭╮╰╯▐▌▁▂▃▄▅▆▇"
"""What only frames or fills."""

LEAST = 4.5
"""The contrast that text must have."""


def contrast(style: Style) -> float:
    """The contrast of a style's text with its background."""
    front, back = style.color, style.bgcolor
    assert front is not None
    assert back is not None
    if style.reverse:
        front, back = back, front
    one, other = luminance(Color.from_rich_color(front)), luminance(Color.from_rich_color(back))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def luminance(colour: Color) -> float:
    """The relative luminance of a colour, as WCAG 2 defines it."""
    parts = [part / 255 for part in (colour.r, colour.g, colour.b)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def faint(desk: Console) -> list[str]:
    """What is shown with too little contrast; under a dialog everything is dimmed on purpose."""
    pages = desk.app.screen.query("#page")
    region = (pages.first() if pages else desk.app.screen).region
    found = []
    for strip in desk.app.screen._compositor.render_strips()[region.y : region.bottom]:
        for segment in strip.crop(region.x, region.right):
            if segment.text.strip(FRAMES) and segment.style is not None:
                ratio = contrast(segment.style)
                if ratio < LEAST:
                    found.append(f"{segment.text!r} {ratio:.1f}")
    return found


@pytest.mark.parametrize("theme", [name for name in NAMES if name != SIXTEEN])
def test_every_text_has_contrast_enough(world: World, theme: str) -> None:
    world.instance("i-1", expire="2026-11-20")
    world.instance("i-2", expire="2026-11-22")
    world.instance("i-3", expire="2027-11-22")
    world.instance("i-4", price=90_000_00)
    world.instance("a-1", policy="auto", expire="2026-11-22", price=5_000_00)
    world.unpaid("i-4")

    async def scenario(desk: Console) -> None:
        async def look() -> None:
            assert faint(desk) == []

        for tab in "123450":
            await desk.press(tab, "down")
            await look()
        await desk.press("1", "space", "v", "f", "right")
        await look()
        await desk.press("escape", "/")
        await look()
        await desk.press("escape", "*", "r")
        await look()
        await desk.press("tab")
        await look()
        await desk.press("escape", "a")
        await look()
        await desk.press("escape", "t")
        await desk.type_text("x")
        await desk.press("enter")
        await look()
        await desk.press("escape", "o")
        await look()
        await desk.press("escape", "?")
        await look()
        await desk.press("escape", "4", "enter")
        await look()
        await desk.press("escape")
        await desk.command("run the engine")
        await desk.press("y")
        await look()

    play(scenario, world.path, theme=theme)


def test_the_theme_of_16_colours_uses_only_those(world: World) -> None:
    world.instance("i-1", expire="2026-11-20")
    world.instance("i-2", expire="2026-11-22")

    async def scenario(desk: Console) -> None:
        async def look() -> None:
            for strip in desk.app.screen._compositor.render_strips():
                for segment in strip:
                    style = segment.style
                    for colour in (style.color, style.bgcolor) if style else ():
                        known = (ColorType.DEFAULT, ColorType.STANDARD)
                        assert colour is None or colour.type in known, segment

        for keys in (("space",), ("2",), ("4",), ("1", "r"), ("escape", "?"), ("escape", "t")):
            await desk.press(*keys)
            await look()

    play(scenario, world.path, theme=SIXTEEN, ansi=True)


def test_a_theme_is_chosen_from_the_palette(world: World) -> None:
    async def scenario(desk: Console) -> None:
        await desk.command("theme")
        chooser = await desk.opened(ChooseOne)
        assert [choice.value for choice in chooser._choices] == list(NAMES)
        await desk.press("down", "enter")
        await desk.until(lambda: desk.on_main)
        assert desk.app.theme == NAMES[1]

    play(scenario, world.path)


@pytest.mark.parametrize(
    ("asked", "colours", "no_colour", "theme"),
    [
        (None, "xterm-256color ", False, DEFAULT),
        (None, "xterm truecolor", False, DEFAULT),
        (None, "tmux-256color ", False, DEFAULT),
        (None, "xterm ", False, SIXTEEN),
        (None, "linux ", False, SIXTEEN),
        (None, "vt100 ", False, SIXTEEN),
        (None, "xterm-256color truecolor", True, SIXTEEN),
        ("light", "linux ", False, "light"),
        ("high-contrast", "xterm-256color ", True, "high-contrast"),
    ],
)
def test_the_terminal_decides_the_theme_unless_one_is_asked_for(
    asked: str | None, colours: str, no_colour: bool, theme: str
) -> None:
    assert starting_theme(asked, colours, no_colour=no_colour) == theme


def test_a_state_is_told_by_a_word_too(world: World) -> None:
    world.instance("i-1", expire="2026-11-20")
    world.instance("i-2", expire="2026-11-22")

    async def scenario(desk: Console) -> None:
        await desk.see("-2 d", "Expired", "today", "1 expired", "1 more within 7 days")
        await desk.press("space")
        await desk.see("[x]")
        assert any(line.startswith(">") for line in desk.lines)

    play(scenario, world.path)


@pytest.mark.parametrize("theme", NAMES)
def test_a_marked_row_is_told_from_the_cursor_and_from_others(world: World, theme: str) -> None:
    world.fleet(3)

    async def scenario(desk: Console) -> None:
        await desk.press("space")
        top = desk.table.region.y + 1
        strips = desk.app.screen._compositor.render_strips()
        marked, cursor, other = (next(iter(strips[top + row])).style for row in range(3))
        assert marked != other
        assert marked and cursor
        assert marked.bgcolor != cursor.bgcolor

    play(scenario, world.path, theme=theme, ansi=True if theme == SIXTEEN else None)
