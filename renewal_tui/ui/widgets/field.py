"""A field of one line that takes keys in the order in which they were typed."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.message import Message
from textual.widgets import Input

from renewal_tui.ui.textual_private import bindings_of


class Field(Input):
    """An input that does what a key is bound to as soon as the key comes to it.

    Textual writes a letter at once, but lets backspace, arrows and enter go up through the screen
    first. Of keys that come all together, as they do when a slow connection lets go, letters would
    overtake them: 10, backspace, 5 would be entered as 10.
    """

    class After(Message):
        """What was typed before it has been told: now is the time to do something."""

        def __init__(self, do: Callable[[], object]) -> None:
            self.do = do
            super().__init__()

    def __init__(
        self, value: str = "", *, placeholder: str = "", id: str | None = None, classes: str = ""
    ) -> None:
        super().__init__(value, placeholder=placeholder, id=id, classes=classes)
        self.cursor_blink = False  # a blinking cursor writes to the terminal all day

    async def on_key(self, event: events.Key) -> None:
        """Edit, move or enter, if that is what the key does here."""
        for binding in bindings_of(self, event.key):
            event.stop()
            event.prevent_default()
            await self.run_action(binding.action)
            return

    def after_typing(self, do: Callable[[], object]) -> None:
        """Post `After` behind the keys that wait here, and behind the changes they will make."""
        self.call_later(self.post_message, self.After(do))
