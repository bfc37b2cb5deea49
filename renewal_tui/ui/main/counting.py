"""Counts a large fleet in a thread: keys never wait for it, and the next question interrupts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from textual.message import Message

from renewal_tui.errors import DeskError
from renewal_tui.operations.desk import Desk

Question = Callable[[Desk], Any]
"""What is to be counted, as a value: equal ones are asked once."""

Questions = Mapping[str, Question]
"""The questions of the tabs, by the tabs' names."""

Figures = dict[str, Any]
"""The answers, by the same names."""


def answer(desk: Desk, questions: Questions) -> Figures:
    """Count all of it at one moment; on a large fleet that takes longer than a key may."""
    with desk.store.reading():
        answers = {question: question(desk) for question in set(questions.values())}
        return {name: answers[question] for name, question in questions.items()}


class Counting:
    """One count under way at a time, on a connection of its own."""

    class Counted(Message):
        """The figures are there."""

        def __init__(self, figures: Figures, asked: int) -> None:
            self.figures = figures
            self.asked = asked
            super().__init__()

    class Prepared(Message):
        """What the tab could not read in a moment is ready to be shown."""

        def __init__(self, asked: int) -> None:
            self.asked = asked
            super().__init__()

    class GivenUp(Message):
        """The store was busy: it has to be asked again."""

        def __init__(self, asked: int) -> None:
            self.asked = asked
            super().__init__()

    def __init__(self, desk: Desk, post: Callable[[Message], object]) -> None:
        self._desk = desk
        self._post = post
        self.asked = 0
        """How often was asked; an answer to an earlier time is out of date."""

    def ask(self, questions: Questions, prepare: Callable[[], object] | None) -> None:
        """Prepare and then count anew; what was being counted is given up.

        What is prepared is nobody else's to use until `Prepared` comes.
        """
        self.give_up()
        threading.Thread(
            target=self._count, args=(questions, prepare, self.asked), name="counting", daemon=True
        ).start()

    def give_up(self) -> None:
        """Stop counting; no answer to an earlier question will be taken."""
        self.asked += 1

    def _count(
        self, questions: Questions, prepare: Callable[[], object] | None, asked: int
    ) -> None:
        store = self._desk.store
        try:
            with store.engine.stoppable(lambda: asked != self.asked):
                if prepare is not None:
                    prepare()
                    self._post(self.Prepared(asked))
                figures = answer(self._desk, questions)
        except DeskError:
            self._post(self.GivenUp(asked))
        else:
            self._post(self.Counted(figures, asked))
        finally:
            store.close()
