"""Counts a large fleet in a thread: keys never wait for it, and the next question interrupts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from copy import deepcopy

from textual.message import Message

from renewal_tui.errors import DeskError
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.fleet import FleetSource
from renewal_tui.ui.screens.reading import Figures, read_figures
from renewal_tui.ui.view import View


class Counting:
    """One count under way at a time, on a connection of its own."""

    class Counted(Message):
        """The figures are there."""

        def __init__(self, figures: Figures, question: int) -> None:
            self.figures = figures
            self.question = question
            super().__init__()

    class Found(Message):
        """A list that took a while to count is ready to be shown."""

        def __init__(self, source: FleetSource, question: int) -> None:
            self.source = source
            self.question = question
            super().__init__()

    class GivenUp(Message):
        """The store was busy: it has to be asked again."""

        def __init__(self, question: int) -> None:
            self.question = question
            super().__init__()

    def __init__(self, desk: Desk, post: Callable[[Message], object]) -> None:
        self._desk = desk
        self._post = post
        self.question = 0
        """The number of the latest question; an answer to an earlier one is out of date."""

    def ask(self, view: View, source: FleetSource | None = None) -> None:
        """Count anew for this view; what was being counted is given up.

        `source` is a list that takes a while: it is made ready first, and nobody else may use it
        until it comes back.
        """
        self.give_up()
        asked = deepcopy(view)
        threading.Thread(
            target=self._count, args=(asked, source, self.question), name="counting", daemon=True
        ).start()

    def give_up(self) -> None:
        """Stop counting; no answer to an earlier question will be taken."""
        self.question += 1

    def _count(self, view: View, source: FleetSource | None, question: int) -> None:
        store = self._desk.store
        try:
            with store.engine.stoppable(lambda: question != self.question):
                if source is not None:
                    source.prepare()
                    self._post(self.Found(source, question))
                figures = read_figures(self._desk, view)
        except DeskError:
            self._post(self.GivenUp(question))
        else:
            self._post(self.Counted(figures, question))
        finally:
            store.close()
