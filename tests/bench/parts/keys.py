"""From a key to the settled screen, beside the same keys on Textual's own table."""

from __future__ import annotations

from typing import NamedTuple

from tests.bench import keyboard
from tests.bench.figures import Figure
from tests.bench.session import Session, console, data_table
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
    ):
        for session in (large, small, theirs):
            session.first_frame()
        for key in KEYS:
            measurements = {
                "theirs": lambda key=key: _pressed(theirs, key.theirs, key.theirs_before),
                "small": lambda key=key: _pressed(small, key.ours, key.ours_before),
                "large": lambda key=key: _pressed(large, key.ours, key.ours_before),
            }
            taken = in_turns(measurements, setup.rounds(PAUSE_ROUNDS))
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


def _pressed(session: Session, key: str, before: str) -> float:
    if before:
        session.press(before)
    return session.press(key).seconds
