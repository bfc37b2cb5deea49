"""Terminals whose encoding cannot say everything: what they show keeps its width all the same."""

from __future__ import annotations

import codecs
from typing import TextIO

from rich.cells import cell_len

from renewal_tui.ui.widgets.table.glyphs import UNICODE

DRAWN_WITH = "".join(UNICODE) + "─│╭╮╰╯"
"""What the screen is drawn with where ASCII is not asked for."""


def can_draw(stream: TextIO) -> bool:
    """Whether a stream can say what the screen is drawn with.

    From now on whatever it cannot say is written as question marks, so many as it has cells: an
    escape would push the rest of its line to the side.
    """
    codecs.register_error("as_wide", _as_wide)
    stream.reconfigure(errors="as_wide")  # type: ignore[attr-defined]
    try:
        DRAWN_WITH.encode(stream.encoding)
    except UnicodeEncodeError:
        return False
    return True


def _as_wide(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    return "?" * cell_len(problem.object[problem.start : problem.end]), problem.end
