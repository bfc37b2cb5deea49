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
    """A key of the console, the same one of Textual's table, and what is pressed before it."""

    name: str
    ours: str
    theirs: str
    ours_before: str = ""
    theirs_before: str = ""


KEYS = (
    Key("arrow down", keyboard.DOWN, keyboard.DOWN),
    Key("PageDown", keyboard.PAGE_DOWN, keyboard.PAGE_DOWN),
    Key("End", keyboard.END, keyboard.TABLE_BOTTOM, keyboard.HOME, keyboard.TABLE_TOP),
    Key("mark", keyboard.MARK, keyboard.MARK, keyboard.HOME, keyboard.TABLE_TOP),
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
            if key is KEYS[0]:
                measurements["bare"] = partial(_pressed, bare, keyboard.DOWN, "")
            taken = in_turns(measurements, setup.rounds(PAUSE_ROUNDS))
            if "bare" in taken:
                figures.append(_what_a_key_costs(taken["bare"], taken["theirs"], setup))
            figures += [
                Figure(
                    "keys",
                    f"{key.name}, {setup.rows:,} rows",
                    taken["large"] * 1000,
                    "ms",
                    taken["theirs"] * 1000,
                    f"Textual's DataTable, {setup.few:,} rows",
                    0.15,
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


def _what_a_key_costs(bare: float, theirs: float, setup: Setup) -> Figure:
    """The same key in a program that does nothing but repaint two lines: no table is below it."""
    return Figure(
        "keys",
        "arrow down, twenty lines of Textual",
        bare * 1000,
        "ms",
        theirs * 1000,
        f"Textual's DataTable, {setup.few:,} rows",
        0.15,
        "what the event loop takes; nothing of ours",
    )


def _pressed(session: Session, key: str, before: str) -> float:
    if before:
        session.press(before)
    return session.press(key).seconds
