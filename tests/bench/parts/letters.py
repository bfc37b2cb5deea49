"""A search for what many names begin with, letter by letter: first rows, count, and memory."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from tests.bench import fleets, keyboard
from tests.bench.figures import Figure
from tests.bench.parts.queries import FRAME, FRAMES
from tests.bench.session import Session, console
from tests.bench.setup import Setup

TEXT = "web-01"
TIMEOUT = 5.0
COUNTING = "counting ..."
COUNTED = 300.0
"""Milliseconds from a letter to the exact count."""

ROWS, WIDTH = slice(5, 20), 110
"""The lines of the screen that hold the first rows, and how much of them: not the bar that tells
how many there are."""

BACKSPACE = "\x7f"
SEEN = ("the first rows", "the exact count")


def measure(setup: Setup) -> list[Figure]:
    """Type it on a large fleet and on a small one; then show and mark all that there is."""
    taken, large = _searched(setup.rows, setup.rounds(5))
    _, small = _searched(setup.few, 1)
    floors = ((FRAME, "a frame at 60 Hz", FRAMES), (COUNTED, "what is wanted", 1.2))
    return [
        *(
            Figure(
                "letters",
                f"{what} at the slowest letter, {setup.rows:,} rows",
                max(milliseconds),
                "ms",
                *floor,
                ", ".join(f"{one} {ms:.0f}" for one, ms in zip(TEXT, milliseconds, strict=True)),
            )
            for what, milliseconds, floor in zip(SEEN, taken, floors, strict=True)
        ),
        Figure(
            "letters",
            f"memory after letters, clearing and marking all, {setup.rows:,} rows",
            large,
            "MB",
            small,
            f"the same, {setup.few:,} rows",
            2.0,
        ),
    ]


def _searched(rows: int, rounds: int) -> tuple[list[list[float]], float]:
    """The median for each letter, of its first rows and of its count; and the memory at the end."""
    with Session(console(fleets.named_alike(rows))) as session:
        session.first_frame()
        session.press(keyboard.SEARCH)
        typed: list[list[tuple[float, float]]] = []
        while len(typed) < rounds:
            for _ in TEXT if typed else "":
                session.press(BACKSPACE, TIMEOUT)
            typed.append([_letter(session, letter) for letter in TEXT])
        for key in (keyboard.ENTER, keyboard.RESET_FILTERS, keyboard.MARK_ALL):
            session.press_until_without(key, COUNTING, TIMEOUT)
        return [
            [median(each[at][what] for each in typed) for at in range(len(TEXT))]
            for what in range(len(SEEN))
        ], session.resident_mb()


def _letter(session: Session, letter: str) -> tuple[float, float]:
    """Milliseconds until the first rows stand as they stay, and until the last count came."""
    screens = session.press_until_without(letter, COUNTING, TIMEOUT)
    last = screens[-1][1]
    rows = counted = screens[0][0]
    for (_, before), (at, _) in pairwise(screens):
        counted = at if before != last else counted
        rows = at if _first_rows(before) != _first_rows(last) else rows
    return rows * 1000, counted * 1000


def _first_rows(screen: Sequence[str]) -> list[str]:
    return [line[:WIDTH] for line in screen[ROWS]]
