"""What a table tells its screen."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget


class TableMessage(Message, namespace="row_table"):
    """A message of a table, handled as `on_row_table_...` or by `@on(..., "#its-id")`."""

    def __init__(self, table: Widget) -> None:
        super().__init__()
        self.table = table

    @property
    def control(self) -> Widget:
        """The table that sent it."""
        return self.table


class CursorMoved(TableMessage, namespace="row_table"):
    """The cursor stands on another row; `row_id` is None when there is no row."""

    def __init__(self, table: Widget, row_id: str | None) -> None:
        super().__init__(table)
        self.row_id = row_id

    def can_replace(self, message: Message) -> bool:
        """While a key is held down, only where the cursor came to rest is of interest."""
        return isinstance(message, CursorMoved) and message.table is self.table


class MarksChanged(TableMessage, namespace="row_table"):
    """Rows were marked or unmarked, or a range was started or given up."""

    def can_replace(self, message: Message) -> bool:
        """The marks are read from the table, so one message is as good as several."""
        return isinstance(message, MarksChanged) and message.table is self.table


class RowChosen(TableMessage, namespace="row_table"):
    """A row was opened: by the enter key or a double click."""

    def __init__(self, table: Widget, row_id: str) -> None:
        super().__init__(table)
        self.row_id = row_id


class HeaderClicked(TableMessage, namespace="row_table"):
    """The title of a sortable column was clicked."""

    def __init__(self, table: Widget, key: str) -> None:
        super().__init__(table)
        self.key = key
