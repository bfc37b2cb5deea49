"""Pages to read; the help is one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from renewal_tui.domain.text import printable
from renewal_tui.ui.actions import MOVES, Action
from renewal_tui.ui.dialogs.base import Dialog, label, plain

_MARGIN = re.compile(r" *\S+(?: \S+)*  +")
"""What stands before the second column of a line."""


class Page(Dialog[None]):
    """A heading and lines to read, which scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q", "cancel", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(self, heading: str, lines: Sequence[str]) -> None:
        super().__init__(heading)
        self._lines = lines

    def body(self) -> Iterable[Widget]:
        """The lines."""
        yield VerticalScroll(label("", id="lines"), can_focus=False)

    def fit(self) -> None:
        """The lines take what heading and buttons leave."""
        width = self.line_width - 1  # the scrollbar's
        lines = (part for line in self._lines for part in hanging(printable(line), width))
        self.query_one("#lines", Static).update(plain("\n".join(lines)))
        scroll = self.query_one(VerticalScroll)
        scroll.styles.max_height = max(self.app.size.height - 7, 5)

    def action_scroll(self, lines: int) -> None:
        """Scroll though the button has the focus."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


def hanging(line: str, width: int) -> list[str]:
    """A line in as many as it takes; what stands in its second column goes on there."""
    found = _MARGIN.match(line)
    start = found.end() if found and found.end() < width - 1 else 0
    first, *others = plain(line[start:]).wrap(width - start)
    return [f"{line[:start]}{first}", *(f"{' ' * start}{other}" for other in others)]


def facts(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Names and values in two columns; what has no value is left out."""
    return [f"{name:<18}{value}" for name, value in pairs if value]


_CHANGING = (
    "An action works on the marked rows, or on the row under the cursor if none is marked.",
    "In dialogs esc cancels, y and n answer; the keys stand on the buttons.",
    "In the renewal dialog left and right choose the period, v turns vouchers off and on, "
    "p pays, l pays later, t tops up. In the unification dialog d and m choose a date or a "
    "day of each month, typing fills it. Shift with left or right scrolls the lines sideways.",
)
_SEARCHING = (
    ('web "db 01"', "texts in id or name, all of them; quoted with its blanks"),
    ("product:KEC,EIP", "a product; alternatives with commas; room: and account: likewise"),
    ("policy:auto", "or manual; months:12 is what it renews by; status:active or expired"),
    ("due:7", "expired, or expiring within so many days"),
    ("left:0..7", "so many days left; ranges may be open: left:30.."),
    ("expires:DATE", "or DATE..DATE; price:100..250 is a month's"),
    ("-web -due:7", "a minus turns a word round"),
    ("ids", "two or more, the first of them known: these very ones"),
)
_READING = ("This store is open for reading only: what changes it is not offered.",)
_COLOURS = (
    "Red means expired or failed, amber due within 7 days; a word says so too. Lapsed is what "
    "expired while on automatic renewal, which no longer applies then: renew it by hand.",
)


def help_page(actions: Iterable[Action], *, read_only: bool) -> Page:
    """The keys of these actions, and how dialogs and marks work."""
    lines = ["Moving", *(f"  {keys:<16}{what}" for keys, what in MOVES), "", "Doing"]
    lines += [f"  {one.shown or '^p':<16}{one.label}: {one.help}" for one in actions]
    lines += ["", "Searching", *(f"  {text:<16}{what}" for text, what in _SEARCHING)]
    lines += ["", *(_READING if read_only else _CHANGING), *_COLOURS]
    return Page("Keys and what they do", lines)
