"""What has been on the screen long enough to be read: only that can be answered [R21]."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import Any, Generic, TypeVar

from textual import events
from textual.message import Message
from textual.screen import ModalScreen

from renewal_tui.ui.textual_private import after_writing

ResultT = TypeVar("ResultT")

READ_SECONDS = 0.15
"""How long figures must have stood on the terminal before an answer to them can be meant."""

TOO_SOON = "Not taken: these figures had only just been shown. Read them, then press it again."


class Seen(ModalScreen[ResultT], Generic[ResultT]):
    """A page that knows since when it, and the figures on it, can be seen.

    That is when they were written to the terminal: one that nobody reads, or that a slow line
    keeps waiting, has not shown them.
    """

    class Painted(Message):
        """Everything up to this turn of the page has been written."""

        def __init__(self, turn: int, at: float) -> None:
            self.turn = turn
            self.at = at
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self.painted_at = math.inf
        """Since when the page can be seen; keys from before that are not for it."""
        self.figures_at = math.inf
        """Since when the figures that it shows now can be seen."""
        self.input_at = -math.inf
        """When the key or click came that is being answered."""
        self._turn = 0

    def look_again(self) -> None:
        """Take no key before what has changed by itself was painted."""
        self.painted_at = math.inf
        self.figures_changed()

    def figures_changed(self) -> None:
        """Take no answer to the figures before they could be read; other keys count as ever."""
        self.figures_at = math.inf
        self._turn += 1
        # By way of the app, so that what is changed in this turn asks to be drawn before that.
        self.app.call_later(self.call_after_refresh, self._drawn, self._turn)

    def _drawn(self, turn: int) -> None:
        app: Any = self.app
        after_writing(app, lambda: self.post_message(self.Painted(turn, app.monotonic())))

    def on_seen_painted(self, message: Painted) -> None:
        """Note since when it can be seen, unless something else has to be by now."""
        message.stop()
        if message.turn == self._turn:
            self.figures_at = message.at
            if self.painted_at == math.inf:
                self.painted_at = message.at

    def too_early(self, event: events.Key) -> bool:
        """Whether a key was typed before the page was painted."""
        return event.time <= self.painted_at

    def may_answer(self) -> bool:
        """Whether what is being answered could be read when the key or click came; else it is told.

        Every action that moves money, or cancels or switches something, asks this first.
        """
        if self.input_at >= self.figures_at + READ_SECONDS:
            return True
        self.tell(TOO_SOON)
        return False

    @abstractmethod
    def tell(self, text: str) -> None:
        """Show a notice on the page."""
