"""The engine against executemany of the rows that it wrote."""

from __future__ import annotations

from typing import Any

from tests.bench.figures import Figure
from tests.bench.fleets import copied, fleet
from tests.bench.processes import work
from tests.bench.setup import Setup
from tests.bench.timing import in_turns

LIMIT = 3.5
"""A run plans, hashes and commits in pieces that keep others waiting for less than half a second;
in such pieces the bare rows alone take twice what they do in one transaction."""

LINEAR_FROM = 100_000
"""Due instances from which on a run is held against ten times that of a tenth, in their fleets."""


def measure(setup: Setup) -> list[Figure]:
    """Time both in turns, each on a fresh copy of the same store."""
    if setup.due > LINEAR_FROM:
        return [_grown(setup.due)]
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
    floor_of = "executemany of the same rows, keys and the index by date"
    return [_figure(setup.due, seconds, floor_of, LIMIT, answers)]


def _grown(due: int) -> Figure:
    answers = {}
    for name, some in (("floor", due // 10), ("engine", due)):
        with copied(fleet(some * 10)) as path:
            answers[name] = work("renew", path)
    seconds = {"engine": answers["engine"]["seconds"], "floor": answers["floor"]["seconds"] * 10}
    return _figure(due, seconds, f"ten times that of {due // 10:,}", 1.2, answers)


def _figure(
    due: int, seconds: dict[str, float], floor_of: str, limit: float, answers: dict[str, Any]
) -> Figure:
    done = answers["engine"]
    return Figure(
        "engine",
        f"auto-renew of {due:,} due of {due * 10:,}",
        seconds["engine"],
        "s",
        seconds["floor"],
        floor_of,
        limit,
        f"{done['renewed']:,} renewed, {done['failed']:,} failed, peak {done['peak_mb']} MB,"
        f" processor {done['cpu_seconds']:.1f} s to {answers['floor']['cpu_seconds']:.1f} s",
    )
