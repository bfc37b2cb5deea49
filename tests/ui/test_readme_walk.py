"""The README's first walk, done as it is written there: its text is what is pressed and seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from textual.widgets import Input, OptionList

from renewal_tui.operations.check import check
from tests.ui.console import Console, play

README = Path(__file__).resolve().parent.parent.parent / "README.md"

SAID_GONE_TO_TYPED = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`")
"""What is bold, what is slanted, and what stands as code."""


def steps() -> Iterator[str]:
    """The numbered steps of the walk, each in one line."""
    text = README.read_text("utf-8")
    text = text[text.index("A first walk, by keyboard alone") : text.index("\n## Tests")]
    found = re.findall(r"^\d\. (.*?)(?=^\d\. |\Z)", text, re.S | re.M)
    assert len(found) == 7
    return (" ".join(step.split()) for step in found)


async def go_to(desk: Console, words: str) -> None:
    """Go down to a line of the list that is open."""
    choices = desk.app.screen.query_one(OptionList)
    for _ in range(choices.option_count):
        option = choices.highlighted_option
        if option is not None and words in str(option.prompt):
            return
        await desk.press("down")
    raise AssertionError(f"no line says {words!r}:\n{desk.text}")


async def type_in(desk: Console, text: str) -> None:
    """Type a text over what stands in the field that is open."""
    field = desk.app.focused
    assert isinstance(field, Input)
    await desk.press(*["backspace"] * len(field.value))
    await desk.type_text(text)


async def take(desk: Console, step: str) -> None:
    """Do what one step says, word by word."""
    for found in SAID_GONE_TO_TYPED.finditer(step):
        said, gone_to, key = found.groups()
        if said:
            await desk.see(said)
        elif gone_to:
            await go_to(desk, gone_to)
        elif re.search(r"\d", key):
            await type_in(desk, key)
        else:
            await desk.press({"esc": "escape"}.get(key, key))


def test_the_readme_s_walk_goes_as_it_is_written(demo: Path) -> None:
    async def walk(desk: Console) -> None:
        for step in steps():
            await take(desk, step)
        assert check(desk.desk) == (True, ())

    play(walk, demo)
