"""Pieces of work that are timed in a process of their own: python -m tests.bench.work VERB ...

Each prints one JSON document; `seconds` leaves the interpreter's start and imports out.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from renewal_tui.operations.execution import NOTHING_SHOWN, execute
from renewal_tui.operations.outcomes import Ran
from tests.bench import replay
from tests.bench.bare_import import bare_import
from tests.bench.planning_work import bare_plan, plan_automatic, plan_in_memory, plan_selection
from tests.bench.timing import Stopwatch
from tests.operations.acts import run_of

Answer = dict[str, Any]


def renew(path: str) -> Answer:
    """The engine on a store: everything that is due today."""
    told = 0

    def tell(part: Ran) -> Ran:
        nonlocal told
        told += len(part.renewed)
        return part._replace(renewed=())

    with replay.opened(Path(path)) as desk:
        watch = Stopwatch()
        answer = execute(desk, run_of(), "bench-engine", NOTHING_SHOWN, tell=tell)
        taken = watch.read()
    return {**taken, "renewed": told, "failed": len(answer.failed)}


def renew_bare(path: str, after: str) -> Answer:
    """The rows that the engine wrote to one store, into a copy of what it was before.

    Its tables have their keys and the one index by date.
    """
    rows = replay.read_rows(Path(after), Path(path))
    replay.strip(Path(path))
    watch = Stopwatch()
    replay.write_rows(Path(path), rows)
    return {**watch.read(), "rows": sum(map(len, rows.values()))}


def import_file(path: str, file: str) -> Answer:
    """The import of a file into a store."""
    from renewal_tui.operations.import_fleet import import_paths

    with replay.opened(Path(path)) as desk:
        watch = Stopwatch()
        answer = import_paths(desk, [Path(file)], "bench-import")
        taken = watch.read()
    return {**taken, "rows": answer.files[0].new}


def import_bare(path: str, file: str) -> Answer:
    """The same rows by csv.reader and executemany."""
    watch = Stopwatch()
    rows = bare_import(Path(path), Path(file))
    return {**watch.read(), "rows": rows}


VERBS: dict[str, Callable[..., Answer]] = {
    "renew": renew,
    "renew-bare": renew_bare,
    "import": import_file,
    "import-bare": import_bare,
    "plan": plan_automatic,
    "plan-selection": plan_selection,
    "plan-memory": plan_in_memory,
    "plan-bare": bare_plan,
}


def main(verb: str, *arguments: str) -> None:
    """Do one piece of work, under the collector's thresholds that the program sets for itself."""
    gc.set_threshold(50_000, 20, 20)
    answer = VERBS[verb](*arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**answer, "peak_mb": round(peak, 1)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
