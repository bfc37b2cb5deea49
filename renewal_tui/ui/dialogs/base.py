"""What all dialogs share: a small page over the screen, `esc`, and no keys typed too early."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import ClassVar, Generic

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.scrollbar import ScrollBarRender
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from renewal_tui.domain.text import printable
from renewal_tui.ui.dialogs.seen import ResultT, Seen
from renewal_tui.ui.error_boundary import ErrorBoundary


def plain(text: str) -> Content:
    """A text as it is: names are data, never markup."""
    return Content("\n".join(printable(line) for line in text.split("\n")))


def paragraph(lines: Iterable[str]) -> str:
    """Lines one below the other; a name cannot make two of one, and so none that it forges."""
    return "\n".join(map(printable, lines))


def label(text: str, *, id: str | None = None, classes: str | None = None) -> Static:
    """A line or paragraph of a dialog."""
    return Static(plain(text), id=id, classes=classes, markup=False)


PAGE_SHARE, PAGE_LEAST, PAGE_WIDTH, PAGE_EDGES = 0.96, 12, 112, 6
"""How wide a page is: a share of the screen, no less and no more than; its edges (dialogs.tcss)."""


class PlainBar(ScrollBarRender):
    """A scrollbar of whole cells: parts of one are drawn with what is not ASCII."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class Dialog(ErrorBoundary, Seen[ResultT], Generic[ResultT]):
    """A page with a heading, a body and a row of buttons; `esc` closes it without an answer.

    Keys that were typed before the page was painted are ignored, and an answer to figures that
    nobody can have read yet: an operator must have seen what a key would answer.
    """

    AUTO_FOCUS = ".safe"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", show=False),
    ]

    NOTICE: ClassVar[str] = ""
    """The id of the line that says what is wrong, if there is one."""

    TAKES_NOTE: ClassVar[bool] = False
    """Whether `N` takes a note on what is done, which is shown above that [R32]."""

    BUTTONS: ClassVar[tuple[tuple[str, str], ...]] = (("Close  esc", "close"),)
    """What stands on each answer, and its action; the first is the safe one, if no field is."""

    def __init__(self, heading: str = "") -> None:
        super().__init__()
        self._heading = heading

    def compose(self) -> ComposeResult:
        """The page."""
        with Vertical(id="page"):
            yield label(paragraph([self.heading()]), id="heading")
            yield from self.body()
            if self.TAKES_NOTE:
                remark = label("", id="remark", classes="dim")
                remark.display = False
                yield remark
            if self.NOTICE:
                yield label("", id=self.NOTICE, classes="bad")
            with Horizontal(id="buttons"):
                for at, (text, name) in enumerate(self.buttons()):
                    yield PageButton(text, name, safe=at == 0)

    def heading(self) -> str:
        """What will happen, to how many."""
        return self._heading

    def body(self) -> Iterable[Widget]:
        """What stands between heading and buttons."""
        return ()

    def buttons(self) -> Iterable[tuple[str, str]]:
        """The answers."""
        return self.BUTTONS

    def on_mount(self) -> None:
        """Take keys from the moment the page can be seen."""
        if getattr(self.app, "ascii_only", False):
            self.add_class("-ascii")
            for widget in self.query("OptionList, VerticalScroll"):
                widget.vertical_scrollbar.renderer = PlainBar  # type: ignore[misc]
        self.figures_changed()

    def on_resize(self) -> None:
        """The page fits the screen, whatever size that becomes."""
        self.fit()

    @property
    def line_width(self) -> int:
        """The cells that a line has on a page of full width."""
        share = int(self.app.size.width * PAGE_SHARE)
        return max(min(share, PAGE_WIDTH), PAGE_LEAST) - PAGE_EDGES

    def lines_of(self, text: str) -> int:
        """The lines that a text takes when it is wrapped on a page of full width."""
        return plain(text).get_height({}, self.line_width) if text else 0

    def fit(self) -> None:
        """Give what scrolls the room that the rest of the page leaves."""

    def say(self, name: str, text: str) -> None:
        """Show a text in a line of the page, which takes no room without one."""
        line = self.query_one(name, Static)
        line.update(plain(text))
        line.display = bool(text)

    def offer(self, name: str, *, offered: bool) -> Button:
        """Show a button only while it can be pressed: without colours a grey one looks like any.

        The focus that it had goes to the safe one, never to the next.
        """
        found = self.query_one(name, Button)
        if not offered and found.has_focus:
            self.query_one(".safe").focus()
        found.display = offered
        return found

    def tell(self, text: str) -> None:
        """Show a notice in the line for it."""
        self.say(f"#{self.NOTICE}", text)

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field does what the dialog is for."""
        event.stop()
        await self.run_action("submit")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button does what its action does."""
        event.stop()
        name = event.button.name or "cancel"
        self.call_later(self._press, "cancel" if name == "close" else name, event.button)

    async def _press(self, name: str, pressed: Button) -> None:
        if isinstance(pressed, PageButton):
            self.input_at = pressed.pressed_at
        await self.run_action(name)


class PageButton(Button):
    """A button of one line, its key on it; it remembers when what pressed it came."""

    pressed_at = -math.inf

    def __init__(self, text: str, name: str, *, safe: bool) -> None:
        found = "safe" if safe else None
        id = name.replace("_", "-")
        super().__init__(plain(text), name=name, id=id, classes=found, compact=True)

    def press(self) -> PageButton:
        """Press it."""
        self.pressed_at = getattr(self.screen, "input_at", -math.inf)
        return super().press()
