"""Helpers of the store's tests: small stores, limits to run into, and a user without rights."""

from __future__ import annotations

import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from renewal_tui.clock import parse_stamp
from renewal_tui.store.connection import Store, create_store

ROOT = Path(__file__).parents[2]
NOW = parse_stamp("2026-11-22T02:00:00Z")
NOBODY = 65534

_PRELUDE = f"""
import os, sys
from pathlib import Path
from renewal_tui import errors
from renewal_tui.clock import zone
from renewal_tui.store.connection import create_store, open_store
held = zone("Asia/Shanghai")
path = Path(sys.argv[1])
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
"""


def new_store(path: Path) -> Store:
    """Make a sandbox store at NOW."""
    return create_store(path, timezone="Asia/Shanghai", currency="CNY", sandbox_now=NOW)


def raw(path: Path, text: str, *values: object) -> list[tuple[Any, ...]]:
    """Run one statement as another program would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        return db.execute(text, values).fetchall()


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Stand in for a full disk: no file of this process can grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def as_plain_user(path: Path, script: str) -> str:
    """What a script prints when a user without rights runs it with `path`.

    Root may do everything, so root becomes nobody first, after the imports: the interpreter's own
    files may be root's.
    """
    done = subprocess.run(
        [sys.executable, "-c", _PRELUDE + script, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
