"""A program on a pty: a key is sent, and what it writes is taken down with the time it came."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pyte

from tests.bench.processes import environment
from tests.stores import ROOT

COLUMNS, LINES = 120, 40
START_TIMEOUT = 120.0
QUIET = 0.12
"""Seconds without a byte after which a screen has settled after a key."""
QUIET_AT_START = 1.0
COUNTED_LINES = 2
"""The tabs and the status line say how many there are."""


class Written(NamedTuple):
    """What a program wrote: pieces with the second each came, counted from the key."""

    pieces: list[tuple[float, bytes]]

    @property
    def seconds(self) -> float:
        """When the last of it came."""
        return self.pieces[-1][0] if self.pieces else 0.0

    @property
    def size(self) -> int:
        """How many bytes it was."""
        return sum(len(data) for _, data in self.pieces)


Screens = list[tuple[float, tuple[str, ...]]]
"""The lines of a screen after each piece that was written, with the second it came."""


class FirstFrame(NamedTuple):
    """Seconds from the start of the process to its first full screen; then to the last count.

    A screen is full once all but the lines that carry counts read as they still do when nothing
    comes any more: what takes long to count may be told later.
    """

    full: float
    settled: float
    size: int


def _other_lines(screen: Sequence[str], last: Sequence[str]) -> int:
    return sum(one != other for one, other in zip(screen, last, strict=True))


class Session:
    """A child process on a pty of its own."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))

        def child() -> None:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self._start = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=environment(),
            preexec_fn=child,  # noqa: PLW1509 - this process has one thread
            close_fds=True,
        )
        os.close(slave)
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.master >= 0:
            os.close(self.master)

    def _taken(self, start: float, first: float, quiet: float) -> Written:
        """What comes: nothing for `first` seconds, or nothing for `quiet` after something."""
        pieces: list[tuple[float, bytes]] = []
        while select.select([self.master], [], [], quiet if pieces else first)[0]:
            try:
                data = os.read(self.master, 65536)
            except OSError:
                break
            pieces.append((time.perf_counter() - start, data))
        return Written(pieces)

    def first_frame(self) -> FirstFrame:
        """Wait for the first full screen, and until nothing comes any more."""
        written = self._taken(self._start, START_TIMEOUT, QUIET_AT_START)
        screens = self.screens(written)
        if not screens or self.process.poll() is not None:
            raise RuntimeError("nothing was drawn:\n" + "\n".join(self.screen.display))
        last = screens[-1][1]
        return FirstFrame(
            next(at for at, screen in screens if _other_lines(screen, last) <= COUNTED_LINES),
            next(at for at, screen in screens if screen == last),
            written.size,
        )

    def press(self, key: str, timeout: float = 1.0) -> Written:
        """Send a key; what is written until the screen has settled."""
        start = time.perf_counter()
        os.write(self.master, key.encode())
        return self._taken(start, timeout, QUIET)

    def press_until_without(self, key: str, word: str, timeout: float) -> Screens:
        """Send a key; each screen until one has settled that does not hold a word any more."""
        start = time.perf_counter()
        os.write(self.master, key.encode())
        found: Screens = []
        while written := self._taken(start, timeout, QUIET).pieces:
            found += self.screens(Written(written))
            if not any(word in line for line in found[-1][1]):
                break
        return found

    def screens(self, written: Written) -> Screens:
        """Let the emulator read what was written; the screen's lines after each piece of it."""
        found = []
        for at, data in written.pieces:
            self._stream.feed(data)
            found.append((at, tuple(self.screen.display)))
        return found

    def told(self, quiet: float) -> float:
        """Seconds until something is written of itself, at most so many."""
        start = time.perf_counter()
        select.select([self.master], [], [], quiet)
        return time.perf_counter() - start

    def ended_by(self, end: Callable[[], object]) -> float:
        """Seconds from what ends the process to its end, while nobody reads."""
        start = time.perf_counter()
        end()
        self.process.wait(START_TIMEOUT)
        return time.perf_counter() - start

    def hang_up(self) -> None:
        """Close the connection, as a dropped SSH session does."""
        os.close(self.master)
        self.master = -1

    def read_screen(self, written: Written) -> tuple[str, ...]:
        """Let the emulator read what was written; the screen's lines."""
        for _, data in written.pieces:
            self._stream.feed(data)
        return tuple(self.screen.display)

    def resident_mb(self) -> float:
        """The memory that the process holds now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text("ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("the process has ended")


def console(store: Path) -> list[str]:
    """The arguments that open the console on a store."""
    return ["-m", "renewal_tui", "--database", str(store), "open"]


def data_table(rows: int) -> list[str]:
    """The arguments that open Textual's own table with so many rows."""
    return ["-m", "tests.bench.floor_datatable", str(rows)]


def bare_widget() -> list[str]:
    """The arguments that open the least that repaints two lines at a key."""
    return ["-m", "tests.bench.floor_widget"]
