"""A tab whose body is one table: its columns, its rows, and how a row is opened."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar, Generic

from textual.widget import Widget

from renewal_tui.errors import DeskError
from renewal_tui.ui.actions import Action, Owner, tab_action
from renewal_tui.ui.error_boundary import ErrorBoundary
from renewal_tui.ui.tabs.tab import FiguresT, Tab
from renewal_tui.ui.widgets.table import Column, RowSource, RowTable
from renewal_tui.ui.widgets.table.source import RowT

DETAILS = tab_action(
    "details", (), "Details", "all about the row under the cursor", "Details", pressed="enter"
)
COPY_ID = tab_action("copy_id", ("y",), "Copy id", "show the row's id, copy it (OSC 52)")


class StoreTable(ErrorBoundary, RowTable[RowT]):
    """A table on the store: rows that it cannot tell just now are drawn a little later."""

    TROUBLE = (DeskError,)


class TableTab(Tab[FiguresT], Generic[RowT, FiguresT]):
    """A tab that is a table; it stays on its row when the rows are read anew."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (DETAILS, COPY_ID)
    NOTHING: ClassVar[str]
    """What an empty table says."""

    MARKABLE: ClassVar[bool] = False
    NEWEST_FIRST: ClassVar[bool] = False
    """Whether who looks at the first row goes on to do so when a newer one comes."""

    table: RowTable[RowT]

    @abstractmethod
    def columns(self) -> list[Column[RowT]]:
        """The columns."""

    @abstractmethod
    def source(self) -> RowSource[RowT]:
        """The rows, as they are now."""

    def empty_text(self) -> str:
        """What an empty table says, and what to do about it."""
        return self.NOTHING

    @abstractmethod
    def open_row(self, row: RowT) -> None:
        """Show everything about the row under the cursor."""

    def body(self) -> Widget:
        """The table; what it shows is read afterwards, since a busy store must not hinder that."""
        self.table = StoreTable(
            [],
            markable=self.MARKABLE and not self.host.read_only,
            ascii=self.host.ascii_only,
        )
        return self.table

    def take_focus(self) -> None:
        """The table has the keys."""
        self.table.focus()

    def read(self) -> Callable[[FiguresT], object] | None:
        """Show the rows as they are now."""
        self.show(self.source())
        return None

    def show(self, source: RowSource[RowT] | None) -> None:
        """Show the table anew; without a source the last good page stays."""
        self.table.empty_message = self.empty_text()
        self.table.set_columns(self.columns())
        if source is not None:
            self.show_rows(source)

    def show_rows(self, source: RowSource[RowT], *, asked: bool = False) -> None:
        """Show these rows; `asked` says that other ones were asked for."""
        newest = self.NEWEST_FIRST and self.table.cursor_row == self.table.first_row == 0
        self.table.set_source(source, keep=not newest, asked=asked)

    async def do(self, action: Action) -> None:
        """Let the table carry out what is its own; what that changes is painted with it."""
        if action.owner is Owner.TABLE:
            await self.table.run_action(action.name)
            self.host.show_chrome()
        else:
            await super().do(action)

    def on_row_table_row_chosen(self) -> None:
        """Enter or a double click opens the row."""
        self.action_details()

    def on_row_table_marks_changed(self) -> None:
        """Tell what is marked."""
        self.host.show_chrome()

    def action_details(self) -> None:
        """Everything about the row under the cursor."""
        row = self.table.cursor_item
        if row is not None:
            self.open_row(row)

    def action_copy_id(self) -> None:
        """Copy the row's id to the terminal's clipboard, and show it anyway."""
        from renewal_tui.ui.clipboard import copy

        under = self.table.cursor_id
        if under:
            copy(self.app, under)
            self.app.notify(f"Copied: {under}", markup=False)
