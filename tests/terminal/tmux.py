"""A console in a tmux of its own: keys go in by send-keys, capture-pane tells what is shown."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.terminal.terminal import ROOT, TIMEOUT

SOCKET = "renewal-tui-tests"
SESSION = "desk"

SHELL = ("sh", "-c", '"$@"; echo "ended with status $?"; read x', "sh")
"""What the operator comes back to, with the status of what was run."""

REST = 0.3
"""Seconds that a pane stays as it is before it is taken to be at rest."""


class Process:
    """A process that is not our child."""

    def __init__(self, number: str) -> None:
        self._command = Path(f"/proc/{number or 'none'}/cmdline")

    def ended(self, within: float = TIMEOUT) -> bool:
        """Whether it ends in time; one that only waits for its parent to notice has ended."""
        end = time.monotonic() + within
        while self._command.exists() and self._command.read_bytes():
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True


class Tmux:
    """A server on a private socket, with one session of one pane of 80x24."""

    def __init__(self, arguments: list[str], *, columns: int = 80, lines: int = 24) -> None:
        # A folder with a short name: the path of a socket has a limit.
        self._folder = Path(tempfile.mkdtemp(prefix="tmux-"))
        self._arguments = arguments
        self._size = ("-x", str(columns), "-y", str(lines))

    def __enter__(self) -> Tmux:
        """Start the server and the console."""
        program = (sys.executable, "-m", "renewal_tui", *self._arguments)
        options = ("set-option", "-g", "status", "off", ";")
        session = ("new-session", "-d", "-s", SESSION, *self._size, "-c", str(ROOT))
        try:
            self.call("start-server", ";", *options, *session, *SHELL, *program)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End the server and whatever runs in it, and leave nothing behind."""
        try:
            server = Process(self._say("#{pid}"))
            self._run("kill-server")
            server.ended()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "TMUX_TMPDIR": str(self._folder), "LC_ALL": "C.UTF-8"}
        for name in ("TMUX", "TMUX_PANE"):
            environment.pop(name, None)
        return subprocess.run(
            ["tmux", "-L", SOCKET, "-f", os.devnull, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=TIMEOUT,
        )

    def call(self, *arguments: str) -> str:
        """Run a command of tmux; what it says."""
        done = self._run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _say(self, words: str) -> str:
        return self._run("display-message", "-p", "-t", SESSION, words).stdout.strip()

    @property
    def text(self) -> str:
        """What the pane shows."""
        return self.call("capture-pane", "-p", "-t", SESSION)

    @property
    def size(self) -> str:
        """Columns and lines of the pane."""
        return self._say("#{pane_width}x#{pane_height}")

    @property
    def process(self) -> Process:
        """The console."""
        shell = self._say("#{pane_pid}")
        return Process(Path(f"/proc/{shell}/task/{shell}/children").read_text().strip())

    def keys(self, *names: str) -> None:
        """Press keys by their names, at once."""
        self.call("send-keys", "-t", SESSION, *names)

    def words(self, text: str) -> None:
        """Type a text as it is."""
        self.call("send-keys", "-t", SESSION, "-l", text)

    def wait_for(self, *wanted: str, gone: str | None = None) -> str:
        """Look until the pane, at rest, says all of it (and no longer what is to be gone).

        A dialog takes keys only once it has been painted, and an answer to its figures only once
        these could be read: a moment later than they can be seen here.
        """
        end = time.monotonic() + TIMEOUT
        before, since = "", time.monotonic()
        while (now := time.monotonic()) < end:
            if (text := self.text) != before:
                before, since = text, now
            said = all(one in text for one in wanted) and (gone is None or gone not in text)
            if said and now - since > REST:
                return text
            time.sleep(0.05)  # each look is a process
        raise AssertionError(f"never said {wanted!r} without {gone!r}:\n{self.text}")

    def press(self, *names: str) -> None:
        """Press keys one after the other, each when the pane has come to rest."""
        for name in names:
            self.keys(name)
            self.wait_for()
