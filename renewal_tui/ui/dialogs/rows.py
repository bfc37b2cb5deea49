"""A dialog with a table: the keys that move go to its rows, though a button has the focus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic

from textual.binding import Binding, BindingType

from renewal_tui.ui.dialogs.base import Dialog
from renewal_tui.ui.dialogs.seen import ResultT
from renewal_tui.ui.widgets.table import Column, RowSource, RowTable
from renewal_tui.ui.widgets.table.source import RowT


class RowsDialog(Dialog[ResultT], Generic[ResultT]):
    """The same keys as in the tables of the main screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "rows('move(1)')", show=False),
        Binding("up,k", "rows('move(-1)')", show=False),
        Binding("pagedown", "rows('page(1)')", show=False),
        Binding("pageup", "rows('page(-1)')", show=False),
        Binding("home,g", "rows('home')", show=False),
        Binding("end,G", "rows('end')", show=False),
        Binding("left,shift+left", "rows('scroll_left')", show=False),
        Binding("right,shift+right", "rows('scroll_right')", show=False),
    ]

    def rows_table(
        self, columns: Sequence[Column[RowT]], source: RowSource[RowT]
    ) -> RowTable[RowT]:
        """A table of rows to look at."""
        ascii_only = getattr(self.app, "ascii_only", False)
        return RowTable(columns, source, markable=False, ascii=ascii_only)

    async def action_rows(self, move: str) -> None:
        """Move in the rows, if there are any."""
        for table in self.query(RowTable):
            await table.run_action(move)
