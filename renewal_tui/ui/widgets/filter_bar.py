"""The filter bar: one line of fields, walked through by keys, and the search typed in its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message

from renewal_tui.ui.widgets.field import Field
from renewal_tui.ui.widgets.line_bar import LineBar


class FilterBar(LineBar, can_focus=True):
    """Fields to choose from; left and right walk, enter or space opens one, esc goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,shift+tab", "walk(-1)", show=False),
        Binding("right,tab", "walk(1)", show=False),
        Binding("enter,space,down", "open", show=False),
        Binding("escape,up", "leave", show=False),
    ]

    class Left(Message):
        """The operator goes back to the table."""

    at = 0

    def __init__(self, fields: Sequence[str], *, id: str) -> None:
        super().__init__(id=id)
        self._fields = fields

    @property
    def field(self) -> str:
        """The field that has the focus; empty when the bar has none."""
        return self._fields[self.at] if self.has_focus else ""

    def enter(self) -> None:
        """Take the focus, with the first field."""
        if not self.has_focus:
            self.at = 0
            self.focus()

    def action_walk(self, step: int) -> None:
        """Go to the next field."""
        self.at = (self.at + step) % len(self._fields)
        self.post_message(self.Moved())

    def action_open(self) -> None:
        """Open the field."""
        self.post_message(self.Picked(self, self._fields[self.at]))

    def action_leave(self) -> None:
        """Go back to the table."""
        self.post_message(self.Left())

    class Moved(Message):
        """Another field has the focus, or the bar has got or lost it."""

    @on(events.Focus)
    @on(events.Blur)
    def _focus_moved(self) -> None:
        self.post_message(self.Moved())


_HINT = "words, product:KEC, due:7, -not, or pasted ids; enter keeps it, esc takes it back"


class SearchInput(Field):
    """The search, typed in the filter bar's place; the list follows each key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", show=False),
        Binding("enter", "keep", show=False),
        Binding("down", "keep(False)", show=False),
        Binding("up", "earlier", show=False),
    ]

    class Ended(Message):
        """The search stays as it is typed, or is taken back to what it was."""

        def __init__(self, text: str, *, kept: bool, entered: bool = False) -> None:
            self.text = text
            self.kept = kept
            self.entered = entered
            super().__init__()

    def __init__(self, text: str, earlier: Sequence[str] = ()) -> None:
        """`earlier` searches are there to be brought back, the last one first."""
        super().__init__(text, placeholder=_HINT)
        self.before = text
        self._earlier = [one for one in earlier if one != text]
        self._at = -1

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines of what is pasted: a list of ids is one search."""
        event.stop()
        event.prevent_default()
        lines = filter(None, map(str.strip, event.text.splitlines()))
        self.replace(", ".join(lines), *self.selection)

    def action_earlier(self) -> None:
        """Bring an earlier search back; after the first one the last one again."""
        if self._earlier:
            self._at = (self._at + 1) % len(self._earlier)
            self.value = self._earlier[self._at]
            self.cursor_position = len(self.value)

    def action_give_up(self) -> None:
        """Take the search back."""
        self.post_message(self.Ended(self.before, kept=False))

    def action_keep(self, entered: bool = True) -> None:
        """Keep it."""
        self.post_message(self.Ended(self.value.strip(), kept=True, entered=entered))
