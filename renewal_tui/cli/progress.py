"""Watches a long operation for whoever waits: progress on a terminal, and signals that stop it."""

from __future__ import annotations

import contextlib
import select
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any

from renewal_tui.cli.output import is_terminal
from renewal_tui.cli.state import ExitStatus

_EVERY = 0.1
"""Seconds between two progress lines."""

_STATUS = {signal.SIGINT: ExitStatus.INTERRUPTED, signal.SIGTERM: ExitStatus.TERMINATED}


class Terminated(BaseException):
    """SIGTERM came while nothing had to be finished first."""


def in_main_thread() -> bool:
    """Whether this thread may say what signals do."""
    return threading.current_thread() is threading.main_thread()


def raise_terminated(_number: int, _frame: FrameType | None) -> None:
    """End whatever is under way, as an interrupt from the keyboard does."""
    raise Terminated


class Progress(contextlib.AbstractContextManager["Progress"]):
    """Shows how far an operation has come, on stderr and only where a person reads it.

    What a stopped terminal would wait for is not shown: it is told in the midst of a transaction,
    too. Nothing stops it but an exception: for what changes nothing.
    """

    def __init__(self) -> None:
        self._shown = is_terminal(sys.stderr)
        self._next = 0.0
        self._length = 0

    def progress(self, done: int, total: int) -> None:
        """So many rows of so many are done."""
        if not self._shown or (time.monotonic() < self._next and done < total):
            return
        self._next = time.monotonic() + _EVERY
        text = f"{done:,} of {total:,}"
        if _show("\r" + text.ljust(self._length)):
            self._length = len(text)

    def stopped(self) -> bool:
        """Never."""
        return False

    def clear(self) -> None:
        """Take the progress off the terminal again."""
        if self._length and _show("\r" + " " * self._length + "\r"):
            self._length = 0

    def __exit__(self, *_: object) -> None:
        self.clear()


def _show(text: str) -> bool:
    """Show it, unless the terminal does not take it at once."""
    with contextlib.suppress(OSError):  # a terminal that goes away does not break the work off
        if not select.select([], [sys.stderr], [], 0)[1]:
            return False
        sys.stderr.write(text)
        sys.stderr.flush()
    return True


class Batch(Progress):
    """Watches an operation that changes something: a signal stops it between two commits.

    The commit under way is finished, so that what is answered is what was done. A second SIGINT
    breaks it off (and rolls the commit under way back).
    """

    def __init__(self) -> None:
        super().__init__()
        self._signal: signal.Signals | None = None
        self._before: dict[signal.Signals, Any] = {}

    @property
    def status(self) -> ExitStatus | None:
        """The exit status that the signal asks for, if one came."""
        return _STATUS[self._signal] if self._signal else None

    def stopped(self) -> bool:
        """Whether a signal came."""
        return self._signal is not None

    def _told(self, number: int, _: FrameType | None) -> None:
        if self._signal is signal.SIGINT and number == signal.SIGINT:
            raise KeyboardInterrupt
        if self._signal is None:
            self._signal = signal.Signals(number)

    def __enter__(self) -> Batch:
        if in_main_thread():
            for number in _STATUS:
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._told)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self.clear()
