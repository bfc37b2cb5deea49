"""The renewal dialog, and the choice of a period that switching the policy has too [R5, R15]."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from renewal_tui.domain.codes import PERIODS, months_text
from renewal_tui.operations.outcomes import Purchased
from renewal_tui.operations.purchase import Preview
from renewal_tui.operations.renew import Renewal
from renewal_tui.ui.dialogs.operation import OperationDialog, OutcomeT, SeenT
from renewal_tui.ui.dialogs.purchase import PurchaseDialog
from renewal_tui.ui.widgets.line_bar import NARROW, LineBar, Piece


class PeriodChooser(OperationDialog[SeenT, OutcomeT]):
    """The periods on one line, in months only on a narrow screen; it opens on 1 month."""

    PERIOD: ClassVar[str] = "Period"
    HINT: ClassVar[str] = "left right choose, v vouchers"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "period(-1)", show=False, priority=True),
        Binding("right", "period(1)", show=False, priority=True),
    ]

    months = PERIODS[0]

    def chooser(self) -> Iterable[Widget]:
        """The line."""
        yield LineBar(id="periods")

    def fit(self) -> None:
        """Show the chosen period among the others."""
        super().fit()
        wide = self.app.size.width >= NARROW
        pieces = [Piece(f"{self.PERIOD}  " if wide else f"{self.PERIOD}, months  ", "dim")]
        for months in PERIODS:
            word = months_text(months) if wide else str(months)
            text = f"[{word}]" if months == self.months else f" {word} "
            pieces.append(Piece(text, "active" if months == self.months else "plain", str(months)))
        for bar in self.query(LineBar):
            bar.show(pieces, [Piece(self.HINT, "dim")])

    def action_period(self, step: int) -> None:
        """Choose the next period, where one is asked for."""
        if self.query(LineBar):
            at = PERIODS.index(self.months) + step
            self._choose(PERIODS[max(0, min(at, len(PERIODS) - 1))])

    def on_line_bar_picked(self, message: LineBar.Picked) -> None:
        """Choose a period by a click."""
        message.stop()
        self._choose(int(message.payload))

    def _choose(self, months: int) -> None:
        if months != self.months:
            self.months = months
            self.notice = ""
            self.plan_anew(typing=True)


class RenewalDialog(PeriodChooser[Preview, Purchased], PurchaseDialog):
    """Renew the selection by a period [R15, R16]."""

    VERB = "Renewal"

    def purchase(self, *, pay_later: bool = False) -> Renewal:
        """Renew by the chosen period."""
        return Renewal(
            self.selection, self.months, use_vouchers=self.use_vouchers, pay_later=pay_later
        )
