"""Choosing from a list: one of it, or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar, Generic, NamedTuple

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from renewal_tui.domain.facts import Account
from renewal_tui.domain.money import show_money
from renewal_tui.ui.dialogs.base import Dialog, label, plain
from renewal_tui.ui.dialogs.seen import ResultT
from renewal_tui.ui.widgets.field import Field

MOST_LINES = 18


class Choice(NamedTuple):
    """Something to choose: its value, what it says, and a note beside it."""

    value: str
    text: str
    note: str = ""

    def shown(self) -> str:
        """The line of the list."""
        return f"{self.text}   {self.note}" if self.note else self.text


def account_choice(account: Account) -> Choice:
    """An account to choose, with its balance."""
    balance = f"{account.currency} {show_money(account.balance):>14}"
    return Choice(account.code, f"{account.code:<17} {balance}", account.name)


class _Choosing(Dialog[ResultT], Generic[ResultT]):
    """A list to move in."""

    DEFAULT_CLASSES = "small"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "list_move(1)", show=False),
        Binding("k", "list_move(-1)", show=False),
    ]

    def __init__(self, heading: str, choices: Sequence[Choice], chosen: str = "") -> None:
        super().__init__(heading)
        self._choices = list(choices)
        self._shown = self._choices
        self._present = chosen

    def line(self, choice: Choice) -> str:
        """How a choice is shown."""
        return choice.shown()

    def on_mount(self) -> None:
        """Fill the list."""
        self.fill()

    def fill(self) -> None:
        """Show what there is to choose, the present choice under the cursor."""
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(plain(self.line(choice))) for choice in self._shown])
        places = [at for at, choice in enumerate(self._shown) if choice.value == self._present]
        options.highlighted = (places[0] if places else 0) if self._shown else None

    def fit(self) -> None:
        """The list takes what the rest leaves."""
        room = self.app.size.height - 8
        self.query_one(OptionList).styles.max_height = max(min(room, MOST_LINES), 2)

    def action_list_move(self, step: int) -> None:
        """Move in the list, wherever the focus is."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()


class ChooseOne(_Choosing[str]):
    """Choose one of a list; typing narrows it when it is long."""

    LONG = 12

    BUTTONS = (("Choose  enter", "choose"), ("Cancel  esc", "cancel"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "list_move(1)", show=False, priority=True),
        Binding("up", "list_move(-1)", show=False, priority=True),
        Binding("enter", "choose", show=False, priority=True),
    ]

    def body(self) -> Iterable[Widget]:
        """A field to narrow a long list, and the list."""
        if len(self._choices) > self.LONG:
            yield Field(placeholder="type to narrow the list", id="narrow", classes="safe")
        yield OptionList(id="choices", classes="safe")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to what contains the words typed."""
        words = event.value.casefold().split()
        self._shown = [
            choice
            for choice in self._choices
            if all(word in choice.shown().casefold() for word in words)
        ]
        self.fill()

    def _after_typing(self, do: Callable[[], object]) -> None:
        """Do something once what was typed before it has narrowed the list."""
        for field in self.query(Field):
            field.after_typing(do)
            return
        do()

    def on_field_after(self, message: Field.After) -> None:
        """The list is narrowed: go on."""
        message.stop()
        message.do()

    def action_list_move(self, step: int) -> None:
        """Move in the list as it is narrowed."""
        self._after_typing(partial(super().action_list_move, step))

    def highlighted(self) -> Choice | None:
        """The choice under the cursor."""
        at = self.query_one(OptionList).highlighted
        return None if at is None or at >= len(self._shown) else self._shown[at]

    def action_choose(self) -> None:
        """Answer with the choice under the cursor."""
        self._after_typing(self._choose)

    def _choose(self) -> None:
        if self.focused is not None and self.focused.name == "cancel":
            self.action_cancel()
            return
        found = self.highlighted()
        if found is not None:
            self.dismiss(found.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click chooses."""
        event.stop()
        self.action_choose()


class ChooseMany(_Choosing[frozenset[str]]):
    """Choose several of a list; none means all."""

    BUTTONS = (("Done  enter", "done"), ("All  -", "none"), ("Cancel  esc", "cancel"))
    # All of one kind: a key that the list itself took would come after those typed behind it.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", show=False, priority=True),
        Binding("enter", "done", show=False, priority=True),
        Binding("minus", "none", show=False, priority=True),
        Binding("down,j", "list_move(1)", show=False, priority=True),
        Binding("up,k", "list_move(-1)", show=False, priority=True),
    ]

    def __init__(self, heading: str, choices: Sequence[Choice], chosen: frozenset[str]) -> None:
        super().__init__(heading, choices)
        self._chosen = set(chosen)

    def body(self) -> Iterable[Widget]:
        """The list, each line with its mark."""
        yield OptionList(id="choices", classes="safe")
        yield label("space marks; none marked means all", classes="dim")

    def line(self, choice: Choice) -> str:
        """A choice with its mark."""
        mark = "[x]" if choice.value in self._chosen else "[ ]"
        return f"{mark} {choice.shown()}"

    def action_mark(self) -> None:
        """Mark the line under the cursor, or take its mark away."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self._chosen ^= {self._choices[at].value}
            self._show_marks()

    def action_none(self) -> None:
        """Take all marks away: all are meant."""
        self._chosen.clear()
        self._show_marks()

    def _show_marks(self) -> None:
        options = self.query_one(OptionList)
        for at, choice in enumerate(self._choices):
            options.replace_option_prompt_at_index(at, plain(self.line(choice)))

    def action_done(self) -> None:
        """Answer with what is marked."""
        focused = self.focused.name if self.focused is not None else None
        if focused == "cancel":
            self.action_cancel()
        elif focused == "none":
            self.action_none()
        else:
            self.dismiss(frozenset(self._chosen))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click marks."""
        event.stop()
        self.action_mark()
