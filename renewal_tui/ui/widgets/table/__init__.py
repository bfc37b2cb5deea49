"""A table for very many rows: `RowTable` over a `RowSource`, with `Column`s and `Marks`."""

from __future__ import annotations

from renewal_tui.ui.widgets.table.columns import Cell, Column, fit_columns
from renewal_tui.ui.widgets.table.marks import Marks
from renewal_tui.ui.widgets.table.source import ListSource, RowSource
from renewal_tui.ui.widgets.table.table import RowTable

__all__ = ["Cell", "Column", "ListSource", "Marks", "RowSource", "RowTable", "fit_columns"]
