"""The command `list` as a whole process."""

from __future__ import annotations

from tests.bench.figures import Figure
from tests.bench.processes import run_seconds
from tests.bench.setup import Setup
from tests.bench.timing import in_turns


def measure(setup: Setup) -> list[Figure]:
    """Time it and its two imports alone, in turns."""
    command = ["-m", "renewal_tui", "--database", str(setup.large()), "list", "--limit", "20"]
    imports = ["-c", "import peewee, click"]
    run_seconds(command)
    seconds = in_turns(
        {"floor": lambda: run_seconds(imports), "list": lambda: run_seconds(command)},
        setup.rounds(15),
    )
    return [
        Figure(
            "list",
            f"renewal-tui list --limit 20 of {setup.rows:,}",
            seconds["list"] * 1000,
            "ms",
            seconds["floor"] * 1000,
            'python -c "import peewee, click"',
            1.6,
        )
    ]
