"""Switching the renewal policy: by which period, who is switched, who is not [R4 to R6]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from renewal_tui.domain.codes import Policy, months_text
from renewal_tui.domain.filters import Selection
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import left_out, selection_heading, sums_text
from renewal_tui.operations.accounts import list_accounts
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.outcomes import Switched
from renewal_tui.operations.set_policy import PolicySwitch, SwitchPlan, comes_too_late
from renewal_tui.ui.dialogs.base import label, paragraph
from renewal_tui.ui.dialogs.operation import AtStake
from renewal_tui.ui.dialogs.renewal import PeriodChooser

SHOWN, SHOWN_LOW, HIGH = 8, 4, 34
"""Rows that are spelt out on a screen of so many lines, and on a lower one."""


LATE = "{:,} expire today, and the engine has run at {}: renew them now with r instead."


class PolicyDialog(PeriodChooser[SwitchPlan, Switched]):
    """Say who is switched to what, and who is left out and why, before it is done."""

    CHANGED = "Something has changed: this is how it is now. Nothing was switched."
    PART_DONE = "A part is done; y does the rest."
    PERIOD, HINT = "Renews by", "left right choose"
    BUTTONS = (("Cancel  n", "cancel"), ("OK  y", "submit"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "submit", show=False),
        Binding("n", "cancel", show=False),
    ]

    def __init__(
        self, desk: Desk, selection: Selection, policy: Policy, count: int, hidden: int
    ) -> None:
        super().__init__(desk)
        self._selection = selection
        self._policy = policy
        self._count = count
        self._hidden = hidden

    def operation(self) -> PolicySwitch:
        """Switch the selection."""
        months = self.months if self._policy is Policy.AUTO else None
        return PolicySwitch(self._selection, self._policy, months)

    def heading(self) -> str:
        """What will happen to how many."""
        name = "Automatic renewal" if self._policy is Policy.AUTO else "Manual renewal"
        return selection_heading(name, self._count, self._hidden)

    @property
    def period(self) -> str:
        """The period that was chosen, in words; none for manual renewal."""
        return months_text(self.months) if self._policy is Policy.AUTO else ""

    def body(self) -> Iterable[Widget]:
        """The period, and the rows."""
        if self._policy is Policy.AUTO:
            yield from self.chooser()
        yield label("", id="changed")
        yield label("", id="left-out", classes="dim")

    def fit(self) -> None:
        """A low screen spells fewer rows out."""
        super().fit()
        self.say("#changed", self._changed_text())
        self.say("#left-out", paragraph(left_out(self._plan.skipped, self._most)))

    def show_plan(self) -> None:
        """Show the plan that stands."""
        self.fit()
        self.say("#notice", self.notice)
        self.notice = ""
        self.offer("#submit", offered=bool(self._plan.changed))

    def at_stake(self) -> AtStake:
        """Who is switched, and for how much a month."""
        rows = self._plan.changed
        currencies = {one.code: one.currency for one in list_accounts(self.desk)}
        sums: Counter[str] = Counter()
        for row in rows:
            sums[currencies[row.account]] += row.monthly_price
        accounts = {row.account for row in rows}
        return AtStake(len(rows), len(accounts), f"{sums_text(sums)} a month")

    @property
    def _plan(self) -> SwitchPlan:
        return self.seen or SwitchPlan((), ())

    @property
    def _most(self) -> int:
        return SHOWN if self.app.size.height >= HIGH else SHOWN_LOW

    def _changed_text(self) -> str:
        rows = self._plan.changed
        if not rows:
            return "None of them can be switched."
        to_auto = self._policy is Policy.AUTO
        verb = (
            "be renewed automatically from now on"
            if to_auto
            else "no longer be renewed automatically"
        )
        today = self.desk.today()
        lines = [f"{len(rows):,} will {verb}:"]
        late = comes_too_late(self.desk, self._plan, self._policy)
        if late:
            lines.insert(0, LATE.format(*late))
        for row in rows[: self._most]:
            ends = "expired" if row.expire_date < today else "expires"
            price = f"{show_money(row.monthly_price):>12} a month"
            lines.append(f"  {row.instance_id:<21}  {ends} {row.expire_date}  {price}  {row.name}")
        if len(rows) > self._most:
            lines.append(f"  and {len(rows) - self._most:,} more")
        return paragraph(lines)

    def action_submit(self) -> None:
        """Switch them."""
        if self._plan.changed:
            self.carry_out(self.operation(), self.shown)
