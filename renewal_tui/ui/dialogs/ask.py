"""Asking for a line of text, or for a yes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from renewal_tui.ui.dialogs.base import Dialog, label
from renewal_tui.ui.widgets.field import Field


def input_field(
    name: str, value: str, hint: str, *, id: str | None = None, safe: bool = True
) -> Widget:
    """A field of a dialog behind its name; the safe one has the focus at first."""
    field = Field(value, placeholder=hint, id=id, classes="safe" if safe else "")
    return Horizontal(label(name, classes="name"), field, classes="field")


class AskText(Dialog[str]):
    """Ask for a line of text; `why_not` says what is wrong with it, or nothing."""

    DEFAULT_CLASSES = "small"
    NOTICE = "wrong"
    BUTTONS = (("OK  enter", "submit"), ("Cancel  esc", "cancel"))

    def __init__(
        self,
        heading: str,
        name: str,
        why_not: Callable[[str], str | None],
        *,
        value: str = "",
        hint: str = "",
    ) -> None:
        super().__init__(heading)
        self._field = name
        self._why_not = why_not
        self._value = value
        self._hint = hint

    def body(self) -> Iterable[Widget]:
        """The field."""
        yield input_field(self._field, self._value, self._hint)

    def action_submit(self) -> None:
        """Answer with the text, unless something is wrong with it."""
        text = self.query_one(Input).value.strip()
        wrong = self._why_not(text)
        if wrong:
            self.tell(wrong)
        else:
            self.dismiss(text)


class Confirm(Dialog[bool]):
    """Ask for a yes; `y` and `n` answer, no has the focus."""

    DEFAULT_CLASSES = "small"
    NOTICE = "notice"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", show=False),
        Binding("n", "cancel", show=False),
    ]

    def __init__(self, heading: str, lines: str, *, yes: str = "Yes", no: str = "No") -> None:
        super().__init__(heading)
        self._lines = lines
        self._words = (yes, no)

    def body(self) -> Iterable[Widget]:
        """What it means."""
        yield label(self._lines)

    def on_mount(self) -> None:
        """Nothing is wrong yet."""
        self.tell("")

    def buttons(self) -> Iterable[tuple[str, str]]:
        """No first: it is the safe one."""
        return (f"{self._words[1]}  n", "cancel"), (f"{self._words[0]}  y", "yes")

    def action_yes(self) -> None:
        """Yes."""
        if self.may_answer():
            self.dismiss(True)
