"""From the start of the process to the first full screen of the console."""

from __future__ import annotations

from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.processes import run_seconds
from tests.bench.session import FirstFrame, Session, console
from tests.bench.setup import Setup
from tests.bench.timing import in_turns

TEXTUAL = 'python -c "import textual.app"'


def measure(setup: Setup) -> list[Figure]:
    """Open it on the small and on the large fleet, in turns with the import of Textual."""
    large, small = setup.large(), setup.small()
    frames: dict[Path, FirstFrame] = {}

    def opened(store: Path) -> float:
        with Session(console(store)) as session:
            frames[store] = session.first_frame()
        return frames[store].full

    opened(small)  # bytecode, and the files' pages
    seconds = in_turns(
        {
            "floor": lambda: run_seconds(["-c", "import textual.app"]),
            "small": lambda: opened(small),
            "large": lambda: opened(large),
        },
        setup.rounds(11),
    )
    return [
        Figure(
            "console",
            f"first full frame, {setup.few:,} rows",
            seconds["small"] * 1000,
            "ms",
            seconds["floor"] * 1000,
            TEXTUAL,
            1.3,
            _said(frames[small]),
        ),
        Figure(
            "console",
            f"first full frame, {setup.rows:,} rows",
            seconds["large"] * 1000,
            "ms",
            seconds["small"] * 1000,
            f"the same, {setup.few:,} rows",
            1.2,
            _said(frames[large]),
        ),
    ]


def _said(frame: FirstFrame) -> str:
    return f"all counted after {frame.settled * 1000:.0f} ms, {frame.size:,} bytes"
