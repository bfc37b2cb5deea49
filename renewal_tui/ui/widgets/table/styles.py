"""The colours of a table: component classes of the theme, made into one style for each state."""

from __future__ import annotations

from itertools import product

from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import BLACK, WHITE, Color
from textual.widget import Widget

TONES = frozenset({"expired", "due", "good", "dim"})
"""What a row or a cell can be; each has a component class, and a word or a glyph beside it."""

PREFIX = "row-table--"
PARTS = frozenset({"header", "cursor", "cursor-blurred", "marked"})
COMPONENT_CLASSES = {PREFIX + name for name in TONES | PARTS}

LEAST_CONTRAST = 4.5

_LEVELS = (0, 95, 135, 175, 215, 255)
_NUMBERS: dict[tuple[int, ...], int] = {
    **{(8 + 10 * step,) * 3: 232 + step for step in range(24)},
    **{each: 16 + at for at, each in enumerate(product(_LEVELS, repeat=3))},
}
"""The colours 16 to 255 of terminals, a cube and a ramp of greys, which hardly anybody changes."""


class TableStyles:
    """Hands out a style for each state; each is worked out once until `clear` is called.

    Asking Textual for a style takes far longer than painting a row does, so it must not happen
    for each line.
    """

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._known: dict[tuple[str, bool], Style] = {}

    def clear(self) -> None:
        """Forget everything: the theme or the style sheet changed."""
        self._known.clear()

    def of(self, name: str = "", *, marked: bool = False) -> Style:
        """The style of a tone or a part; without one, of a row."""
        key = (name, marked)
        style = self._known.get(key)
        if style is None:
            style = self._known[key] = self._work_out(name, marked=marked)
        return style

    def _work_out(self, name: str, *, marked: bool) -> Style:
        component = self._widget.get_component_rich_style
        style = component(PREFIX + name) if name else self._widget.rich_style
        if marked:
            mark = component(PREFIX + "marked")
            # A marked row keeps its tone: red stays red, on the background of the marked ones.
            style = mark + Style(color=style.color) if name else mark
        return numbered(self._filtered(readable(style)))

    def _filtered(self, style: Style) -> Style:
        """The style after the app's colour filters (no colour, the terminal's own colours)."""
        line = [Segment(" ", style)]
        for colour_filter in self._widget.get_line_filters():
            line = colour_filter.apply(line, self._widget.background_colors[1])
        return line[0].style or Style.null()


def readable(style: Style) -> Style:
    """The same style, its text drawn away from its background until it can be read.

    Themes are not all made with care, and tones meet backgrounds no theme has thought of.
    """
    if style.color is None or style.bgcolor is None or style.reverse:
        return style
    if {style.color.type, style.bgcolor.type} != {ColorType.TRUECOLOR}:
        return style  # the terminal's own colours: only its owner knows what they look like
    text, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
    goal = max(WHITE, BLACK, key=lambda color: contrast(color, ground))
    shades = (text.blend(goal, tenth / 10) for tenth in range(11))
    shade = next((one for one in shades if contrast(one, ground) >= LEAST_CONTRAST), goal)
    return style + Style(color=shade.rich_color)


def numbered(style: Style) -> Style:
    """The same style, its colours by their numbers where the 256 colours of terminals have them.

    A number takes half the bytes of red, green and blue; the themes choose such colours for text.
    """
    if style.color is None:
        return style
    number = None if style.color.triplet is None else _NUMBERS.get(tuple(style.color.triplet))
    return style if number is None else style + Style(color=f"color({number})")


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two opaque colours, from 1 to 21, as WCAG 2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
