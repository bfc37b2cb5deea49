"""The floor under the table: Textual's own DataTable, with the columns of the console.

python -m tests.bench.floor_datatable ROWS
"""

from __future__ import annotations

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable

from renewal_tui.operations.sample_fleet.instances import instance_records
from tests.bench.fleets import TODAY

COLUMNS = ("Mark", "Instance", "Name", "Account", "Product", "Room", "Expires", "Price", "Policy")


class TableApp(App[None]):
    """One table; space marks the row under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [("space", "mark", "Mark")]

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """The table and nothing else."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        table.add_columns(*COLUMNS)
        for row in instance_records(self._rows, ["customer-0001"], ["cn-beijing-6"], TODAY):
            table.add_row(
                " ",
                row.instance_id,
                row.name,
                row.account,
                row.product,
                row.room,
                row.expire_date,
                f"{row.monthly_price / 100:,.2f}",
                row.policy,
            )
        table.focus()

    def action_mark(self) -> None:
        """Turn the mark of a row and go down, as the console does."""
        table = self.query_one(DataTable)
        row, _ = table.cursor_coordinate
        cell = table.get_cell_at((row, 0))  # type: ignore[arg-type]
        table.update_cell_at((row, 0), " " if cell == "x" else "x")  # type: ignore[arg-type]
        table.action_cursor_down()


if __name__ == "__main__":
    TableApp(int(sys.argv[1])).run()
