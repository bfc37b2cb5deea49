"""What is promised within two seconds: the end after the terminal, and what others have changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.bench import fleets
from tests.bench.figures import Figure
from tests.bench.session import Session, console
from tests.bench.setup import Setup
from tests.bench.timing import in_turns
from tests.stores import sql

PROMISED = 2.0
"""Seconds."""


def measure(setup: Setup) -> list[Figure]:
    """Take each on the small fleet, in turns."""
    with fleets.copied(setup.small()) as store:
        measurements: dict[str, Callable[[], float]] = {
            "a dropped connection to the console's end": lambda: _dropped(store),
            "SIGTERM to the console's end": lambda: _terminated(store),
            "another operator's change to the screen": lambda: _changed(store),
        }
        seconds = in_turns(measurements, setup.rounds(7))
    return [
        Figure("promises", what, taken, "s", PROMISED, "what is promised", 1.0)
        for what, taken in seconds.items()
    ]


def _dropped(store: Path) -> float:
    with Session(console(store)) as session:
        session.first_frame()
        return session.ended_by(session.hang_up)


def _terminated(store: Path) -> float:
    with Session(console(store)) as session:
        session.first_frame()
        return session.ended_by(session.process.terminate)


def _changed(store: Path) -> float:
    """An account's balance stands in the title: whoever changes it is seen there."""
    with Session(console(store)) as session:
        session.first_frame()
        sql(store, "UPDATE account SET balance = balance + 1")
        return session.told(PROMISED * 10)
