"""Taking back what this operator did last: what it was, and a yes [R33]."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from renewal_tui.domain.words import undone_lines
from renewal_tui.operations.outcomes import Undone
from renewal_tui.operations.undo import Undo
from renewal_tui.ui.dialogs.base import label, paragraph
from renewal_tui.ui.dialogs.operation import OperationDialog


class UndoDialog(OperationDialog[Undone, Undone]):
    """Says what would be taken back before it is."""

    DEFAULT_CLASSES = "small"
    CHANGED = "Something has changed: this is what would be taken back now. Nothing was changed."
    PART_DONE = "A part is taken back; what is left is shown."
    BUTTONS = (("No  n", "cancel"), ("Undo  y", "undo"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "undo", show=False),
        Binding("n", "cancel", show=False),
    ]

    def heading(self) -> str:
        """What is asked."""
        return "Undo what you did last?"

    def operation(self) -> Undo:
        """Take it back."""
        return Undo()

    def body(self) -> Iterable[Widget]:
        """What it was."""
        yield label("", id="what")

    def show_plan(self) -> None:
        """Show what would be taken back, and what not."""
        seen = self.seen
        lines: list[str] = []
        if seen is not None:
            lines = undone_lines(
                len(seen.changed), seen.cancelled, seen.paid, len(seen.skipped), would=True
            )
            lines += [f"{one.instance_id}: {one.reason}" for one in seen.skipped[:8]]
        self.say("#what", paragraph(lines))
        self.say("#notice", self.notice)
        self.offer("#undo", offered=bool(seen and (seen.changed or seen.cancelled)))

    def action_undo(self) -> None:
        """Take it back."""
        if self.seen and (self.seen.changed or self.seen.cancelled):
            self.notice = ""
            self.carry_out(self.operation(), self.shown, "Undoing")
