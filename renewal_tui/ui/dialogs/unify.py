"""The unification dialog: one date for all, or a day of each month [R22]."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual import events
from textual.widget import Widget

from renewal_tui.domain.calendar import LAST_DAY, parse_date
from renewal_tui.domain.filters import Selection
from renewal_tui.domain.planning import UnifyOnDate, UnifyOnDay
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.unify import Unification
from renewal_tui.ui.dialogs.purchase import PurchaseDialog
from renewal_tui.ui.widgets.line_bar import LineBar, Piece


class UnifyDialog(PurchaseDialog):
    """Give the selection one expiration; typing fills the date or the day."""

    VERB = "Unified expiration time"
    CHOOSER_LINES = 2

    def __init__(
        self, desk: Desk, selection: Selection, count: int, hidden: int, default: date | None
    ) -> None:
        super().__init__(desk, selection, count, hidden)
        self._by_day = False
        self._date = (default or desk.today()).isoformat()
        self._day = "1"
        self._fresh = True

    def purchase(self, *, pay_later: bool = False) -> Unification | None:
        """Give them the date or day that is typed, once it is one."""
        target = self._target()
        if target is None:
            return None
        return Unification(
            self.selection, target, use_vouchers=self.use_vouchers, pay_later=pay_later
        )

    def _target(self) -> UnifyOnDate | UnifyOnDay | None:
        if self._by_day:
            if self._day == "last":
                return UnifyOnDay(LAST_DAY)
            day = int(self._day) if self._day.isdigit() else 0
            return UnifyOnDay(day) if 1 <= day <= 28 else None
        try:
            return UnifyOnDate(parse_date(self._date))
        except ValueError:
            return None

    def chooser(self) -> Iterable[Widget]:
        """Both ways on one line, and what is wrong with what is typed."""
        yield LineBar(id="ways")
        yield LineBar(id="typed")

    def on_mount(self) -> None:
        """Show the ways."""
        self._show_ways()

    def _show_ways(self) -> None:
        def way(way: str, words: str, text: str, *, chosen: bool) -> list[Piece]:
            sign, end, tone = ("(x)", "_", "active") if chosen else ("( )", "", "plain")
            typed = Piece(f" {text}{end} ", tone, way)
            return [Piece(sign, "key", way), Piece(f" {words} ", "plain", way), typed]

        on_date = way("date", "d on a date", self._date, chosen=not self._by_day)
        on_day = way("day", "m on a day of each month", self._day, chosen=self._by_day)
        ways, typed = self.query(LineBar)
        ways.show([*on_date, Piece("    "), *on_day])
        typed.show([Piece(*self._advice())])

    def _advice(self) -> tuple[str, str]:
        if self._target() is not None:
            how = "type a day (1 to 28) or l for the last day" if self._by_day else "type a date"
            return f"{how}; v vouchers", "dim"
        if self._by_day:
            return f'"{self._day}" is not a day of each month: 1 to 28, or l for the last', "bad"
        return f'"{self._date}" is not a date such as 2026-12-31', "bad"

    def on_key(self, event: events.Key) -> None:
        """Digits and dashes fill the date or the day."""
        self.typed(event)

    def typed(self, event: events.Key) -> None:
        """Take all keys that make the term in one place, so that they keep their order."""
        if event.character and event.character in "0123456789-":
            self._type(event.character)
        elif event.key == "backspace":
            self._rub_out()
        elif event.key in ("d", "m"):
            self._ask_for(by_day=event.key == "m")
        elif event.key == "l" and self._by_day:
            self._day, self._fresh = "last", True
            self._changed()
        else:
            return  # `l` pays later where no day is asked for
        event.stop()
        event.prevent_default()

    def _type(self, character: str) -> None:
        if self._by_day:
            start = "" if self._fresh or self._day == "last" else self._day
            self._day = (start + character)[:2]
        else:
            text = "" if self._fresh else self._date
            for part in ("", character):
                text += part
                if len(text) in (4, 7) and character != "-":
                    text += "-"
            self._date = text.replace("--", "-")[:10]
        self._fresh = False
        self._changed()

    def _rub_out(self) -> None:
        self._fresh = False
        if self._by_day:
            self._day = "" if self._day == "last" else self._day[:-1]
        else:
            text = self._date[:-1]
            self._date = text[:-1] if text.endswith("-") else text
        self._changed()

    def _ask_for(self, *, by_day: bool) -> None:
        self._by_day, self._fresh = by_day, True
        self._changed()

    def on_line_bar_picked(self, message: LineBar.Picked) -> None:
        """Choose a way by a click."""
        message.stop()
        self._ask_for(by_day=message.payload == "day")

    def _changed(self) -> None:
        self.notice = ""
        self._show_ways()
        self.plan_anew(typing=True)
