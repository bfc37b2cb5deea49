"""Planning without writing, against the same plans over tuples in a bare loop."""

from __future__ import annotations

from typing import Any

from tests.bench.figures import Figure
from tests.bench.processes import work
from tests.bench.setup import Setup
from tests.bench.timing import in_turns


def measure(setup: Setup) -> list[Figure]:
    """Time the engine's dry run, a manual renewal's plans, and the engine's plans alone."""
    store = setup.engine()
    answers: dict[str, Any] = {}

    def timed(name: str, field: str, *arguments: object) -> float:
        answers[name] = work(*map(str, arguments))
        return float(answers[name][field])

    rounds = {
        "floor": lambda: timed("floor", "seconds", "plan-bare", store),
        "dry run": lambda: timed("dry run", "seconds", "plan", store),
        "floor of a selection": lambda: timed(
            "floor of a selection", "seconds", "plan-bare", store, 1
        ),
        "selection": lambda: timed("selection", "seconds", "plan-selection", store),
        "loop": lambda: timed("loop", "loop_seconds", "plan-bare", store),
        "memory": lambda: timed("memory", "seconds", "plan-memory", store),
    }
    seconds = in_turns(rounds, setup.rounds(5))
    for ours, floor in (
        ("dry run", "floor"),
        ("selection", "floor of a selection"),
        ("memory", "loop"),
    ):
        _same(answers[ours], answers[floor], ours)
    planned = answers["selection"]["planned"]
    return [
        Figure(
            "plan",
            f"dry run of the engine, {setup.due:,} due",
            seconds["dry run"],
            "s",
            seconds["floor"],
            "SELECT + bare loop over tuples",
            3.0,
            f"peak {answers['dry run']['peak_mb']} MB",
        ),
        Figure(
            "plan",
            f"plans of a renewal of {planned:,}",
            seconds["selection"],
            "s",
            seconds["floor of a selection"],
            "SELECT + bare loop over tuples",
            3.0,
        ),
        Figure(
            "plan",
            "the engine's plans alone, nothing read",
            seconds["memory"],
            "s",
            seconds["loop"],
            "bare loop over tuples",
            3.0,
        ),
    ]


def _same(ours: dict[str, Any], floor: dict[str, Any], name: str) -> None:
    """A floor that planned something else would be no floor."""
    for field in ("planned", "total"):
        if ours[field] != floor[field]:
            raise RuntimeError(f"{name}: {field} is {ours[field]:,}, the floor's {floor[field]:,}")
