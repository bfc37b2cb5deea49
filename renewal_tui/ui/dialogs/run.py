"""Running the engine by hand: what is due, for how much, and a yes [R8, R21]."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from renewal_tui.operations.accounts import list_accounts
from renewal_tui.operations.auto_renew import AutomaticRun
from renewal_tui.operations.outcomes import Ran
from renewal_tui.ui.dialogs.base import label
from renewal_tui.ui.dialogs.operation import OperationDialog
from renewal_tui.ui.dialogs.result import run_text


class RunDialog(OperationDialog[Ran, Ran]):
    """Says what is due before it is renewed; where nothing is, it answers with that at once."""

    DEFAULT_CLASSES = "small"
    CHANGED = "What is due has changed: this is how it is now. Nothing was charged."
    PART_DONE = "A part is done; what is left is shown."
    BUTTONS = (("No  n", "cancel"), ("Run it  y", "run"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "run", show=False),
        Binding("n", "cancel", show=False),
    ]

    def heading(self) -> str:
        """What is asked."""
        return "Run the engine now?"

    def operation(self) -> AutomaticRun:
        """Renew what is due today."""
        return AutomaticRun()

    def is_large(self) -> bool:
        """Nobody knows how much is due."""
        return True

    def body(self) -> Iterable[Widget]:
        """What is due."""
        yield label("Looking what is due ...", id="due")

    def show_plan(self) -> None:
        """Show what would be renewed, and what would fail."""
        seen = self.seen
        if seen is not None and (seen.refused or not (seen.renewed or seen.failed)):
            self.dismiss(seen)
            return
        if seen is not None:
            currencies = {one.currency for one in list_accounts(self.desk)}
            self.say("#due", run_text(seen, currencies))
        self.say("#notice", self.notice)
        self.offer("#run", offered=seen is not None)

    def action_run(self) -> None:
        """Run it."""
        self.notice = ""
        if self.seen is not None:
            self.carry_out(self.operation(), self.shown, "Running the engine")
