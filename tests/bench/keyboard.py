"""Keys as a terminal sends them."""

from __future__ import annotations

DOWN = "\x1b[B"
PAGE_DOWN = "\x1b[6~"
HOME = "\x1b[H"
END = "\x1b[F"
TABLE_TOP = "\x1b[1;5H"
"""ctrl+home: how Textual's own table goes to its first row."""
TABLE_BOTTOM = "\x1b[1;5F"
MARK = " "
SORT = "s"
SEARCH = "/"
ESCAPE = "\x1b"
ENTER = "\r"
RESET_FILTERS = "x"
MARK_ALL = "*"
