"""The table of the renewal desk: any number of rows, columns that fit, a cursor, marks, a mouse."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from renewal_tui.ui.widgets.table.mouse import MouseGrid
from renewal_tui.ui.widgets.table.source import RowT


class RowTable(MouseGrid[RowT], can_focus=True):
    """Shows the rows of a source in windows, so that a million of them feel like a thousand.

    It keeps no row for longer than it needs it, scrolls only where the operator went, and keeps
    the cursor on its row when the source is replaced or reloaded. The layers below it, each in
    a module of its own: mouse, marking, cursor, grid (what is drawn), viewport (what is in view),
    canvas (what is painted).

    Keys that move are bound here. What the keys for marks are is up to the screen, which has
    one registry of keys; the actions are `toggle_mark`, `range`, `mark_all` and `clear_marks`.
    """

    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_name("table.tcss").read_text("utf-8")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home,g", "home", "First row", show=False),
        Binding("end,G", "end", "Last row", show=False),
        Binding("left", "scroll_left", "Scroll left", show=False),
        Binding("right", "scroll_right", "Scroll right", show=False),
        Binding("enter", "choose", "Details", show=False),
    ]
