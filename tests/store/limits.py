"""Limits to run into: a full disk, and a user without rights."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.stores import ROOT

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
