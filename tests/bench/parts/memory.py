"""What the console holds in memory, on the large fleet and on the small one."""

from __future__ import annotations

from pathlib import Path

from tests.bench import keyboard
from tests.bench.figures import Figure
from tests.bench.session import Session, console
from tests.bench.setup import Setup

PAGES = 50
TIMEOUT = 0.3
"""Seconds for a key at the end of the rows, where nothing is drawn any more."""


def measure(setup: Setup) -> list[Figure]:
    """Look at it after the first screen, and after some paging, sorting and searching."""
    pages = setup.rounds(PAGES)
    large, small = _held(setup.large(), pages), _held(setup.small(), pages)
    return [
        Figure("memory", f"{what}, {setup.rows:,} rows", ours, "MB", floor, said, 2.0)
        for what, ours, floor, said in zip(
            ("memory after the first frame", "memory after paging and sorting"),
            large,
            small,
            (f"the same, {setup.few:,} rows",) * 2,
            strict=True,
        )
    ]


def _held(store: Path, pages: int) -> tuple[float, float]:
    with Session(console(store)) as session:
        session.first_frame()
        first = session.resident_mb()
        for _ in range(pages):
            session.press(keyboard.PAGE_DOWN, TIMEOUT)
        for key in (keyboard.END, keyboard.SORT, keyboard.END, keyboard.SORT, keyboard.HOME):
            session.press(key, timeout=3.0)
        return first, session.resident_mb()
