"""Measuring on a machine that does other things too: in turns, and the median of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median

Measurement = Callable[[], float]


def seconds_of(action: Callable[[], object]) -> float:
    """How long something takes, once."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def in_turns(measurements: Mapping[str, Measurement], rounds: int) -> dict[str, float]:
    """The median of each measurement; all of them are taken once a round, one after the other.

    So whatever slows the machine for a while slows a figure and its floor alike.
    """
    taken: dict[str, list[float]] = {name: [] for name in measurements}
    for _ in range(rounds):
        for name, measure in measurements.items():
            taken[name].append(measure())
    return {name: median(values) for name, values in taken.items()}


class Stopwatch:
    """Started when it is made; tells the seconds on the wall and those of this process."""

    def __init__(self) -> None:
        self._wall, self._process = time.perf_counter(), time.process_time()

    def read(self) -> dict[str, float]:
        """What has passed: `seconds`, and `cpu_seconds` in the processor."""
        return {
            "seconds": time.perf_counter() - self._wall,
            "cpu_seconds": time.process_time() - self._process,
        }
