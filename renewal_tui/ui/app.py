"""The application: themes, the one main screen, keys typed too early, and leaving in good order."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App

from renewal_tui.operations.desk import Desk
from renewal_tui.ui.screens.main import MainScreen
from renewal_tui.ui.themes import THEMES

if TYPE_CHECKING:
    from renewal_tui.ui.dialogs.progress import Progress


class RenewalApp(App[None]):
    """Holds one main screen over one store."""

    TITLE = "Renewal management"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        str(Path(__file__).parent / "screens" / "main.tcss"),
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
    ) -> None:
        super().__init__(ansi_color=ansi)
        self.desk = desk
        self.read_only = read_only
        self.ascii_only = ascii_only
        self.leaving: int | None = None
        self._notices = notices
        self.animation_level = "none"
        for known in THEMES:
            self.register_theme(known)
        self.theme = theme

    def get_default_screen(self) -> MainScreen:
        """The main screen."""
        return MainScreen(self.desk, read_only=self.read_only, ascii_only=self.ascii_only)

    def on_mount(self) -> None:
        """Tell what the operator must know first."""
        for notice in self._notices:
            self.notify(notice, timeout=12, markup=False)

    async def on_event(self, event: events.Event) -> None:
        """Ignore keys that were typed before a dialog could be seen.

        A key that the screen below was given comes back here when that screen has no use for it;
        by then a dialog may be open, and its bindings must not see that key either.
        """
        if isinstance(event, events.Key):
            too_early = getattr(self.screen, "too_early", None)
            if too_early is not None and too_early(event):
                return
        await super().on_event(event)

    @property
    def progress(self) -> Progress | None:
        """The dialog of the operation that is under way, if one is."""
        from renewal_tui.ui.dialogs.progress import Progress

        return next((one for one in self.screen_stack if isinstance(one, Progress)), None)

    async def action_quit(self) -> None:
        """Leave, after an operation that is under way."""
        self.leave(0)

    def action_help_quit(self) -> None:
        """Say how to leave to whoever pressed ctrl+c."""
        self.notify("q leaves; esc closes a dialog.", markup=False)

    def leave(self, status: int) -> None:
        """End with an exit status; an operation under way is waited for, never cut off."""
        self.leaving = status
        self.leave_if_idle()

    def leave_if_idle(self) -> None:
        """End now if the end is wanted and nothing is under way."""
        if self.leaving is None:
            return
        progress = self.progress
        if progress is not None:
            progress.leave_after()
            self.set_timer(0.1, self.leave_if_idle)
        else:
            self.exit(return_code=self.leaving)
