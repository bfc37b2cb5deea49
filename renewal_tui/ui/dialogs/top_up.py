"""Topping up an account from the console."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from renewal_tui.domain.money import format_money, parse_money, show_money
from renewal_tui.errors import DeskError
from renewal_tui.operations import keyed
from renewal_tui.operations.accounts import find_account
from renewal_tui.operations.desk import Desk, Watch, new_key
from renewal_tui.operations.top_up import ACTION, TopUpDocument, check_top_up, top_up
from renewal_tui.ui.dialogs.ask import input_field
from renewal_tui.ui.dialogs.base import Dialog, button, label, paragraph, plain
from renewal_tui.ui.dialogs.part_way import told_of_refusal
from renewal_tui.ui.dialogs.progress import Progress
from renewal_tui.ui.jobs import Job


class TopUp(Dialog[TopUpDocument]):
    """Ask for an amount and a note; the new balance is shown while they are typed, enter books.

    An amount that was typed before the dialog could be seen is not taken, nor its enter.
    """

    def __init__(self, desk: Desk, account: str, amount: int = 0) -> None:
        super().__init__()
        self.add_class("small")
        self._desk = desk
        self._account = find_account(desk, account)
        self._amount = amount
        self._key = new_key()

    def heading(self) -> str:
        """Which account, and what it has."""
        account = self._account
        return f"Top up {account.code}: balance {account.currency} {show_money(account.balance)}"

    def body(self) -> Iterable[Widget]:
        """Amount and note."""
        value = format_money(self._amount) if self._amount else ""
        yield Horizontal(
            label(f"Amount {self._account.currency}", classes="name"),
            input_field(value, placeholder="500.00", id="amount", safe=True),
            classes="field",
        )
        yield Horizontal(
            label("Note", classes="name"),
            input_field(placeholder="a transfer's reference, say", id="note"),
            classes="field",
        )
        yield label("", id="after")
        yield label("", id="wrong", classes="bad")

    def buttons(self) -> Iterable[Widget]:
        """Book it, or leave it."""
        yield button("Cancel  esc", "cancel")
        yield button("Top up  enter", "submit")

    def on_input_changed(self) -> None:
        """Show what the balance would be."""
        wrong, amount = self._read()
        text = ""
        if not wrong:
            after = show_money(self._account.balance + amount)
            text = f"Balance afterwards {self._account.currency} {after}"
        self.query_one("#after", Static).update(plain(text))
        self.query_one("#wrong", Static).update(plain(""))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter books."""
        event.stop()
        self.action_submit()

    def _read(self) -> tuple[str | None, int]:
        """What is wrong with what is typed, and the amount in minor units."""
        try:
            amount = parse_money(self.query_one("#amount", Input).value)
            check_top_up(self._account.balance, amount, self._note())
        except (ValueError, DeskError) as problem:
            return str(problem), 0
        return None, amount

    def _note(self) -> str:
        return self.query_one("#note", Input).value.strip()

    def action_submit(self) -> None:
        """Book the amount."""
        wrong, amount = self._read()
        if wrong:
            self.query_one("#wrong", Static).update(plain(wrong))
            return
        desk, note, key, shown = self._desk, self._note(), self._key, self._account
        code = shown.code

        def work(_: Watch) -> TopUpDocument:
            keyed.intend(desk, key, ACTION, [code, amount, note])
            with told_of_refusal(desk, key):
                answer = top_up(desk, code, amount, note, key, shown=shown)
            keyed.acknowledge(desk, key)
            return answer

        self.app.push_screen(Progress(self.heading(), Job(desk, work)), self._ended)

    def _ended(self, job: Job | None) -> None:
        if job is None:
            return
        if job.error is None:
            self.dismiss(job.answer)
            return
        self._key = new_key()
        if not isinstance(job.error, DeskError):
            raise job.error
        self.look_again()
        self._account = find_account(self._desk, self._account.code)
        self.say("#heading", paragraph([self.heading()]))
        self.on_input_changed()
        self.query_one("#wrong", Static).update(plain(str(job.error)))
