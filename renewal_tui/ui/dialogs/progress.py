"""An operation under way: keys wait, and after 300 ms a bar shows how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget

from renewal_tui.ui.dialogs.base import Dialog, label
from renewal_tui.ui.jobs import Job

SHOW_AFTER = 0.3
BAR = 40


class Progress(Dialog[Job]):
    """Stands over the screen while a job runs; answers with the job when it is over."""

    DEFAULT_CLASSES = "small"
    BUTTONS = (("Stop after this commit  esc", "stop"),)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", show=False),
        Binding("q", "app.quit", show=False),
    ]

    def __init__(
        self, title: str, job: Job, *, pass_on: Callable[[events.Key], None] | None = None
    ) -> None:
        super().__init__(title)
        self._job = job
        self._pass_on = pass_on
        self._over = False

    def body(self) -> Iterable[Widget]:
        """How far it is."""
        yield label("working ...", id="bar")
        yield label("", id="note", classes="dim")

    def on_mount(self) -> None:
        """Start the work; show the page only if it takes a while."""
        self.query_one("#page").display = False
        self.set_timer(SHOW_AFTER, self._show)
        self._job.start(self.post_message)

    def _show(self) -> None:
        self.query_one("#page").display = True

    def on_job_progress(self, message: Job.Progress) -> None:
        """Show how many rows are done."""
        message.stop()
        full = BAR * message.done // max(message.total, 1)
        bar = "#" * full + "." * (BAR - full)
        text = f"{bar}  {message.done:,} of {message.total:,}"
        self.say("#bar", text)

    def on_job_ended(self, message: Job.Ended) -> None:
        """The work is over; while the console ends there is nobody to tell."""
        message.stop()
        self._over = True
        self._close()

    def on_screen_resume(self) -> None:
        """Close if the work ended while something else stood above this."""
        self._close()

    def _close(self) -> None:
        if self._over and self.is_attached and self.app.is_running and self.is_current:
            self.dismiss(self._job)

    def on_key(self, event: events.Key) -> None:
        """Pass on what is typed for the page below, where that can still be changed."""
        if self._pass_on is not None and event.key not in ("escape", "q"):
            self._pass_on(event)

    def action_stop(self) -> None:
        """Ask the work to stop before its next commit; what is committed stays."""
        self._job.stop()
        self.say("#note", "stopping after the commit under way ...")

    def leave_after(self) -> None:
        """Say that the console ends when the operation is over."""
        self.query_one("#page").display = True
        self.say("#note", "the console ends when this operation is over")
