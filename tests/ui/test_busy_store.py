"""A store that is busy for readers, too, or is another one: what the console says and does."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewal_tui.errors import StoreGone
from tests.stores import another_writer
from tests.ui.console import Console, play


@pytest.mark.parametrize(
    "keys",
    [("G",), ("s",), ("o",), ("t",), ("2",), ("4",), ("f", "right", "enter"), ("enter",), ("u",)],
    ids=" ".join,
)
def test_no_key_ends_the_console_while_the_store_is_busy(demo: Path, keys: tuple[str, ...]) -> None:
    async def scenario(desk: Console) -> None:
        desk.desk.store.engine.set_lock_timeout(0.02)
        shown = desk.ids
        with another_writer(demo, "EXCLUSIVE"):
            for key in keys:
                desk.post(key)
                await desk.settle()
        await desk.back()
        await desk.press("1", "f5", "g")
        assert desk.app.unexpected is None
        assert sorted(desk.ids) == sorted(shown)

    play(scenario, demo)


def test_rows_that_could_not_be_read_are_drawn_when_they_can_be(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        desk.desk.store.engine.set_lock_timeout(0.02)
        with another_writer(demo, "EXCLUSIVE"):
            desk.table.scroll_rows_to(128)
            await desk.settle()
        await desk.until(lambda: desk.table.source.ids(132, 133)[0] in desk.text)

    play(scenario, demo)


def test_a_store_that_was_replaced_ends_the_console_and_nothing_is_charged(demo: Path) -> None:
    other = demo.with_name("other.db")
    other.write_bytes(demo.read_bytes())
    before = demo.read_bytes()

    async def scenario(desk: Console) -> None:
        await desk.press("r")
        other.replace(demo)
        await desk.press("p")
        await desk.until(lambda: desk.app.unexpected is not None)
        assert isinstance(desk.app.unexpected, StoreGone)

    with pytest.raises(StoreGone, match="was removed or replaced by another file"):
        play(scenario, demo)
    assert demo.read_bytes() == before
