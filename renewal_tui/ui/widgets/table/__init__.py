"""A table for very many rows: `RowTable` over a `RowSource`, with `Column`s and `Marks`.

`source` says what rows come from, `windows` keeps the few that are looked at, `viewport` and `grid`
say which line shows which, `columns` and `layout` how wide, `lines`, `paint` and `styles` how they
look, `canvas` and `compact` what the terminal is sent. `cursor`, `marking` and `mouse` move and
mark, and post what they did. Another source of rows is held to its contract by
tests/ui/table/test_source_contract.py.
"""

from __future__ import annotations

from renewal_tui.ui.widgets.table.columns import Cell, Column, fit_columns
from renewal_tui.ui.widgets.table.marks import Marks
from renewal_tui.ui.widgets.table.source import ListSource, RowSource
from renewal_tui.ui.widgets.table.table import RowTable

__all__ = ["Cell", "Column", "ListSource", "Marks", "RowSource", "RowTable", "fit_columns"]
