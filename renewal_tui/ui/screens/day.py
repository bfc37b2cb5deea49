"""What the main screen does with the business day: moves a sandbox's clock, runs the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renewal_tui.operations.move_clock import Clock
from renewal_tui.operations.outcomes import Ran

if TYPE_CHECKING:
    from renewal_tui.ui.screens.main import MainScreen as _Main


class Day(_Main if TYPE_CHECKING else object):  # type: ignore[misc]
    """The actions of the main screen that move the clock or renew what is due."""

    def action_set_clock(self) -> None:
        """Move the sandbox's clock to a time."""
        self._ask_clock(step=False)

    def action_advance_clock(self) -> None:
        """Move the sandbox's clock on."""
        self._ask_clock(step=True)

    def _ask_clock(self, *, step: bool) -> None:
        from renewal_tui.ui.dialogs.clock import ClockDialog

        def moved(found: Clock | None) -> None:
            if found is not None:
                self.acknowledge(found.ending)
                self.app.notify(f"The sandbox's clock stands at {found.now}.", markup=False)

        self.open_dialog(ClockDialog(self.desk, step=step), moved)

    def action_run_engine(self) -> None:
        """Renew what is due today, after a look at what that would be."""
        from renewal_tui.ui.dialogs.result import run_result
        from renewal_tui.ui.dialogs.run import RunDialog

        def ran(found: Ran | None) -> None:
            if found is not None:
                self.acknowledge(found.ending)
                self.app.push_screen(run_result(found))

        self.open_dialog(RunDialog(self.desk), ran)
