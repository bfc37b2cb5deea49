"""The application: themes, the one main screen, keys typed too early, and leaving in good order."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePath
from typing import Any, ClassVar
from weakref import ref

from textual import events
from textual.driver import Driver
from textual.notifications import SeverityLevel
from textual.screen import Screen

from renewal_tui.domain.text import printable
from renewal_tui.operations.desk import Desk
from renewal_tui.ui.dialogs.seen import Seen
from renewal_tui.ui.error_boundary import ErrorBoundary
from renewal_tui.ui.jobs import UnderWay
from renewal_tui.ui.main.screen import MainScreen
from renewal_tui.ui.textual_private import MarkingDriver, QuietlyFailing
from renewal_tui.ui.themes import THEMES, Styles

KEYS_KEPT = 1024
"""More keys than are ever on their way at once."""


def _pasted(text: str) -> str:
    """The lines of what was pasted, without the characters that no key types.

    A field shows what it holds as it is, to a terminal that may obey it. Most take the first line.
    """
    lines = text.expandtabs(1).splitlines()
    return "\n".join(
        "".join(one for one in line if unicodedata.category(one)[0] != "C") for line in lines
    )


class RenewalApp(ErrorBoundary, QuietlyFailing):
    """Holds one main screen over one store."""

    TITLE = "Renewal management"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        str(Path(__file__).parent / "main" / "main.tcss"),
        # Not with the first dialog: that one would be laid out before it has them.
        str(Path(__file__).parent / "dialogs" / "dialogs.tcss"),
    ]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = []
    # A tooltip or a highlighted link would be chrome that nobody asked for.
    TOOLTIP_DELAY = 3600.0
    ESCAPE_TO_MINIMIZE = False

    def __init__(
        self,
        desk: Desk,
        *,
        read_only: bool,
        ascii_only: bool,
        theme: str,
        ansi: bool | None,
        notices: tuple[str, ...] = (),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`monotonic` is the clock that the times of keys are from, in seconds."""
        super().__init__(ansi_color=ansi)
        self.monotonic = monotonic
        self.desk = desk
        self.read_only = read_only
        self.ascii_only = ascii_only
        self._typed: deque[tuple[events.Key, ref[Screen[Any]]]] = deque(maxlen=KEYS_KEPT)
        self._notices = notices
        self._event_loop: asyncio.AbstractEventLoop | None = None
        self.animation_level = "none"
        self.set_class(ascii_only, "-ascii")
        for known in THEMES:
            self.register_theme(known)
        self.theme = theme
        self.stylesheet = Styles(self.get_css_variables())

    def get_driver_class(self) -> type[Driver]:
        """The usual one, but on a terminal one that tells what it has written."""
        usual = super().get_driver_class()
        return MarkingDriver if issubclass(MarkingDriver, usual) else usual

    def get_default_screen(self) -> MainScreen:
        """The main screen."""
        return MainScreen(self.desk, read_only=self.read_only, ascii_only=self.ascii_only)

    def on_mount(self) -> None:
        """Tell what the operator must know first."""
        self._event_loop = asyncio.get_running_loop()
        for notice in self._notices:
            self.notify(notice, timeout=12, markup=False)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a notice as text: the names and paths in it are data."""
        text = printable(message)
        super().notify(text, title=title, severity=severity, timeout=timeout, markup=markup)

    async def on_event(self, event: events.Event) -> None:
        """Ignore keys that were not meant for the screen that would take them."""
        if isinstance(event, events.Paste):
            event.text = _pasted(event.text)
        if isinstance(event, events.Key):
            if self._is_stray(event):
                return
            if not event.is_forwarded and await self._begins_search(event):
                return
        screen = self.screen if isinstance(event, events.InputEvent) else None
        if isinstance(screen, Seen):
            screen.input_at = event.time
        await super().on_event(event)

    def _is_stray(self, key: events.Key) -> bool:
        """Whether a key was typed before a dialog could be seen, or on a screen that is gone.

        A key goes to the screen first and comes back here when that had no use for it. Meanwhile
        a dialog may have opened or closed, and the other screen must not take the key as its own.
        """
        if key.is_forwarded:
            return not any(
                one is key and typed_on() is self.screen for one, typed_on in self._typed
            )
        self._typed.append((key, ref(self.screen)))
        screen = self.screen
        return isinstance(screen, Seen) and screen.too_early(key)

    async def _begins_search(self, key: events.Key) -> bool:
        """Whether a key is the slash that begins a search.

        It is opened here, before the next key is looked at: what is typed after the slash belongs
        to the search, and must not reach the table as commands.
        """
        screen = self.screen
        if key.key != "slash" or not isinstance(screen, MainScreen):
            return False
        return await screen.tab.open_search()

    @property
    def progress(self) -> UnderWay | None:
        """The dialog of the operation that is under way, if one is."""
        return next((one for one in self.screen_stack if isinstance(one, UnderWay)), None)

    async def action_quit(self) -> None:
        """Leave, after an operation that is under way."""
        self.leave(0)

    def action_help_quit(self) -> None:
        """Say how to leave to whoever pressed ctrl+c."""
        self.notify("q leaves; esc closes a dialog.", markup=False)

    def leave(self, status: int) -> None:
        """End with an exit status; an operation under way is waited for, never cut off."""
        progress = self.progress
        if progress is not None:
            progress.leave_after()
            self.set_timer(0.1, partial(self.leave, status))
        else:
            self.exit(return_code=status)

    def leave_soon(self, status: int) -> None:
        """End with an exit status; for another thread to say, which never waits for this one."""
        if self._event_loop is not None:
            self._event_loop.call_soon_threadsafe(self.leave, status)
