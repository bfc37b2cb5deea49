"""Lines that tell the terminal no more than they have to: every byte crosses a slow connection."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from renewal_tui.ui.widgets.table.paint import beginning, cells


class CompactStrip(Strip):
    """A strip that goes from one style to the next without ending the first one whole.

    Textual ends each piece with a reset and says colour and background again for the next.
    """

    def crop(self, start: int, end: int | None = None) -> Strip:
        """A part of it; its beginning, which is what a repaint of a line needs, is as compact."""
        if start or end is None or end >= self.cell_length:
            return super().crop(start, end)
        segments: list[Segment] = []
        room = max(end, 0)
        for segment in self:
            # The marks of the last letter belong to it, even those that a segment begins with.
            text = beginning(segment.text, room)
            room -= cells(text)
            if text != segment.text:
                segments.append(Segment(text + " " * room, segment.style))
                break
            segments.append(segment)
        return CompactStrip(segments, max(end, 0))

    def render(self, console: Console) -> str:
        """The text for the terminal, with the sequences that its styles need."""
        system = COLOR_SYSTEMS[console.color_system or "truecolor"]
        pieces: list[str] = []
        before = _NONE
        for text, style, _ in self:
            now = style or _NONE
            pieces.append(_turn(before, now, system) + text)
            before = now
        return "".join(pieces) + _turn(before, _NONE, system)


_NONE = Style.null()


@lru_cache(maxsize=1024)
def _turn(before: Style, now: Style, system: ColorSystem) -> str:
    """What makes a terminal that writes in one style write in another."""
    if before == now:
        return ""
    if now.color is not None and before + Style(color=now.color) == now:
        codes = ";".join(now.color.downgrade(system).get_ansi_codes())
        return f"\x1b[{codes}m"
    codes = Strip.render_ansi(now, system)
    if before == _NONE:
        return f"\x1b[{codes}m" if codes else ""
    return f"\x1b[0;{codes}m" if codes else "\x1b[0m"


def changed_cells(before: Strip, after: Strip) -> int:
    """Up to which cell two lines differ; 0 when they are the same."""
    if before.cell_length != after.cell_length:
        return max(before.cell_length, after.cell_length)
    one, other = list(before), list(after)
    width = after.cell_length
    while one and other and one[-1] == other[-1]:
        width -= cells(other.pop().text)
        one.pop()
    if one and other and one[-1].style == other[-1].style:
        width -= _same_ending(one[-1].text, other[-1].text)
    return width if one or other else 0


def _same_ending(one: str, other: str) -> int:
    """The cells of the longest ending that two texts share; no mark is parted from its letter."""
    used = start = 0
    for at in range(1, min(len(one), len(other)) + 1):
        if one[-at] != other[-at]:
            break
        size = get_character_cell_size(one[-at])
        used += size
        if size:
            start = used
    return start
