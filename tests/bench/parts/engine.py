"""The engine against executemany of the rows that it wrote."""

from __future__ import annotations

from typing import Any

from tests.bench.figures import Figure
from tests.bench.fleets import copied
from tests.bench.processes import work
from tests.bench.setup import Setup
from tests.bench.timing import in_turns


def measure(setup: Setup) -> list[Figure]:
    """Time both in turns, each on a fresh copy of the same store."""
    store = setup.engine()
    answers: dict[str, Any] = {}

    def timed(name: str, verb: str, *arguments: object) -> float:
        answers[name] = work(verb, *arguments)
        return float(answers[name]["seconds"])

    with copied(store) as finished:
        work("renew", finished)

        def engine() -> float:
            with copied(store) as path:
                return timed("engine", "renew", path)

        def floor() -> float:
            with copied(store) as path:
                return timed("floor", "renew-bare", path, finished)

        seconds = in_turns({"floor": floor, "engine": engine}, setup.rounds(3))
    done = answers["engine"]
    return [
        Figure(
            "engine",
            f"auto-renew of {setup.due:,} due of {setup.due * 10:,}",
            seconds["engine"],
            "s",
            seconds["floor"],
            "executemany of the same rows, keys and the index by date",
            1.5,
            f"{done['renewed']:,} renewed, {done['failed']:,} failed, peak {done['peak_mb']} MB,"
            f" processor {done['cpu_seconds']:.1f} s to {answers['floor']['cpu_seconds']:.1f} s",
        )
    ]
