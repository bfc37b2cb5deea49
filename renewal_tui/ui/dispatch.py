"""What an operator can have done: opens an operation's dialog and tells what became of it.

This is the one place that knows which dialog an operation has. Dialogs are imported when they are
first opened: the first paint does not wait for them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from textual.screen import Screen

from renewal_tui.domain.codes import OrderStatus, Policy
from renewal_tui.domain.filters import Selection
from renewal_tui.domain.words import money_text
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.outcomes import Ending, Purchased, Ran, Switched, ToppedUp, Undone
from renewal_tui.operations.unanswered import acknowledge
from renewal_tui.ui.jobs import Job


class Chosen(NamedTuple):
    """The instances that an action is for, how many they are, and how many the filter hides."""

    selection: Selection
    rows: int
    hidden: int


class Done(NamedTuple):
    """The instances that an operation was done to, and whether it came to its end."""

    instances: Collection[str]
    whole: bool


Then = Callable[[Done], None]
"""Told of what was done, if it was: a tab takes its marks away."""


class Dispatcher:
    """Opens dialogs over a screen, which it asks to `refresh` after a change."""

    def __init__(
        self, screen: Screen[None], desk: Desk, *, read_only: bool, refresh: Callable[[], None]
    ) -> None:
        self._screen = screen
        self._desk = desk
        self._read_only = read_only
        self._refresh = refresh

    def open(
        self,
        dialog: Screen[Any],
        took: Callable[[Any], object],
        given_up: Callable[[], None] | None = None,
    ) -> None:
        """Open a dialog; its answer is taken, if it gives one and the console is not ending."""
        app = self._screen.app

        def closed(answer: Any) -> None:
            if not app.is_running:
                return  # what it would be shown in is being taken away
            if answer is not None:
                took(answer)
            elif given_up is not None:
                given_up()

        app.push_screen(dialog, closed)

    def choose(
        self,
        heading: str,
        choices: Iterable[tuple[str, ...]],
        chosen: str,
        took: Callable[[str], object],
        size: str = "small",
    ) -> None:
        """Have one of a list chosen: each has a value, what it says, and perhaps a note."""
        from renewal_tui.ui.dialogs.choose import Choice, ChooseOne

        dialog = ChooseOne(heading, [Choice(*one) for one in choices], chosen)
        self.open(dialog.set_classes(size), took)

    def renew(self, chosen: Chosen, then: Then) -> None:
        """Renew them by a period [R15]."""
        from renewal_tui.ui.dialogs.renewal import RenewalDialog

        self.open(RenewalDialog(self._desk, *chosen), self._bought("Renewed", then))

    def unify(self, chosen: Chosen, then: Then) -> None:
        """Give them one expiration [R22]."""
        from renewal_tui.operations.unify import default_date
        from renewal_tui.ui.dialogs.unify import UnifyDialog

        default = default_date(self._desk, chosen.selection)
        self.open(UnifyDialog(self._desk, *chosen, default), self._bought("Unified", then))

    def _bought(self, verb: str, then: Then) -> Callable[[Purchased], None]:
        def took(found: Purchased) -> None:
            from renewal_tui.ui.dialogs.result import purchase_result

            done = [line.instance_id for order in found.orders for line in order.lines]
            then(Done(done, whole=not found.ending.interrupted))
            self._show(purchase_result(found, verb), found.ending)

        return took

    def switch(self, chosen: Chosen, then: Then, policy: Policy) -> None:
        """Switch their renewal policy [R4]."""
        from renewal_tui.ui.dialogs.policy import PolicyDialog
        from renewal_tui.ui.dialogs.result import policy_result

        dialog = PolicyDialog(self._desk, chosen.selection, policy, chosen.rows, chosen.hidden)

        def took(found: Switched) -> None:
            to = "automatic renewal" if policy is Policy.AUTO else "manual renewal"
            then(Done(found.changed, whole=not found.ending.interrupted))
            self._show(policy_result(found, to, dialog.period), found.ending)

        self.open(dialog, took)

    def open_order(self, number: int, *, cancelling: bool = False) -> None:
        """Look at an order, and pay or cancel it; `cancelling` asks at once whether to [R19]."""
        from renewal_tui.ui.dialogs.order import OrderDialog
        from renewal_tui.ui.dialogs.result import purchase_result

        def closed(found: Purchased) -> None:
            if found.orders[0].status is OrderStatus.CANCELLED:
                self._say(f"Order {found.orders[0].order} is cancelled.", found.ending)
            else:
                self._show(purchase_result(found, "Renewed"), found.ending)

        dialog = OrderDialog(self._desk, number, read_only=self._read_only, cancelling=cancelling)
        self.open(dialog, closed, self._refresh)

    def undo(self) -> None:
        """Take back what this operator did last [R33]."""
        from renewal_tui.domain.words import undone_lines
        from renewal_tui.ui.dialogs.undo import UndoDialog

        def undone(found: Undone) -> None:
            numbers = len(found.changed), found.cancelled, found.paid, len(found.skipped)
            self._say("; ".join(undone_lines(*numbers, would=False)) + ".", found.ending)

        self.open(UndoDialog(self._desk), undone)

    def top_up(self, account: str) -> None:
        """Top up an account's balance."""
        from renewal_tui.ui.dialogs.top_up import TopUpDialog

        def took(found: ToppedUp) -> None:
            balance = money_text(found.currency, found.balance)
            self._say(f"{found.account} has {balance} now.", found.ending)

        self.open(TopUpDialog(self._desk, account), took)

    def move_clock(self, *, step: bool) -> None:
        """Move the sandbox's clock to a time, or on by a `step`."""
        from renewal_tui.operations.move_clock import Clock
        from renewal_tui.ui.dialogs.clock import ClockDialog

        def moved(found: Clock) -> None:
            self._say(f"The sandbox's clock stands at {found.now}.", found.ending)

        self.open(ClockDialog(self._desk, step=step), moved)

    def run_engine(self) -> None:
        """Renew what is due today [R8]."""
        from renewal_tui.ui.dialogs.result import run_result
        from renewal_tui.ui.dialogs.run import RunDialog

        def ran(found: Ran) -> None:
            self._show(run_result(found), found.ending)

        self.open(RunDialog(self._desk), ran)

    def _show(self, result: Screen[None], ending: Ending) -> None:
        """Show an outcome row by row; once it has been seen its key is answered."""
        self._refresh()
        self._screen.app.push_screen(result, lambda _: self._acknowledge(ending))

    def _say(self, text: str, ending: Ending) -> None:
        """Tell an outcome in a line."""
        self._refresh()
        self._acknowledge(ending)
        self._screen.app.notify(text, markup=False)

    def _acknowledge(self, ending: Ending) -> None:
        key = ending.operation_key
        if key:
            Job(self._desk, lambda _: acknowledge(self._desk, key)).start(lambda _: None)
