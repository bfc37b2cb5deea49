"""What the main screen does with the business day: moves a sandbox's clock, runs the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from renewal_tui.clock import local_text
from renewal_tui.errors import Changed, DeskError
from renewal_tui.operations import keyed, sandbox
from renewal_tui.operations.accounts import list_accounts
from renewal_tui.operations.desk import Watch, new_key
from renewal_tui.operations.documents import RunDocument
from renewal_tui.ui.jobs import Job

if TYPE_CHECKING:
    from renewal_tui.operations.shown import RunShown
    from renewal_tui.ui.screens.main import MainScreen as _Main

_PART_SHOWN = (
    "What is due has changed since it was shown: what was not shown was not charged. "
    "Run the engine again to see the rest."
)


class Day(_Main if TYPE_CHECKING else object):  # type: ignore[misc]
    """The actions of the main screen that move the clock or renew what is due."""

    def action_set_clock(self) -> None:
        """Move the sandbox's clock to a time."""
        self._ask_clock("Set the sandbox clock", "To", None, sandbox.set_clock)

    def action_advance_clock(self) -> None:
        """Move the sandbox's clock on."""
        self._ask_clock("Advance the sandbox clock", "By", "1d", sandbox.advance_clock)

    def _ask_clock(
        self, heading: str, name: str, value: str | None, move: Callable[..., object]
    ) -> None:
        from renewal_tui.ui.dialogs.ask import AskText

        shown = self.desk.now()
        stands = local_text(shown, self.desk.store.settings.timezone)

        def why_not(text: str) -> str | None:
            nonlocal shown
            try:
                move(self.desk, text, shown)
            except Changed as error:
                shown = self.desk.now()  # told by the error; the next enter moves it from there
                return str(error)
            except DeskError as error:
                return str(error)
            return None

        def took(text: str | None) -> None:
            if text is not None:
                self.action_refresh()
                now = sandbox.clock_document(self.desk)["now"]
                self.app.notify(f"The sandbox's clock stands at {now}.", markup=False)

        hint = "2026-11-23 00:00" if name == "To" else "10d, 3h or 30m"
        heading = f"{heading}: it stands at {stands}"
        self.open_dialog(AskText(heading, name, why_not, value=value or stands, hint=hint), took)

    def action_run_engine(self) -> None:
        """Renew what is due today, after a look at what that would be."""
        from renewal_tui.operations import auto_renew
        from renewal_tui.operations.due import RunOptions
        from renewal_tui.operations.shown import RunShown
        from renewal_tui.ui.dialogs.progress import Progress

        shown = RunShown()
        job = Job(
            self.desk, lambda _: auto_renew.dry_run(self.desk, RunOptions(), None, shown=shown)
        )

        def looked(ended: Job | None) -> None:
            if ended is None or ended.error is not None:
                self.complain(ended.error if ended else None)
            else:
                self._ask_to_run(ended.answer, shown)

        self.open_dialog(Progress("Looking what is due", job), looked)

    def _ask_to_run(self, found: RunDocument, shown: RunShown) -> None:
        from renewal_tui.ui.dialogs.ask import Confirm
        from renewal_tui.ui.dialogs.result import run_text

        if found["refused"] or not (found["renewed"] or found["failed"]):
            self._ran(found)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._run_as_shown(shown)

        text = run_text(found, {one.currency for one in list_accounts(self.desk)})
        self.open_dialog(Confirm("Run the engine now?", text, yes="Run it"), answered)

    def _run_as_shown(self, shown: RunShown) -> None:
        """Run it, unless something else is due by now than what was shown [R21]."""
        from renewal_tui.operations import auto_renew
        from renewal_tui.operations.due import RunOptions
        from renewal_tui.ui.dialogs.progress import Progress

        key = new_key()

        def work(watch: Watch) -> RunDocument:
            answer = auto_renew.run(self.desk, RunOptions(), key, watch=watch, shown=shown)
            keyed.acknowledge(self.desk, key)
            return answer

        def ran(ended: Job | None) -> None:
            if ended is None or ended.error is not None:
                self.complain(ended.error if ended else None)
                if ended is not None and isinstance(ended.error, Changed):
                    self.action_run_engine()
                return
            self._ran(ended.answer)
            if ended.answer["interrupted"] and not ended.stopped():
                self.complain(Changed(_PART_SHOWN))

        self.open_dialog(Progress("Running the engine", Job(self.desk, work)), ran)

    def _ran(self, document: RunDocument) -> None:
        from renewal_tui.ui.dialogs.result import run_result

        self.action_refresh()
        self.app.push_screen(run_result(document))
