"""A bar of one line: pieces of text on the left and on the right, some to be clicked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from renewal_tui.domain.text import printable

NARROW = 100
"""Screens of fewer cells shorten their words."""

ELLIPSES = {False: "…", True: "~"}
"""What stands where a text was cut; True is for ASCII only."""


class Piece(NamedTuple):
    """A piece of a bar: its text, its tone (a component class), and what a click on it means."""

    text: str
    tone: str = "plain"
    payload: str = ""


class LineBar(Widget):
    """Shows pieces on one line; the right-hand ones go first when it is too narrow.

    Where the right-hand ones matter more (`right_first`), dim pieces on the left go before them,
    one by one, and then all plain ones: a part of the sums would be taken for the whole.
    """

    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_name("line_bar.tcss").read_text("utf-8")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"line-bar--{tone}"
        for tone in ("plain", "dim", "active", "key", "title", "bad", "due", "good", "field")
    }

    class Picked(Message):
        """A piece was clicked."""

        def __init__(self, bar: LineBar, payload: str) -> None:
            self.bar = bar
            self.payload = payload
            super().__init__()

    def __init__(
        self, *, id: str | None = None, classes: str | None = None, right_first: bool = False
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._right_first = right_first
        self._left: tuple[Piece, ...] = ()
        self._right: tuple[Piece, ...] = ()

    def show(self, left: Sequence[Piece], right: Sequence[Piece] = ()) -> None:
        """Show these pieces; a bar that would look the same writes nothing."""
        shown = (tuple(left), tuple(right))
        if shown != (self._left, self._right):
            self._left, self._right = shown
            self.refresh()

    def pieces(self) -> list[Piece]:
        """The pieces that fit, with the space between left and right as one of them."""
        width, mark = self.size.width, self._ellipsis
        left = [piece._replace(text=_shown(piece.text, mark)) for piece in self._left]
        right = [piece._replace(text=_shown(piece.text, mark)) for piece in self._right]
        while self._right_first and _width(left) + _width(right) + 1 > width:
            yielding = [at for at, piece in enumerate(left) if piece.tone == "dim"]
            if not yielding:
                left = [piece for piece in left if piece.tone != "plain"]
                break
            left.pop(yielding[-1])
        while right and _width(left) + _width(right) + 1 > width:
            right.pop(0)
        gap = width - _width(left) - _width(right)
        if gap >= 0:
            return [*left, Piece(" " * gap), *right]
        return _cut(left, width, mark)

    @property
    def _ellipsis(self) -> str:
        return ELLIPSES[getattr(self.app, "ascii_only", False)]

    def render_line(self, y: int) -> Strip:
        """The one line."""
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        segments = [
            Segment(piece.text, self._style(piece.tone)) for piece in self.pieces() if piece.text
        ]
        return Strip(segments, self.size.width)

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style(f"line-bar--{tone}")

    def on_click(self, event: Click) -> None:
        """Tell which piece was clicked."""
        at = 0
        for piece in self.pieces():
            at += cell_len(piece.text)
            if event.x < at:
                if piece.payload:
                    event.stop()
                    self.post_message(self.Picked(self, piece.payload))
                return


def length(pieces: Iterable[Piece]) -> int:
    """The cells that pieces take; the blanks at their end may be cut."""
    return cell_len("".join(piece.text for piece in pieces).rstrip())


def _width(pieces: Sequence[Piece]) -> int:
    return sum(cell_len(piece.text) for piece in pieces)


def _shown(text: str, mark: str) -> str:
    return printable(text).replace(ELLIPSES[False], mark)


def _cut(pieces: Sequence[Piece], width: int, mark: str) -> list[Piece]:
    """The pieces cut at the end, with what does not fit left out."""
    kept: list[Piece] = []
    for piece in pieces:
        room = width - _width(kept)
        if room <= 0:
            break
        text = piece.text
        if cell_len(text) > room:
            text = set_cell_size(text, max(room - 1, 0)) + mark[:room]
        kept.append(piece._replace(text=text))
    return kept
