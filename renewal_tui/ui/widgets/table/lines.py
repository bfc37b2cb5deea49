"""Draws the lines of a table: the header, a row, a message; as few styles on a line as possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from renewal_tui.ui.widgets.table.compact import CompactStrip
from renewal_tui.ui.widgets.table.glyphs import Glyphs
from renewal_tui.ui.widgets.table.layout import Layout
from renewal_tui.ui.widgets.table.paint import cells, clean, fit
from renewal_tui.ui.widgets.table.source import RowT

Run = tuple[str, str]
"""A piece of a line and its tone."""

StyleOf = Callable[[str], Style]
"""The style of a tone in the state that the line is in."""


class Lines(Generic[RowT]):
    """Draws on a layout, scrolled `left` cells sideways."""

    def __init__(self, layout: Layout[RowT], glyphs: Glyphs, left: int) -> None:
        self._layout = layout
        self._glyphs = glyphs
        self._left = left

    def header(self, style: Style, sorted_by: str | None, *, descending: bool) -> Strip:
        """The titles, an arrow at the one that the rows are sorted by."""
        layout, glyphs = self._layout, self._glyphs
        arrow = glyphs.descending if descending else glyphs.ascending
        text, gap = " " * layout.gutter, " " * layout.gap
        for column, width in layout.columns:
            title = clean(column.title)
            if column.key != sorted_by:
                text += fit(title, width, column.align) + gap
            elif cells(title) + 2 <= width:
                text += fit(f"{title} {arrow}", width, column.align) + gap
            else:  # no room beside the title: the gap after it has some
                text += fit(title, width, column.align) + arrow + gap[1:]
        text = fit(text.rstrip(), layout.width, mark="")
        # What lies beyond the edges is told here, where it costs no line of its own.
        more = self._left + layout.view < layout.width or (layout.hides and not self._left)
        strip = self._line([(text, "")], lambda _: style, glyphs.more_right if more else " ", style)
        if self._left:
            strip = Strip([Segment(glyphs.more_left, style), *strip.crop(1)], strip.cell_length)
        return strip.simplify()

    def row(self, row: RowT, gutter: str, styles: StyleOf, thumb: Style | None) -> Strip:
        """A row; `thumb` is the rail's style where its thumb is on this line."""
        runs = list(_joined(self._cells(row), gutter, " " * self._layout.gap))
        if thumb is not None:
            return self._line(runs, styles, self._glyphs.thumb, thumb)
        if len(runs) == 1 and self._layout.width == self._layout.view:
            return self._plain(runs[0][0], styles(""))
        return self._line(runs, styles, " ", None)

    def message(self, text: str, style: Style) -> Strip:
        """A line that says something instead of showing a row."""
        return self._plain("  " + clean(text), style)

    def _cells(self, row: RowT) -> Iterator[Run]:
        ellipsis = self._glyphs.ellipsis
        for column, width in self._layout.columns:
            cell = column.cell(row)
            text, tone = (cell, "") if isinstance(cell, str) else cell
            yield fit(clean(text), width, column.align, column.cut, ellipsis), tone

    def _plain(self, text: str, style: Style) -> Strip:
        """A line in one style: the way that most lines go."""
        width = self._layout.view + 1
        return CompactStrip([Segment(fit(text, width, mark=self._glyphs.ellipsis), style)], width)

    def _line(self, runs: list[Run], styles: StyleOf, rail: str, rail_style: Style | None) -> Strip:
        """The part of a line that is in view, padded to its end, and the rail's cell after it."""
        text, tone = runs[-1]
        missing = self._layout.width - sum(cells(text) for text, _ in runs)
        runs[-1] = (text + " " * missing, tone)
        shown = [Segment(text, styles(tone)) for text, tone in runs]
        if self._layout.width != self._layout.view:
            shown = self._in_view(Strip(shown))
        last = styles(tone)
        if shown and (rail_style is None or rail_style == last) and shown[-1].style == last:
            shown[-1] = Segment(shown[-1].text + rail, last)
        else:
            shown.append(Segment(rail, last if rail_style is None else rail_style))
        return CompactStrip(shown, self._layout.view + 1)

    def _in_view(self, line: Strip) -> list[Segment]:
        """What stays at the left, and the part of the line beside it that is in view."""
        fixed, view = self._layout.fixed, self._layout.view
        return [*line.crop(0, fixed), *line.crop(fixed + self._left, self._left + view)]


def _joined(cells: Iterable[Run], gutter: str, gap: str) -> Iterator[Run]:
    """The cells joined wherever the tone stays the same; blanks show no tone and join any."""
    text, tone, between = gutter, "", ""
    for shown, wanted in cells:
        if wanted != tone and not shown.isspace():
            yield text + between, tone
            text, tone, between = "", wanted, ""
        text += between + shown
        between = gap
    yield text, tone
