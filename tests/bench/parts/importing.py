"""An import of instances against csv.reader and executemany."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.bench import fleets
from tests.bench.figures import Figure
from tests.bench.processes import work
from tests.bench.setup import Setup
from tests.bench.timing import in_turns

LINEAR_FROM = 1_000_000
"""Rows from which on an import is held against ten times that of a tenth: both must grow alike."""


def measure(setup: Setup) -> list[Figure]:
    """Time both in turns, each into a fresh store that has no instances yet."""
    if setup.rows > LINEAR_FROM:
        return [_grown(setup.rows)]
    answers = {}

    def timed(verb: str) -> float:
        answers[verb] = _import(verb, setup.rows)
        return float(answers[verb]["seconds"])

    seconds = in_turns(
        {verb: partial(timed, verb) for verb in ("import-bare", "import")},
        1 if setup.rows > 100_000 else setup.rounds(3),
    )
    return [
        Figure(
            "import",
            f"import of {setup.rows:,} instances",
            seconds["import"],
            "s",
            seconds["import-bare"],
            "csv.reader + executemany",
            3.0,
            f"peak {answers['import']['peak_mb']} MB",
        )
    ]


def _grown(rows: int) -> Figure:
    tenth, whole = _import("import", rows // 10), _import("import", rows)
    return Figure(
        "import",
        f"import of {rows:,} instances",
        whole["seconds"],
        "s",
        tenth["seconds"] * 10,
        f"ten times that of {rows // 10:,}",
        1.2,
        f"peak {whole['peak_mb']} MB, {tenth['peak_mb']} MB",
    )


def _import(verb: str, rows: int) -> dict[str, Any]:
    store, file = fleets.without_instances(rows), fleets.instances_file(rows)
    with fleets.copied(store) as path:
        answer = work(verb, path, file)
    if answer["rows"] != rows:
        raise RuntimeError(f"{verb} wrote {answer['rows']:,} of {rows:,} rows")
    return answer
