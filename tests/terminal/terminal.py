"""A console on a real pty: keys go in, a terminal emulator reads what comes out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyte

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 20.0
"""Seconds that a slow machine gets before a test gives up waiting for a screen."""


class Terminal:
    """A child process on a pty of its own, with a screen that can be read as text."""

    def __init__(
        self,
        arguments: list[str],
        *,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
        ignore_hangup: bool = False,
    ) -> None:
        self.master, self.slave = pty.openpty()
        columns, lines = size
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.before: list[Any] = termios.tcgetattr(self.slave)
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()

        def child() -> None:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            signal.signal(signal.SIGHUP, signal.SIG_IGN if ignore_hangup else signal.SIG_DFL)

        self.process = subprocess.Popen(
            [sys.executable, "-m", "renewal_tui", *arguments],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm-256color", **(environment or {})},
            preexec_fn=child,  # noqa: PLW1509 - no thread runs in a test yet
            close_fds=True,
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for descriptor in (self.master, self.slave):
            if descriptor >= 0:
                os.close(descriptor)

    def read(self, seconds: float = 0.1) -> bytes:
        """Take in what was written until nothing more came for a while."""
        taken = b""
        while select.select([self.master], [], [], seconds)[0]:
            try:
                data = os.read(self.master, 65536)
            except OSError:
                break
            if not data:
                break
            taken += data
            self.raw += data
            self._stream.feed(data)
        return taken

    @property
    def text(self) -> str:
        """The screen as it can be read."""
        return "\n".join(self.screen.display)

    def wait_for(self, wanted: str | Callable[[str], bool]) -> str:
        """Read until the screen says something; fails with the screen when it never does."""
        said = (lambda text: wanted in text) if isinstance(wanted, str) else wanted
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.read(0.05)
            if said(self.text):
                return self.text
        raise AssertionError(f"never said {wanted!r}:\n{self.text}")

    def type(self, keys: str) -> None:
        """Send keys at once, without waiting between them."""
        os.write(self.master, keys.encode())

    def press(self, *keys: str) -> None:
        """Send keys one after the other, each after the screen has settled."""
        for key in keys:
            self.type(key)
            self.read(0.15)

    def ended(self, within: float) -> int | None:
        """The exit status, if the process ends in time while somebody reads; else None."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            if self.master >= 0:
                self.read(0.02)
            else:
                time.sleep(0.02)
            if (status := self.process.poll()) is not None:
                return status
        return None

    def hang_up(self) -> None:
        """Close the connection, as a dropped SSH session does."""
        os.close(self.slave)
        self.slave = -1
        os.close(self.master)
        self.master = -1
