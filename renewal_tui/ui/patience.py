"""A screen that outlives a store in trouble: the trouble is told, and the last good page stays."""

from __future__ import annotations

from textual.message import Message
from textual.message_pump import MessagePump

from renewal_tui.errors import DeskError, StoreDamaged, StoreGone


def can_be_outlived(error: Exception) -> bool:
    """Whether the console can go on: not on a store that is damaged, or is another one now."""
    return isinstance(error, DeskError) and not isinstance(error, (StoreDamaged, StoreGone))


class Patient(MessagePump):
    """Tells what the store had against answering a key, a click or a callback, and goes on."""

    async def _dispatch_message(self, message: Message) -> None:
        # Textual ends the whole program for an error in the handler of a message.
        try:
            await super()._dispatch_message(message)
        except DeskError as error:
            if not can_be_outlived(error):
                raise
            self.app.notify(str(error), severity="error", markup=False)
