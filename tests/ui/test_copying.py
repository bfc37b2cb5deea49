"""Copying an id: OSC 52, wrapped where a multiplexer stands between, and shown anyway."""

from __future__ import annotations

import base64

import pytest

from renewal_tui.ui import clipboard
from tests.operations.world import World
from tests.ui.console import Console, play

DATA = base64.b64encode(b"i-1").decode()
OSC = f"\x1b]52;c;{DATA}\x07"


@pytest.mark.parametrize(
    ("environment", "sequence"),
    [
        ({"TERM": "xterm-256color"}, OSC),
        ({}, OSC),
        ({"TERM": "xterm", "TMUX": "/tmp/tmux-0/default,1,0"}, f"{OSC}\x1bPtmux;\x1b{OSC}\x1b\\"),
        ({"TERM": "tmux-256color"}, f"{OSC}\x1bPtmux;\x1b{OSC}\x1b\\"),
        ({"TERM": "screen-256color", "STY": "1.pts"}, f"\x1bP{OSC}\x1b\\"),
        ({"TERM": "screen"}, f"\x1bP{OSC}\x1b\\"),
    ],
)
def test_the_sequence_is_wrapped_for_what_stands_between(
    environment: dict[str, str], sequence: str
) -> None:
    assert clipboard.sequence("i-1", environment) == sequence


def test_what_is_copied_is_capped_and_can_hold_nothing_that_ends_the_sequence() -> None:
    long = clipboard.sequence("x" * 1_000_000, {})
    assert len(long) < 6_000
    hostile = clipboard.sequence("a\x07\x1b\\b", {})
    assert hostile.count("\x07") == 1
    assert hostile.count("\x1b") == 1


def test_y_copies_the_whole_id_and_shows_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "i-0123456789abcdef0123456789abcdef"
    world.instance(name)

    async def scenario(desk: Console) -> None:
        assert name not in desk.text
        written: list[str] = []
        driver = desk.app._driver
        assert driver is not None
        before = driver.write

        def write(text: str) -> None:
            written.append(text)
            before(text)

        monkeypatch.setattr(driver, "write", write)
        await desk.press("y")
        await desk.see(name)
        assert any(base64.b64encode(name.encode()).decode() in text for text in written)

    play(scenario, world.path)


@pytest.mark.parametrize("tab", "123450")
def test_y_without_a_row_does_nothing(world: World, tab: str) -> None:
    async def scenario(desk: Console) -> None:
        await desk.press(tab, "y")
        assert desk.toasts == []

    play(scenario, world.path)
