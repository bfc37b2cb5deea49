"""Lines that are drawn once and kept until they change, without Textual's layers around them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Self

from textual.events import Blur, DescendantBlur, DescendantFocus, Event, Focus
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from renewal_tui.ui.textual_private import Repainted
from renewal_tui.ui.widgets.table.compact import changed_cells

LEAST_SPARED = 8
"""Cells at the end of a line for which it is worth the while to write only a part of the line."""


class Canvas(Repainted, can_focus=True, inherit_bindings=False):
    """A widget that is nothing but its lines: no border, no padding, no scroll bars, no opacity.

    Textual would pass every line through those, and through its colour filters, each time that
    any line is painted. Here a line goes to the terminal as `render_line` made it, and a page
    takes two thirds of the time. The colour filters are applied to the styles instead.
    """

    ALLOW_SELECT = False
    """A click is for the rows; terminals select text while shift is held."""

    def __init__(self) -> None:
        # First of all, since Textual may ask for a repaint as early as in its constructor.
        self._drawn: dict[int, Strip] = {}
        self._stale: set[int] = set()
        super().__init__()

    def restyled(self) -> None:
        """What a change of the theme or of the style sheet changes."""

    def focus_changed(self) -> None:
        """What having or not having the focus changes."""

    def focus(self, scroll_visible: bool = True) -> Self:
        """Take the focus; Textual's own method would repaint every line for that."""
        self.app.call_later(self._take_focus, scroll_visible)
        return self

    def on_focus(self, event: Focus) -> None:
        """Have the focus. The default handler, which repaints every line, is left out."""
        event.prevent_default()
        self._set_focused(DescendantFocus(self), focused=True)

    def on_blur(self, event: Blur) -> None:
        """Lose the focus, as quietly."""
        event.prevent_default()
        self._set_focused(DescendantBlur(self), focused=False)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Repaint some lines, or all of them; Textual asks for all when styles have changed."""
        if repaint and regions:
            self._stale.update(y for region in regions for y in region.line_range)
        elif repaint:
            self._forget_lines()
            self.restyled()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in a part of the widget; those that did not change are not drawn again."""
        lines = [self._line(y) for y in crop.line_range]
        left, right = crop.column_span
        if (left, right) == (0, self.outer_size.width):
            return lines
        return [line.crop(left, right) for line in lines]

    def _line(self, y: int) -> Strip:
        if y in self._stale or y not in self._drawn:
            self._stale.discard(y)
            self._drawn[y] = self.render_line(y)
        return self._drawn[y]

    def _forget_lines(self) -> None:
        self._drawn.clear()
        self._stale.clear()

    def regions_to_paint(self, regions: Collection[Region]) -> Collection[Region]:
        """Of a line that is on the screen already, no more than up to the last changed cell."""
        found: list[Region] = []
        for region in regions:
            if self._stale.isdisjoint(region.line_range):
                found.append(region)
            else:
                found += (Region(region.x, y, width, 1) for y, width in self._changed(region))
        return found

    def _changed(self, region: Region) -> Iterator[tuple[int, int]]:
        """The lines of a region that have to be painted, and how many of their cells."""
        for y in region.line_range:
            before = self._drawn.get(y) if y in self._stale else None
            width = region.width
            if before is not None:
                changed = changed_cells(before, self._line(y)) - region.x
                width = changed if changed + LEAST_SPARED <= width else width if changed > 0 else 0
            if width > 0:
                yield y, width

    def about_to_paint_anew(self) -> None:
        """Draw all lines in the new size."""
        self._forget_lines()

    def _take_focus(self, scroll_visible: bool) -> None:
        if self.is_attached:
            self.screen.set_focus(self, scroll_visible=scroll_visible)

    def _set_focused(self, news: Event, *, focused: bool) -> None:
        self.has_focus = focused
        self.focus_changed()
        if isinstance(self.parent, Widget):
            self.parent.post_message(news)
