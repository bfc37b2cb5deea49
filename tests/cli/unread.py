"""A process whose answer nobody reads: it waits in its first write until the test is over."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

PIPE_BYTES = 4096
LIMIT = 120.0
"""Seconds after which something that was waited for is taken for never to come."""

_WRITE = {"1", "64"}
"""The number of write(2), by processor."""


def _full_pipe() -> tuple[int, int]:
    """A pipe that takes not one byte more."""
    reads, writes = os.pipe()
    fcntl.fcntl(writes, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    os.set_blocking(writes, False)
    with suppress(BlockingIOError):
        while True:
            os.write(writes, b".")
    os.set_blocking(writes, True)
    return reads, writes


def _is_writing(pid: int) -> bool:
    """Whether a process waits in a write to its standard output."""
    call = Path(f"/proc/{pid}/syscall").read_text(encoding="ascii").split()
    return len(call) > 1 and call[0] in _WRITE and call[1] == "0x1"


@contextmanager
def unread(path: Path, arguments: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """Call the program on a store; it has something to say, and waits until the end of this."""
    reads, writes = _full_pipe()
    try:
        with subprocess.Popen(
            [sys.executable, "-m", "renewal_tui", "--database", str(path), *arguments],
            cwd=path.parent,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=writes,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                _wait_until_it_writes(process)
                yield process
            finally:
                process.kill()
    finally:
        os.close(reads)
        os.close(writes)


def _wait_until_it_writes(process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + LIMIT
    while not _is_writing(process.pid):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, "it never wrote anything"
        time.sleep(0.01)
