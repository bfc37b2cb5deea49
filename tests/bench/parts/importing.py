"""An import of instances against csv.reader and executemany."""

from __future__ import annotations

from functools import partial

from tests.bench import fleets
from tests.bench.figures import Figure
from tests.bench.processes import work
from tests.bench.setup import Setup
from tests.bench.timing import in_turns


def measure(setup: Setup) -> list[Figure]:
    """Time both in turns, each into a fresh store that has no instances yet."""
    store, file = fleets.without_instances(setup.rows), fleets.instances_file(setup.rows)
    answers = {}

    def timed(verb: str) -> float:
        with fleets.copied(store) as path:
            answers[verb] = work(verb, path, file)
        if answers[verb]["rows"] != setup.rows:
            raise RuntimeError(f"{verb} wrote {answers[verb]['rows']:,} of {setup.rows:,} rows")
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
