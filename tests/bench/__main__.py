"""Measures speed: python -m tests.bench [--rows N] [--due N] [--only engine,plan] [--resume]."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from tests.bench import fleets, report, results
from tests.bench.figures import Figure
from tests.bench.setup import Setup

PARTS = {
    "weight": "weight",
    "console": "console",
    "keys": "keys",
    "bytes": "written",
    "queries": "queries",
    "letters": "letters",
    "memory": "memory",
    "promises": "promises",
    "list": "listing",
    "engine": "engine",
    "import": "importing",
    "plan": "planning",
}
"""The parts by name, in the order of the table, each with its module."""


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the large fleet")
    parser.add_argument(
        "--due", type=int, help="due today in the engine's fleet, of ten times more"
    )
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas between them")
    parser.add_argument("--quick", action="store_true", help="measure less often")
    parser.add_argument("--resume", action="store_true", help="measure what is not kept yet")
    parser.add_argument("--json", type=Path, help="where results are kept")
    parser.add_argument("--readme", action="store_true", help="write the README's table")
    found = parser.parse_args(words)
    found.parts = found.only.split(",")
    unknown = [name for name in found.parts if name not in PARTS]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    return found


def main(words: Sequence[str]) -> int:
    """Run the parts and print the table; 1 when one of them could not be measured."""
    asked = _arguments(words)
    setup = Setup(asked.rows, asked.due or max(asked.rows // 10, 1), asked.quick)
    path = asked.json or fleets.folder() / "results.json"
    figures = _by_part(results.kept(path, setup))
    broken = []
    for name in asked.parts:
        if asked.resume and figures[name]:
            continue
        measure: Callable[[Setup], list[Figure]]
        measure = import_module(f"tests.bench.parts.{PARTS[name]}").measure
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        try:
            figures[name] = measure(setup)
        except Exception as problem:  # the other parts can be measured all the same
            broken.append(f"{name}: {problem!r}")
            continue
        results.keep(path, setup, _all(figures))
    found = _all(figures)
    print(report.table(found))
    for line in broken:
        print(f"not measured: {line}", file=sys.stderr)
    if asked.readme:
        report.write_readme(found, _said(setup))
    return 1 if broken else 0


def _all(figures: dict[str, list[Figure]]) -> list[Figure]:
    return [one for name in PARTS for one in figures[name]]


def _by_part(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {name: [] for name in PARTS}
    for one in figures:
        found[one.part].append(one)
    return found


def _said(setup: Setup) -> str:
    found = results.conditions(setup)
    return (
        f"{setup.rows:,} rows, {found['cpus']} cores, Python {found['python']}, SQLite"
        f" {found['sqlite']}; medians, each floor measured in the same run and in turns with its"
        " figure."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
