"""Whole processes: how long one takes, and work that is measured inside a fresh one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from tests.stores import ROOT

TIMEOUT = 1800.0


def environment() -> dict[str, str]:
    """The environment of what is measured: bytecode is kept, as in an installed package."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "RENEWAL_TUI_DATABASE")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def run_seconds(arguments: Sequence[str]) -> float:
    """How long Python takes with these arguments, from its start to its end."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=TIMEOUT,
    )
    return time.perf_counter() - start


def work(verb: str, *arguments: object) -> dict[str, Any]:
    """What a piece of tests.bench.work answers from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.work", verb, *map(str, arguments)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=TIMEOUT,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
