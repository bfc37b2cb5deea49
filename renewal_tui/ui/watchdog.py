"""Ends the console when its terminal goes away or it is told to end, within two seconds."""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from types import FrameType

from renewal_tui.ui.app import RenewalApp
from renewal_tui.ui.jobs import OPERATION

LOOK_EVERY = 0.5
GRACE = 1.0
"""Seconds that the screen gets to end by itself once no operation is under way."""

_STATUS = {signal.SIGHUP: 129, signal.SIGTERM: 143, signal.SIGINT: 130}


class Watchdog:
    """Watches from a thread of its own: the event loop may hang on a terminal nobody reads.

    A hang-up (told by a signal, or seen as POLLHUP where signals are ignored) and SIGTERM ask
    the app to leave; an operation under way is waited for; then, if the app cannot leave, the
    process ends. What was committed stays committed either way.
    """

    def __init__(self, app: RenewalApp) -> None:
        self.status: int | None = None
        self._app = app
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def __enter__(self) -> Watchdog:
        """Take the signals and start to look."""
        for number in (signal.SIGHUP, signal.SIGTERM):
            if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
                continue
            signal.signal(number, self._told)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop looking."""
        self._over.set()

    def _told(self, number: int, _: FrameType | None) -> None:
        self.status = self.status or _STATUS[signal.Signals(number)]

    def _watch(self) -> None:
        while not self._over.wait(0.05 if self.status is not None else LOOK_EVERY):
            if self.status is None and self._hung_up():
                self.status = _STATUS[signal.SIGHUP]
            if self.status is not None:
                self._end(self.status)
                return

    def _end(self, status: int) -> None:
        """Ask the app to leave; force it once nothing is under way and it has not."""
        # Posting may block when the loop's queue does; that must not hold up the watch.
        threading.Thread(target=self._app.leave_soon, args=(status,), daemon=True).start()
        idle_since = time.monotonic()
        while not self._over.wait(0.05):
            if _is_under_way():
                idle_since = time.monotonic()
            elif time.monotonic() - idle_since > GRACE:
                _restore_terminal()
                os._exit(status)

    @staticmethod
    def _hung_up() -> bool:
        try:
            poll = select.poll()
            for stream in (sys.__stdin__ or 0, sys.__stderr__ or 2):  # where it reads and draws
                poll.register(stream, select.POLLHUP | select.POLLERR)
            return any(
                event & (select.POLLHUP | select.POLLERR | select.POLLNVAL)
                for _, event in poll.poll(0)
            )
        except (OSError, ValueError):
            return True


def _is_under_way() -> bool:
    """Whether an operation is at work.

    Its dialog does not tell: on a terminal that nobody reads it is never taken off the screen.
    """
    return any(thread.name == OPERATION for thread in threading.enumerate())


def _restore_terminal() -> None:
    """Put the terminal back as far as it still listens, without ever waiting for it."""
    try:
        import termios

        descriptor = sys.__stderr__.fileno() if sys.__stderr__ else 2
        os.set_blocking(descriptor, False)
        os.write(descriptor, b"\x1b[?1049l\x1b[?25h\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?2004l")
        attributes = termios.tcgetattr(0)
        attributes[3] |= termios.ECHO | termios.ICANON | termios.ISIG
        attributes[0] |= termios.ICRNL
        termios.tcsetattr(0, termios.TCSANOW, attributes)
    except (OSError, ValueError, ImportError):
        return
