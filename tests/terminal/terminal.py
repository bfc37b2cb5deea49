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
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TIMEOUT = 60.0
"""Seconds that a slow machine gets before a test gives up; how fast it is, the bench tells."""

UNBUFFERED = pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
"""What PYTHONUNBUFFERED says: where it says nothing, Python flushes once more at its end."""

READ = 0.3
"""Seconds without a byte after which what is there has been read; a dialog asks for half of it."""

CLOSED = -1
"""As stdin: there is none."""


class Terminal:
    """A child process on a pty of its own, with a screen that can be read as text."""

    def __init__(
        self,
        arguments: list[str],
        *,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str | None] | None = None,
        ignore_hangup: bool = False,
        stdin: int | None = None,
        stderr: int | None = None,
        umask: int = -1,
        module: str = "renewal_tui",
    ) -> None:
        """Start it; what is None in the environment is not in it, whatever it is here."""
        self.master, self.slave = pty.openpty()
        columns, lines = size
        self._set_size(columns, lines)
        self.before: list[Any] = termios.tcgetattr(self.slave)
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()

        around = {**os.environ, "TERM": "xterm-256color", **(environment or {})}

        def child() -> None:
            os.setsid()
            fcntl.ioctl(1, termios.TIOCSCTTY, 0)
            signal.signal(signal.SIGHUP, signal.SIG_IGN if ignore_hangup else signal.SIG_DFL)
            if stdin == CLOSED:
                os.close(0)

        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=self.slave if stdin in (None, CLOSED) else stdin,
            stdout=self.slave,
            stderr=self.slave if stderr is None else stderr,
            cwd=ROOT,
            env={name: value for name, value in around.items() if value is not None},
            umask=umask,
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

    def said(self) -> bytes:
        """All that was written by the time the process has ended."""
        self.read()
        return bytes(self.raw)

    def wait_for(self, *wanted: str | Callable[[str], bool]) -> str:
        """Read until the screen says all of it; fails with the screen when it never does."""
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            self.read(0.05)
            text = self.text
            if all(one in text if isinstance(one, str) else one(text) for one in wanted):
                return text
        raise AssertionError(f"never said {wanted!r}:\n{self.text}")

    def type(self, keys: str) -> None:
        """Send keys at once, without waiting between them."""
        os.write(self.master, keys.encode())

    def press(self, *keys: str) -> None:
        """Send keys one after the other, the first once the screen could be read."""
        self.read(READ)
        for key in keys:
            self.type(key)
            self.read(0.15)

    def ended(self, within: float = TIMEOUT) -> int | None:
        """The exit status, once the process ends while somebody reads; None if it does not."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            if self.master >= 0:
                self.read(0.02)
            else:
                time.sleep(0.02)
            if (status := self.process.poll()) is not None:
                return status
        return None

    def left(self) -> int | None:
        """The exit status, after q. A dialog that is just closing takes no key: then once more."""
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            self.type("q")
            if (status := self.ended(0.5)) is not None:
                return status
        return None

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size, and tell whoever runs on it."""
        self._set_size(columns, lines)
        self.screen.resize(lines, columns)

    def _set_size(self, columns: int, lines: int) -> None:
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, size)

    def fill(self) -> None:
        """Leave no room for what is to be written, as a line does that has come to a stop."""
        other = os.open(os.ttyname(self.slave), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        refused = 0
        while refused < 10:  # it moves what it holds to the reading side, and has room once more
            try:
                os.write(other, b"\0")
                refused = 0
            except BlockingIOError:
                refused += 1
                time.sleep(0.02)
        os.close(other)

    @property
    def full(self) -> bool:
        """Whether whoever writes to the terminal now must wait until somebody reads."""
        return not select.select([], [self.slave], [], 0)[1]

    @property
    def processor_seconds(self) -> float:
        """How long the process has kept a processor busy so far."""
        return _busy(Path(f"/proc/{self.process.pid}/stat"))

    @property
    def drawing_seconds(self) -> float:
        """How long the thread that draws has kept a processor busy so far."""
        pid = self.process.pid
        return _busy(Path(f"/proc/{pid}/task/{pid}/stat"))

    def hang_up(self) -> None:
        """Close the connection, as a dropped SSH session does."""
        os.close(self.slave)
        self.slave = -1
        os.close(self.master)
        self.master = -1


def _busy(stat: Path) -> float:
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
