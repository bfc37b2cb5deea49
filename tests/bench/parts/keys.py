"""From a key to the settled screen, beside the same keys on Textual's own table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from tests.bench import keyboard
from tests.bench.figures import Figure
from tests.bench.session import Session, bare_widget, console, data_table
from tests.bench.setup import Setup
from tests.bench.timing import in_turns

PAUSE_ROUNDS = 15


class Key(NamedTuple):
    """A key of the console, the same one of Textual's table, and what is pressed before it.

    A key that repaints a few lines costs what Textual's event loop takes for any: its limit is in
    keys of a program that does nothing else. One that repaints the screen is held against
    Textual's own table.
    """

    name: str
    ours: str
    theirs: str
    limit: float
    ours_before: str = ""
    theirs_before: str = ""
    of_bare: bool = False


KEYS = (
    Key("arrow down", keyboard.DOWN, keyboard.DOWN, 1.6, of_bare=True),
    Key("PageDown", keyboard.PAGE_DOWN, keyboard.PAGE_DOWN, 0.2),
    Key("End", keyboard.END, keyboard.TABLE_BOTTOM, 0.6, keyboard.HOME, keyboard.TABLE_TOP),
    Key("mark", keyboard.MARK, keyboard.MARK, 0.15, keyboard.HOME, keyboard.TABLE_TOP),
)


def measure(setup: Setup) -> list[Figure]:
    """Press each key on the two fleets and on Textual's table, in turns."""
    figures = []
    with (
        Session(console(setup.large())) as large,
        Session(console(setup.small())) as small,
        Session(data_table(setup.few)) as theirs,
        Session(bare_widget()) as bare,
    ):
        for session in (large, small, theirs, bare):
            session.first_frame()
        for key in KEYS:
            measurements: dict[str, Callable[[], float]] = {
                "theirs": partial(_pressed, theirs, key.theirs, key.theirs_before),
                "small": partial(_pressed, small, key.ours, key.ours_before),
                "large": partial(_pressed, large, key.ours, key.ours_before),
            }
            if key.of_bare:
                measurements["theirs"] = partial(_pressed, bare, keyboard.DOWN, "")
            taken = in_turns(measurements, setup.rounds(PAUSE_ROUNDS))
            floor = "twenty lines of Textual, which repaint two"
            figures += [
                Figure(
                    "keys",
                    f"{key.name}, {setup.rows:,} rows",
                    taken["large"] * 1000,
                    "ms",
                    taken["theirs"] * 1000,
                    floor if key.of_bare else f"Textual's DataTable, {setup.few:,} rows",
                    key.limit,
                ),
                Figure(
                    "keys",
                    f"{key.name}, {setup.rows:,} rows",
                    taken["large"] * 1000,
                    "ms",
                    taken["small"] * 1000,
                    f"the same, {setup.few:,} rows",
                    1.3,
                ),
            ]
    return figures


def _pressed(session: Session, key: str, before: str) -> float:
    if before:
        session.press(before)
    return session.press(key).seconds
