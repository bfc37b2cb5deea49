"""Counts a large fleet in a thread: keys never wait for it, and the next question interrupts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from textual.message import Message

from renewal_tui.errors import DeskError
from renewal_tui.operations.desk import Desk
from renewal_tui.ui.tabs.tab import Question

Figures = dict[str, Any]
"""What was counted for the tabs, by their names."""


def answer(desk: Desk, questions: Mapping[str, Question]) -> Figures:
    """Count all of it at one moment; on a large fleet that takes longer than a key may."""
    with desk.store.reading():
        answers = {one: one[0](desk, *one[1:]) for one in set(questions.values())}
        return {name: answers[question] for name, question in questions.items()}


class Counting:
    """One count under way at a time, on a connection of its own."""

    class Answered(Message):
        """The figures are there; without any, then what the tab could not read in a moment is.

        With `trouble` the store was busy: it has to be asked again.
        """

        def __init__(self, asked: int, figures: Figures | None = None, *, trouble: bool = False):
            self.asked = asked
            self.figures = figures
            self.trouble = trouble
            super().__init__()

    def __init__(self, desk: Desk, post: Callable[[Message], object]) -> None:
        self._desk = desk
        self._post = post
        # What is given up ends first: threads side by side would each keep memory of their own.
        self._turn = threading.Lock()
        self.asked = 0
        """How often was asked; an answer to an earlier time is out of date."""

    def ask(
        self, questions: Mapping[str, Question], shown: str, prepare: Callable[[Any], object] | None
    ) -> None:
        """Count anew, and then prepare what rests on the shown tab's figures.

        What was being counted is given up. What is prepared is nobody else's to use until
        `Answered` comes.
        """
        self.give_up()
        ready = None if prepare is None else lambda figures: prepare(figures[shown])
        threading.Thread(
            target=self._count, args=(questions, ready, self.asked), name="counting", daemon=True
        ).start()

    def give_up(self) -> None:
        """Stop counting; no answer to an earlier question will be taken."""
        self.asked += 1

    def _count(
        self,
        questions: Mapping[str, Question],
        prepare: Callable[[Figures], object] | None,
        asked: int,
    ) -> None:
        with self._turn:
            if asked == self.asked:
                self._post(self._answered(questions, prepare, asked))

    def _answered(
        self,
        questions: Mapping[str, Question],
        prepare: Callable[[Figures], object] | None,
        asked: int,
    ) -> Answered:
        store = self._desk.store
        try:
            with store.engine.stoppable(lambda: asked != self.asked):
                store.engine.use_little_memory()
                figures = answer(self._desk, questions)
                found = self.Answered(asked, figures)
                if prepare is None:
                    return found
                self._post(found)
                prepare(figures)
                return self.Answered(asked)
        except DeskError:
            return self.Answered(asked, trouble=True)
        finally:
            store.close()
