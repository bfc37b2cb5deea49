"""Makes a text fit its cells: nothing a terminal could obey, no cell too many or too few."""

from __future__ import annotations

from rich.cells import cell_len, get_character_cell_size

from renewal_tui.domain.text import printable
from renewal_tui.ui.widgets.table.columns import Align, Cut

LONGEST = 512
"""Characters of a cell that are looked at; no column is that wide."""


def clean(text: str) -> str:
    """The text as it may be written to a terminal: names are data."""
    return printable(text[:LONGEST])


def cells(text: str) -> int:
    """How many cells a clean text takes."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int, align: Align = "left", cut: Cut = "end", mark: str = "…") -> str:
    """A clean text in exactly `width` cells: padded, or cut with `mark` where it was cut."""
    used = cells(text)
    if used > width:
        text = shorten(text, width, cut, mark)
        used = cells(text)
    if used == width:
        return text
    padding = " " * (width - used)
    return padding + text if align == "right" else text + padding


def shorten(text: str, width: int, cut: Cut, mark: str) -> str:
    """The beginning, or both ends, of a text in at most `width` cells, `mark` included."""
    if width <= 0:
        return ""
    room = width - cells(mark)
    if cut == "middle":
        # The end of an id tells more than one character more of its beginning.
        ending = room // 2
        return beginning(text, room - ending) + mark + _tail(text, ending)
    return beginning(text, room) + mark


def beginning(text: str, width: int) -> str:
    """The longest one in `width` cells, marks included; a wide character is not halved."""
    if text.isascii():
        return text[:width]
    used = 0
    for at, character in enumerate(text):
        used += get_character_cell_size(character)
        if used > width:
            return text[:at]
    return text


def _tail(text: str, width: int) -> str:
    """The longest ending in `width` cells; it never begins with a mark that lost its letter."""
    if text.isascii():
        return text[max(len(text) - width, 0) :]
    used = 0
    start = len(text)
    for at in range(len(text) - 1, -1, -1):
        size = get_character_cell_size(text[at])
        if used + size > width:
            break
        used += size
        if size:
            start = at
    return text[start:]
