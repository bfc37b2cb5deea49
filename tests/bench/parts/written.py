"""The bytes that a key makes the console write, beside the characters that change."""

from __future__ import annotations

from statistics import median

from tests.bench import keyboard
from tests.bench.figures import Figure
from tests.bench.session import COLUMNS, Session, console
from tests.bench.setup import Setup


def measure(setup: Setup) -> list[Figure]:
    """Count what PageDown and arrow down write on the large fleet."""
    with Session(console(setup.large())) as session:
        session.first_frame()
        before = tuple(session.screen.display)
        page = session.press(keyboard.PAGE_DOWN)
        after = session.read_screen(page)
        lines = sum(old != new for old, new in zip(before, after, strict=True))
        pages = [page.size, *(session.press(keyboard.PAGE_DOWN).size for _ in range(4))]
        session.press(keyboard.HOME)
        rows = [session.press(keyboard.DOWN).size for _ in range(5)]
    return [
        Figure(
            "bytes",
            "bytes written for PageDown",
            median(pages),
            "bytes",
            lines * COLUMNS,
            f"the characters of {lines} lines",
            1.5,
        ),
        Figure(
            "bytes",
            "bytes written for arrow down",
            median(rows),
            "bytes",
            2 * COLUMNS,
            "the characters of 2 rows",
            2.0,
        ),
    ]
