"""The table of the renewal desk: any number of rows, columns that fit, a cursor, marks, a mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, TypeAlias

from textual.binding import Binding, BindingType

from renewal_tui.ui.widgets.table import messages
from renewal_tui.ui.widgets.table.columns import Column
from renewal_tui.ui.widgets.table.grid import no_tone
from renewal_tui.ui.widgets.table.marks import Marks
from renewal_tui.ui.widgets.table.mouse import MouseGrid
from renewal_tui.ui.widgets.table.source import RowSource, RowT


class RowTable(MouseGrid[RowT], can_focus=True):
    """Shows the rows of a source in windows, so that a million of them feel like a thousand.

    It keeps no row for longer than it needs it, scrolls only where the operator went, and keeps
    the cursor on its row when the source is replaced or reloaded. The layers below it, each in
    a module of its own: mouse, marking, keeping (its place), cursor, grid (what is drawn), viewport
    (what is in view), canvas (what is painted).

    Keys that move are bound here. What the keys for marks are is up to the screen, which has
    one registry of keys; the actions are `toggle_mark`, `range`, `mark_all` and `clear_marks`.
    """

    DEFAULT_CSS: ClassVar[str] = Path(__file__).with_name("table.tcss").read_text("utf-8")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", "Down", show=False),
        Binding("up,k", "cursor_up", "Up", show=False),
        Binding("pagedown", "page_down", "Page down", show=False),
        Binding("pageup", "page_up", "Page up", show=False),
        Binding("home,g", "home", "First row", show=False),
        Binding("end,G", "end", "Last row", show=False),
        Binding("left", "scroll_left", "Scroll left", show=False),
        Binding("right", "scroll_right", "Scroll right", show=False),
        Binding("enter", "choose", "Details", show=False),
    ]

    CursorMoved: TypeAlias = messages.CursorMoved
    MarksChanged: TypeAlias = messages.MarksChanged
    RowChosen: TypeAlias = messages.RowChosen
    HeaderClicked: TypeAlias = messages.HeaderClicked

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        source: RowSource[RowT] | None = None,
        *,
        row_tone: Callable[[RowT], str] = no_tone,
        empty_message: str = "",
        ascii: bool = False,
        markable: bool = True,
        marks: Marks | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            columns,
            source,
            row_tone=row_tone,
            empty_message=empty_message,
            ascii=ascii,
            markable=markable,
            id=id,
            classes=classes,
        )
        self._marks = marks or Marks()

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.cursor_id is not None:
            self.post_message(messages.RowChosen(self, self.cursor_id))
