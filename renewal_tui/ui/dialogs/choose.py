"""Choosing from a list: one of it, or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from renewal_tui.domain.facts import Account
from renewal_tui.domain.money import show_money
from renewal_tui.ui.dialogs.base import Dialog, button, label, plain
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


class ChooseOne(Dialog[str]):
    """Choose one of a list; typing narrows it when it is long."""

    LONG = 12

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "list_move(1)", show=False, priority=True),
        Binding("up", "list_move(-1)", show=False, priority=True),
        Binding("j", "list_move(1)", show=False),
        Binding("k", "list_move(-1)", show=False),
        Binding("enter", "choose", show=False, priority=True),
    ]

    def __init__(self, heading: str, choices: Sequence[Choice], chosen: str = "") -> None:
        super().__init__()
        self.add_class("small")
        self._heading = heading
        self._choices = list(choices)
        self._shown = self._choices
        self._chosen = chosen

    def heading(self) -> str:
        """What is to be chosen."""
        return self._heading

    def body(self) -> Iterable[Widget]:
        """A field to narrow a long list, and the list."""
        if len(self._choices) > self.LONG:
            yield Field(placeholder="type to narrow the list", id="narrow", classes="safe")
        options = OptionList(id="choices", classes="" if len(self._choices) > self.LONG else "safe")
        yield options

    def buttons(self) -> Iterable[Widget]:
        """Choose, or leave it."""
        yield button("Choose  enter", "choose")
        yield button("Cancel  esc", "cancel")

    def on_mount(self) -> None:
        """Fill the list, with the present choice under the cursor."""
        self._fill()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(plain(self.line(choice))) for choice in self._shown])
        places = [at for at, choice in enumerate(self._shown) if choice.value == self._chosen]
        options.highlighted = (places[0] if places else 0) if self._shown else None

    def fit(self) -> None:
        """The list takes what the rest leaves."""
        room = self.app.size.height - 8
        self.query_one(OptionList).styles.max_height = max(min(room, MOST_LINES), 2)

    def line(self, choice: Choice) -> str:
        """How a choice is shown."""
        return choice.shown()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to what contains the words typed."""
        words = event.value.casefold().split()
        self._shown = [
            choice
            for choice in self._choices
            if all(word in choice.shown().casefold() for word in words)
        ]
        self._fill()

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
        """Move in the list, wherever the focus is."""
        self._after_typing(partial(self._move, step))

    def _move(self, step: int) -> None:
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

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


class ChooseMany(Dialog[frozenset[str]]):
    """Choose several of a list; none means all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", show=False, priority=True),
        Binding("enter", "done", show=False, priority=True),
        Binding("minus", "none", show=False),
        Binding("j", "list_move(1)", show=False),
        Binding("k", "list_move(-1)", show=False),
    ]

    def __init__(self, heading: str, choices: Sequence[Choice], chosen: frozenset[str]) -> None:
        super().__init__()
        self.add_class("small")
        self._heading = heading
        self._choices = list(choices)
        self._chosen = set(chosen)

    def heading(self) -> str:
        """What is to be chosen."""
        return self._heading

    def body(self) -> Iterable[Widget]:
        """The list, each line with its mark."""
        yield OptionList(id="choices", classes="safe")
        yield label("space marks; none marked means all", classes="dim")

    def buttons(self) -> Iterable[Widget]:
        """Take the marks, or leave it."""
        yield button("Done  enter", "done")
        yield button("All  -", "none")
        yield button("Cancel  esc", "cancel")

    def on_mount(self) -> None:
        """Fill the list."""
        options = self.query_one(OptionList)
        options.add_options([Option(plain(self._line(choice))) for choice in self._choices])
        if self._choices:
            options.highlighted = 0

    def fit(self) -> None:
        """The list takes what the rest leaves."""
        room = self.app.size.height - 8
        self.query_one(OptionList).styles.max_height = max(min(room, MOST_LINES), 2)

    def _line(self, choice: Choice) -> str:
        mark = "[x]" if choice.value in self._chosen else "[ ]"
        return f"{mark} {choice.shown()}"

    def action_list_move(self, step: int) -> None:
        """Move in the list."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_mark(self) -> None:
        """Mark the line under the cursor, or take its mark away."""
        options = self.query_one(OptionList)
        at = options.highlighted
        if at is None:
            return
        self._chosen ^= {self._choices[at].value}
        options.replace_option_prompt_at_index(at, plain(self._line(self._choices[at])))

    def action_none(self) -> None:
        """Take all marks away: all are meant."""
        self._chosen.clear()
        options = self.query_one(OptionList)
        for at, choice in enumerate(self._choices):
            options.replace_option_prompt_at_index(at, plain(self._line(choice)))

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
