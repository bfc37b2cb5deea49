"""The few signs a table draws with, and what stands for them where there is only ASCII."""

from __future__ import annotations

from typing import NamedTuple


class Glyphs(NamedTuple):
    """One set of signs; each is one cell wide."""

    ellipsis: str
    ascending: str
    descending: str
    thumb: str
    more_left: str
    more_right: str


UNICODE = Glyphs("…", "▲", "▼", "▐", "‹", "›")
ASCII = Glyphs("~", "^", "v", "#", "<", ">")

CURSOR = ">"
"""Stands before the row under the cursor, so that it is told without colour too."""

MARKED = "[x]"
UNMARKED = "[ ]"
IN_RANGE = "[+]"
"""A row that the open range would mark if it were ended now."""
