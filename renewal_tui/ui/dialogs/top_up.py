"""Topping up an account from the console."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Input, Static

from renewal_tui.domain.facts import Account
from renewal_tui.domain.money import format_money, parse_money
from renewal_tui.domain.words import money_text
from renewal_tui.errors import DeskError
from renewal_tui.operations.accounts import find_account
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution import check_note
from renewal_tui.operations.outcomes import ToppedUp
from renewal_tui.operations.top_up import TopUp, check_top_up
from renewal_tui.ui.dialogs.ask import input_field
from renewal_tui.ui.dialogs.base import label, paragraph, plain
from renewal_tui.ui.dialogs.operation import OperationDialog


class TopUpDialog(OperationDialog[Account, ToppedUp]):
    """Ask for an amount and a note; the new balance is shown while they are typed, enter books.

    An amount that was typed before the dialog could be seen is not taken, nor its enter.
    """

    CHANGED = "The balance has changed: this is how it is now. Nothing was booked."
    DEFAULT_CLASSES = "small"
    NOTICE = "wrong"
    BUTTONS = (("Cancel  esc", "cancel"), ("Top up  enter", "submit"))

    def __init__(self, desk: Desk, account: str, amount: int = 0) -> None:
        super().__init__(desk)
        self._account = find_account(desk, account)
        self._amount = amount

    def operation(self) -> TopUp | None:
        """What is typed, once it is an amount."""
        return self._read()[1]

    def heading(self) -> str:
        """Which account, and what it has."""
        account = self._account
        return f"Top up {account.code}: balance {money_text(account.currency, account.balance)}"

    def body(self) -> Iterable[Widget]:
        """Amount and note."""
        value = format_money(self._amount) if self._amount else ""
        yield input_field(f"Amount {self._account.currency}", value, "500.00", id="amount")
        yield input_field("Note", "", "a transfer's reference, say", id="note", safe=False)
        yield label("", id="after")

    def on_input_changed(self) -> None:
        """Show what the balance would be."""
        self.notice = ""
        self.plan_anew()

    def has_new_figures(self) -> bool:
        """Whether the balance is another: what is typed is known to whoever types it."""
        before = self._account
        self._account = self.seen or find_account(self.desk, before.code)
        return self._account != before

    def show_plan(self) -> None:
        """Show the balance as it is and as it would be."""
        operation, text = self.operation(), ""
        if self.seen and operation:
            after = money_text(self._account.currency, self._account.balance + operation.amount)
            text = f"Balance afterwards {after}"
        self.say("#heading", paragraph([self.heading()]))
        self.query_one("#after", Static).update(plain(text))
        self.query_one("#wrong", Static).update(plain(self.notice))

    def _read(self) -> tuple[str, TopUp | None]:
        """What is wrong with what is typed, or what it asks for."""
        self.note = self.query_one("#note", Input).value.strip()
        try:
            amount = parse_money(self.query_one("#amount", Input).value)
            check_top_up(self._account.balance, amount)
            check_note(self.desk, TopUp(self._account.code, amount), self.note)
        except (ValueError, DeskError) as problem:
            return str(problem), None
        return "", TopUp(self._account.code, amount)

    def action_submit(self) -> None:
        """Book the amount."""
        wrong, operation = self._read()
        if wrong:
            self.tell(wrong)
        else:
            self.carry_out(operation, self.shown)
