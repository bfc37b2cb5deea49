"""The engine against executemany of the rows that it wrote."""

from __future__ import annotations

from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.fleets import copied
from tests.bench.processes import work
from tests.bench.setup import Setup
from tests.bench.timing import in_turns


def measure(setup: Setup) -> list[Figure]:
    """Time both in turns, each on a fresh copy of the same store."""
    store = setup.engine()
    answers = {}

    with copied(store) as finished:
        answers["first"] = work("renew", finished)

        def engine() -> float:
            with copied(store) as path:
                answers["engine"] = work("renew", path)
            return float(answers["engine"]["seconds"])

        def floor() -> float:
            return _replayed(store, finished)

        seconds = in_turns({"floor": floor, "engine": engine}, setup.rounds(3))
    done = answers["engine"]
    return [
        Figure(
            "engine",
            f"auto-renew of {setup.due:,} due of {setup.due * 10:,}",
            seconds["engine"],
            "s",
            seconds["floor"],
            "executemany of the same rows",
            2.0,
            f"{done['renewed']:,} renewed, {done['failed']:,} failed, peak {done['peak_mb']} MB",
        )
    ]


def _replayed(store: Path, finished: Path) -> float:
    with copied(store) as path:
        return float(work("renew-bare", path, finished)["seconds"])
