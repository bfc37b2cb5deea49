"""Moving a sandbox's clock (section 3)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Input

from renewal_tui.operations.desk import Desk
from renewal_tui.operations.move_clock import Clock, ClockMove, ClockPlan, clock
from renewal_tui.ui.dialogs.ask import AskText, input_field
from renewal_tui.ui.dialogs.base import paragraph
from renewal_tui.ui.dialogs.operation import OperationDialog


class ClockDialog(OperationDialog[ClockPlan, Clock]):
    """Ask for a time, or for a step; enter moves the clock."""

    DEFAULT_CLASSES = "small"
    NOTICE = "wrong"
    BUTTONS = AskText.BUTTONS
    CHANGED = "The clock was moved meanwhile: this is where it stands. Nothing was changed."

    def __init__(self, desk: Desk, *, step: bool) -> None:
        super().__init__(desk)
        self._step = step
        self._stands = clock(desk).now

    def operation(self) -> ClockMove:
        """Move it to, or on by, what is typed."""
        text = self.query_one(Input).value.strip()
        return ClockMove(by=text) if self._step else ClockMove(to=text)

    def heading(self) -> str:
        """Where it stands."""
        verb = "Advance" if self._step else "Set"
        return f"{verb} the sandbox clock: it stands at {self._stands}"

    def body(self) -> Iterable[Widget]:
        """The field."""
        if self._step:
            yield input_field("By", "1d", "10d, 3h or 30m")
        else:
            yield input_field("To", self._stands, "2026-11-23 00:00")

    def on_input_changed(self) -> None:
        """What is typed is looked at; what is wrong with it is told when it is entered."""
        self.notice = ""
        self.plan_anew()
        self.say("#wrong", "")

    def has_new_figures(self) -> bool:
        """Whether it stands elsewhere: what is typed is known to whoever types it."""
        before, self._stands = self._stands, clock(self.desk).now
        return self._stands != before

    def show_plan(self) -> None:
        """Show where it stands, and what is wrong with what is typed."""
        self.say("#heading", paragraph([self.heading()]))
        self.say("#wrong", self.notice)

    def action_submit(self) -> None:
        """Move it, unless something is wrong with what is typed."""
        self.say("#wrong", self.notice)
        self.carry_out(self.operation(), self.shown)
