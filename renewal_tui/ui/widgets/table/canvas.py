"""Lines that are drawn once and kept until they change, without Textual's layers around them."""

from __future__ import annotations

from typing import Self

from textual.events import Blur, DescendantBlur, DescendantFocus, Event, Focus
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget


class Canvas(ScrollView, can_focus=True, inherit_bindings=False):
    """A widget that is nothing but its lines: no border, no padding, no scroll bars, no opacity.

    Textual would pass every line through those, and through its colour filters, each time that
    any line is painted. Here a line goes to the terminal as `render_line` made it, and a page
    takes two thirds of the time. The colour filters are applied to the styles instead.
    """

    ALLOW_SELECT = False
    """A click is for the rows; terminals select text while shift is held."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        # First of all, since Textual may ask for a repaint as early as in its constructor.
        self._drawn: dict[int, Strip] = {}
        super().__init__(id=id, classes=classes)

    def resized(self) -> None:
        """What a new size changes, called before anything is painted in that size."""

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
            for y in {y for region in regions for y in region.line_range}:
                self._drawn.pop(y, None)
        elif repaint:
            self._drawn.clear()
            self.restyled()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in a part of the widget; those that did not change are not drawn again."""
        drawn = self._drawn
        for y in crop.line_range:
            if y not in drawn:
                drawn[y] = self.render_line(y)
        lines = [drawn[y] for y in crop.line_range]
        left, right = crop.column_span
        if (left, right) == (0, self.outer_size.width):
            return lines
        return [line.crop(left, right) for line in lines]

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        # The resize event comes only after a first paint in the new size: everything would be
        # written twice, at first in columns that do not fit.
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if changed:
            self._drawn.clear()
            self.resized()
        return changed

    def _take_focus(self, scroll_visible: bool) -> None:
        if self.is_attached:
            self.screen.set_focus(self, scroll_visible=scroll_visible)

    def _set_focused(self, news: Event, *, focused: bool) -> None:
        self.has_focus = focused
        self.focus_changed()
        if isinstance(self.parent, Widget):
            self.parent.post_message(news)
