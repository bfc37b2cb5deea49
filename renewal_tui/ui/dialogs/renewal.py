"""The renewal dialog: choose a period, see the fee of every line, pay [R15, R16]."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from renewal_tui.domain.codes import PERIODS, months_text
from renewal_tui.operations.renew import Renewal
from renewal_tui.ui.dialogs.purchase import PurchaseDialog
from renewal_tui.ui.widgets.line_bar import NARROW, LineBar, Piece


def period_pieces(name: str, chosen: int, width: int) -> list[Piece]:
    """The periods on one line; on a narrow screen in months only."""
    wide = width >= NARROW
    pieces = [Piece(f"{name}  " if wide else f"{name}, months  ", "dim")]
    for months in PERIODS:
        word = months_text(months) if wide else str(months)
        text = f"[{word}]" if months == chosen else f" {word} "
        pieces.append(Piece(text, "active" if months == chosen else "plain", str(months)))
    return pieces


class RenewalDialog(PurchaseDialog):
    """Renew the selection by a period; it opens on 1 month."""

    VERB = "Renewal"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "period(-1)", show=False, priority=True),
        Binding("right", "period(1)", show=False, priority=True),
    ]

    months = PERIODS[0]

    def purchase(self, *, pay_later: bool = False) -> Renewal:
        """Renew by the chosen period."""
        return Renewal(
            self.selection, self.months, use_vouchers=self.use_vouchers, pay_later=pay_later
        )

    def chooser(self) -> Iterable[Widget]:
        """The periods on one line."""
        yield LineBar(id="periods")

    def _show_periods(self) -> None:
        pieces = period_pieces("Period", self.months, self.app.size.width)
        self.query_one(LineBar).show(pieces, [Piece("left right choose, v vouchers", "dim")])

    def fit(self) -> None:
        """On a narrow screen the periods are told in months."""
        super().fit()
        self._show_periods()

    def action_period(self, step: int) -> None:
        """Choose the next period."""
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
            self._show_periods()
            self.plan_anew(typing=True)
