"""The private parts of Textual 8.2 that the console reaches for: all of them, and only here.

Each has a reason and says what to do when it moves; `tests/ui/test_textual_private.py` notices.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, TextIO

from textual.app import App
from textual.binding import Binding
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Region, Size
from textual.message import Message
from textual.message_pump import MessagePump
from textual.scroll_view import ScrollView
from textual.widget import Widget


class Outlives(MessagePump):
    """A message pump that goes on after some of its handlers' errors.

    Textual ends the whole program for an error in the handler of a message, and has no hook before
    that. When `_dispatch_message` moves: override whatever calls the handlers of one message.
    """

    def outlives(self, error: Exception) -> bool:
        """Whether to go on; it is told here what was wrong."""
        del error
        return False

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if not self.outlives(error):
                raise


class QuietlyFailing(Outlives, App[None]):
    """An app that prints nothing of its own when it fails: whoever started it has the words.

    Textual's crash screen prints the values of local variables: names and money. When one of these
    moves: find what `App` does with an exception that nobody took, and print nothing there.
    """

    @property
    def unexpected(self) -> Exception | None:
        """The error that ended the console, if one did; it is for whoever started it to tell."""
        return self._exception

    def _handle_exception(self, error: Exception) -> None:
        if not self.outlives(error):  # of the answer of a dialog, which is no message
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()


class Repainted(ScrollView):
    """A widget that decides itself which of its cells are written to the terminal.

    Textual asks for the regions just before it paints them, and tells of a new size only after it
    has painted once in it: everything would be written twice. When one of these moves: look for
    what the compositor asks of a widget; without them all is right, but slow over a network.
    """

    def regions_to_paint(self, regions: Collection[Region]) -> Collection[Region]:
        """What is to be written of the regions that have to be painted."""
        return regions

    def about_to_paint_anew(self) -> None:
        """What a new size changes, called before anything is painted in it."""

    def _exchange_repaint_regions(self) -> Collection[Region]:
        return self.regions_to_paint(super()._exchange_repaint_regions())

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if changed:
            self.about_to_paint_anew()
        return changed


def bindings_of(widget: Widget, key: str) -> Iterable[Binding]:
    """What a key is bound to on a widget itself, merged over its classes.

    `active_bindings` goes through the whole screen for it. When `_bindings` moves: that does, too.
    """
    return widget._bindings.key_to_bindings.get(key, ())


class _Mark(str):
    """Nothing to be written: when it comes to the terminal's file, what was before it has been."""

    __slots__ = ("then",)
    then: Callable[[], object]


class _MarkedFile:
    """The terminal's file; it tells of each mark, in the thread that writes."""

    def __init__(self, file: TextIO) -> None:
        self.fileno, self.flush, self._file = file.fileno, file.flush, file

    def write(self, text: str) -> int:
        """Write a text, or see that all is written and tell of a mark."""
        if isinstance(text, _Mark):
            self.flush()
            text.then()
            return 0
        return self._file.write(text)


class MarkingDriver(LinuxDriver):
    """A driver that tells when what was drawn so far has been written to the terminal.

    Textual writes in a thread and has no way to ask how far that is. When `_file` or
    `_writer_thread` moves: look for what is written to the terminal, and by whom.
    """

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._file: Any = _MarkedFile(self._file)

    def after_writing(self, then: Callable[[], object]) -> None:
        """Call it, in another thread, when all that was drawn before has been written."""
        mark = _Mark()
        mark.then = then
        if self._writer_thread is not None:
            self._writer_thread.write(mark)


def after_writing(app: App[Any], then: Callable[[], object]) -> None:
    """Call it when all that was drawn before has been written, perhaps in another thread."""
    driver = app._driver
    if isinstance(driver, MarkingDriver):
        driver.after_writing(then)
    else:
        then()  # a screen that is only in memory


def write_to_terminal(app: App[Any], text: str) -> None:
    """Write a sequence that Textual has no method for (OSC 52, wrapped for tmux).

    When `_driver` moves: look for what `App.copy_to_clipboard` writes with.
    """
    if app._driver is not None:
        app._driver.write(text)
