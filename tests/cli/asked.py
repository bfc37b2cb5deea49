"""A process on a pseudo-terminal that asks a question, for the tests of what answers it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time

from tests.stores import ROOT

TIMEOUT = 60.0
"""Seconds that a slow machine gets before a test gives up waiting."""


class Asked:
    """A Python process on a terminal of its own, which may ask."""

    def __init__(self, *command: str) -> None:
        self.master, self._slave = pty.openpty()
        self.seen = b""
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
        )

    def wait_for(self, wanted: bytes) -> bytes:
        """Read until it has said something."""
        end = time.monotonic() + TIMEOUT
        while wanted not in self.seen and time.monotonic() < end:
            if select.select([self.master], [], [], 0.2)[0]:
                self.seen += os.read(self.master, 65536)
        assert wanted in self.seen, self.seen
        return self.seen

    def __enter__(self) -> Asked:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self._slave)
