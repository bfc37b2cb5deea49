"""Work that may take long: a thread that reports by messages, and can be asked to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol, runtime_checkable

from textual.message import Message

from renewal_tui.operations.desk import Desk
from renewal_tui.operations.watch import Watch

OPERATION = "operation"
"""The name of the threads that do the work: by it the watchdog knows that one is under way."""


@runtime_checkable
class UnderWay(Protocol):
    """What stands on the screen while an operation is under way."""

    def leave_after(self) -> None:
        """Say that the console ends when the operation is over."""
        ...


class Job(Watch):
    """One operation under way. It is never cancelled, only asked to stop between commits."""

    class Progress(Message):
        """So many rows of so many are done."""

        def __init__(self, done: int, total: int) -> None:
            self.done = done
            self.total = total
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only the latest progress matters when messages flood."""
            return isinstance(message, Job.Progress)

    class Ended(Message):
        """The work is over: an answer, or an error."""

        def __init__(self, job: Job) -> None:
            self.job = job
            super().__init__()

    def __init__(self, desk: Desk, work: Callable[[Watch], Any]) -> None:
        self._desk = desk
        self._work = work
        self._stop = threading.Event()
        self._post: Callable[[Message], object] = lambda _: None  # nobody listens yet
        self.answer: Any = None
        self.error: Exception | None = None

    def start(self, post: Callable[[Message], object]) -> None:
        """Begin in a thread of its own; `post` takes the messages."""
        self._post = post
        threading.Thread(target=self._run, name=OPERATION, daemon=False).start()

    def _run(self) -> None:
        try:
            self._desk.store.engine.refuse_replaced()  # this thread opens it anew
            self.answer = self._work(self)
        except Exception as error:
            self.error = error
        finally:
            self._desk.store.close()
        self._post(self.Ended(self))

    def stop(self) -> None:
        """Ask it to stop before its next commit."""
        self._stop.set()

    def progress(self, done: int, total: int) -> None:
        """Pass progress on to the screen."""
        self._post(self.Progress(done, total))

    def stopped(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()
