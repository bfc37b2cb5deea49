"""What the main screen does to the store: opens the dialogs, and shows what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from renewal_tui.domain.codes import OrderStatus, Policy
from renewal_tui.domain.money import show_money
from renewal_tui.errors import DeskError
from renewal_tui.operations.execution.idempotency import acknowledge
from renewal_tui.operations.listing import details
from renewal_tui.operations.outcomes import Ending, Purchased, Switched, ToppedUp
from renewal_tui.ui.actions import RENEWABLE, Place, action
from renewal_tui.ui.jobs import Job

if TYPE_CHECKING:
    from textual.screen import Screen

    from renewal_tui.ui.screens.main import MainScreen as _Main


class Doing(_Main if TYPE_CHECKING else object):  # type: ignore[misc]
    """The actions of the main screen that open dialogs or change the store."""

    def check_action(self, name: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no action that this store or this tab does not have."""
        del parameters
        try:
            entry = action(name)
        except StopIteration:
            return True
        if self.read_only and not entry.reads:
            return False
        return self.desk.store.settings.sandbox or not entry.sandbox

    def action_renew(self) -> None:
        """Renew the selection."""
        from renewal_tui.ui.dialogs.renewal import RenewalDialog

        chosen = self.selected()
        if chosen:
            self.open_dialog(RenewalDialog(self.desk, *chosen), self._bought("Renewed"))

    def action_unify(self) -> None:
        """Give the selection one expiration date."""
        from renewal_tui.operations.unify import default_date
        from renewal_tui.ui.dialogs.unify import UnifyDialog

        chosen = self.selected()
        if chosen:
            selection, count, hidden = chosen
            dialog = UnifyDialog(
                self.desk, selection, count, hidden, default_date(self.desk, selection)
            )
            self.open_dialog(dialog, self._bought("Unified"))

    def _bought(self, verb: str) -> Callable[[Purchased | None], None]:
        def show(found: Purchased | None) -> None:
            from renewal_tui.ui.dialogs.result import purchase_result

            if found is not None:
                done = [line.instance_id for order in found.orders for line in order.lines]
                self._done_with_marks(done, whole=not found.ending.interrupted)
                self._tell(purchase_result(found, verb), found.ending)

        return show

    def action_automatic(self) -> None:
        """Switch the selection to automatic renewal."""
        self._switch(Policy.AUTO)

    def action_manual(self) -> None:
        """Switch the selection back to manual renewal."""
        if self.view.place is Place.AUTO:
            self._switch(Policy.MANUAL)

    def _switch(self, policy: Policy) -> None:
        from renewal_tui.ui.dialogs.policy import PolicyDialog
        from renewal_tui.ui.dialogs.result import policy_result

        def show(found: Switched | None) -> None:
            if found is not None:
                to = "automatic renewal" if policy is Policy.AUTO else "manual renewal"
                self._done_with_marks(found.changed, whole=not found.ending.interrupted)
                self._tell(policy_result(found, to, dialog.period), found.ending)

        chosen = self.selected()
        if chosen:
            selection, count, hidden = chosen
            dialog = PolicyDialog(self.desk, selection, policy, count, hidden)
            self.open_dialog(dialog, show)

    def open_dialog(self, dialog: Screen[Any], took: Callable[[Any], None]) -> None:
        """Open a dialog; its answer is taken unless the console is ending."""

        def closed(answer: Any) -> None:
            if self.app.is_running:  # else what it would be shown in is being taken away
                took(answer)

        self.app.push_screen(dialog, closed)

    def _done_with_marks(self, done: Iterable[str], *, whole: bool) -> None:
        """Take the marks away; of what was stopped half way only those of the rows it did."""
        if self.view.place in RENEWABLE:
            if whole:
                self.table.action_clear_marks()
            else:
                self.table.marks.unmark(done)
                self.table.marks_changed()

    def _tell(self, dialog: Screen[Any], ending: Ending) -> None:
        """Show a result; once it is seen its key is answered."""
        self.action_refresh()
        self.app.push_screen(dialog, lambda _: self._acknowledge(ending))

    def acknowledge(self, ending: Ending) -> None:
        """Look again after an operation whose outcome has been told."""
        self.action_refresh()
        self._acknowledge(ending)

    def _acknowledge(self, ending: Ending) -> None:
        key = ending.operation_key
        if key:
            Job(self.desk, lambda _: acknowledge(self.desk, key)).start(lambda _: None)

    def on_row_table_row_chosen(self) -> None:
        """Enter or a double click opens the row."""
        self.action_details()

    def action_details(self) -> None:
        """Everything about the row under the cursor."""
        from renewal_tui.ui.dialogs import pages

        under = self.table.cursor_id
        if under is None:
            return
        zone = self.desk.store.settings.timezone
        try:
            if self.view.place is Place.ORDERS:
                self._show_order(int(under))
            elif self.view.place is Place.ACTIVITY:
                self.app.push_screen(pages.record_page(self.table.cursor_item, zone))
            else:
                self.app.push_screen(pages.details_page(details(self.desk, under), zone))
        except DeskError as error:
            self.complain(error)

    def action_pay_order(self) -> None:
        """Pay the order under the cursor: opens it, so that what `p` then pays has been seen."""
        self._open_order(cancelling=False)

    def action_cancel_order(self) -> None:
        """Cancel the order under the cursor, after a yes."""
        self._open_order(cancelling=True)

    def _open_order(self, *, cancelling: bool) -> None:
        order = self.table.cursor_item if self.view.place is Place.ORDERS else None
        if order is None:
            return
        if order.status is not OrderStatus.UNPAID:
            text = f"Order {order.number} is {order.status.value}: it awaits no payment."
            self.app.notify(text, markup=False)
            return
        self._show_order(order.number, cancelling=cancelling)

    def _show_order(self, number: int, *, cancelling: bool = False) -> None:
        from renewal_tui.ui.dialogs.order import OrderDialog

        try:
            dialog = OrderDialog(self.desk, number, read_only=self.read_only, cancelling=cancelling)
            self.open_dialog(dialog, self._order_closed)
        except DeskError as error:
            self.complain(error)

    def _order_closed(self, found: Purchased | None) -> None:
        from renewal_tui.ui.dialogs.result import purchase_result

        self.action_refresh()
        if found is None:
            return
        order = found.orders[0]
        if order.status is OrderStatus.CANCELLED:
            self.app.notify(f"Order {order.order} is cancelled.", markup=False)
            self._acknowledge(found.ending)
        else:
            self._tell(purchase_result(found, "Renewed"), found.ending)

    def action_copy_id(self) -> None:
        """Copy the row's id to the terminal's clipboard, and show it anyway."""
        from renewal_tui.ui.clipboard import copy

        under = self.table.cursor_id
        if under:
            copy(self.app, under)
            self.app.notify(f"Copied: {under}", markup=False)

    def action_top_up(self) -> None:
        """Top up the account that is shown, or the one that is chosen now."""
        account = self.header.account if self.header else ""
        if account:
            self._top_up(account)
            return
        from renewal_tui.operations.accounts import list_accounts
        from renewal_tui.ui.dialogs.choose import ChooseOne, account_choice

        choices = [account_choice(one) for one in list_accounts(self.desk)]
        if choices:
            self.open_dialog(ChooseOne("Top up which account?", choices), self._top_up)

    def _top_up(self, account: str | None) -> None:
        from renewal_tui.ui.dialogs.top_up import TopUpDialog

        def took(found: ToppedUp | None) -> None:
            if found is not None:
                self.acknowledge(found.ending)
                balance = f"{found.currency} {show_money(found.balance)}"
                self.app.notify(f"{found.account} has {balance} now.", markup=False)

        if account:
            self.open_dialog(TopUpDialog(self.desk, account), took)

    def complain(self, error: Exception | None) -> None:
        """Say what went wrong; an error that is none of ours is not hidden."""
        if error is None:
            return
        if not isinstance(error, DeskError):
            raise error
        self.app.notify(str(error), severity="error", timeout=10, markup=False)

    def action_theme(self) -> None:
        """Choose a theme."""
        from renewal_tui.ui.dialogs.choose import Choice, ChooseOne
        from renewal_tui.ui.themes import NAMES

        def took(name: str | None) -> None:
            if name:
                self.app.theme = name

        choices = [Choice(name, name) for name in NAMES]
        self.open_dialog(ChooseOne("Theme", choices, self.app.theme), took)

    def action_palette(self) -> None:
        """All commands, to be searched."""
        from renewal_tui.ui.actions import offered
        from renewal_tui.ui.dialogs.choose import Choice, ChooseOne

        sandboxed = self.desk.store.settings.sandbox
        entries = offered(self.view.place, read_only=self.read_only, sandbox=sandboxed)
        choices = [
            Choice(entry.name, f"{entry.label:<26}{entry.shown:<6}{entry.help}")
            for entry in entries
            if entry.palette
        ]

        def took(name: str | None) -> None:
            if name:
                self.call_later(self.run_action, name)

        dialog = ChooseOne("Commands", choices)
        dialog.remove_class("small")
        dialog.add_class("medium")
        self.open_dialog(dialog, took)

    def action_help(self) -> None:
        """Keys and what they do."""
        from renewal_tui.ui.dialogs.pages import help_page

        sandbox = self.desk.store.settings.sandbox
        self.app.push_screen(help_page(read_only=self.read_only, sandbox=sandbox))

    async def action_quit(self) -> None:
        """Leave."""
        await self.app.action_quit()
