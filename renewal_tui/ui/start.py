"""Starts the console on a terminal, and ends it in good order whatever happens to that terminal."""

from __future__ import annotations

import codecs
import gc
import os
import sys
from pathlib import Path
from typing import TextIO

from renewal_tui.operations.desk import Desk
from renewal_tui.operations.unanswered import tell_unanswered
from renewal_tui.operator import Source, current_actor
from renewal_tui.store.connection import open_store

READ_SECONDS = 0.25
"""How long the screen waits for a busy store before it shows its last good page again."""


def run_console(
    path: Path, *, read_only: bool, ascii_only: bool, mouse: bool, theme: str | None
) -> int:
    """Open a store's console; the exit status.

    Raises the errors of `open_store` before anything is written to the terminal.
    """
    no_colour = bool(os.environ.get("NO_COLOR"))
    store = open_store(path, read_only=read_only)
    desk = Desk(store, current_actor(Source.TUI))
    os.environ.setdefault("TEXTUAL_FPS", "120")
    for name in ("COLUMNS", "LINES"):  # believed before the terminal is, and never again asked
        os.environ.pop(name, None)
    from renewal_tui.ui.app import RenewalApp
    from renewal_tui.ui.themes import SIXTEEN, starting_theme
    from renewal_tui.ui.watchdog import Watchdog

    colours = f"{os.environ.get('TERM', '')} {os.environ.get('COLORTERM', '')}"
    chosen = starting_theme(theme, colours, no_colour=no_colour)
    app = RenewalApp(
        desk,
        read_only=read_only or store.read_only,
        ascii_only=not can_draw(sys.stderr) or ascii_only,
        theme=chosen,
        ansi=True if chosen == SIXTEEN else None,
        notices=(*store.engine.warnings(), *([told] if (told := tell_unanswered(desk)) else [])),
    )
    store.engine.set_lock_timeout(READ_SECONDS)
    store.engine.use_little_memory()
    gc.freeze()  # what was imported stays: no collection looks at it, nor takes so long
    with Watchdog(app) as dog:
        app.run(mouse=mouse)
    store.close()
    if app.unexpected is not None:
        raise app.unexpected
    return dog.status if dog.status is not None else int(app.return_code or 0)


def can_draw(stream: TextIO) -> bool:
    """Whether a stream's encoding can say what the screen is drawn with.

    From now on whatever it cannot say is written as question marks, so many as it has cells: an
    escape would push the rest of its line to the side.
    """
    from renewal_tui.ui.widgets.table.glyphs import UNICODE

    codecs.register_error("as_wide", _as_wide)
    stream.reconfigure(errors="as_wide")  # type: ignore[attr-defined]
    try:
        f"{''.join(UNICODE)}─│╭╮╰╯".encode(stream.encoding)
    except UnicodeEncodeError:
        return False
    return True


def _as_wide(problem: UnicodeError) -> tuple[str, int]:
    from rich.cells import cell_len

    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    return "?" * cell_len(problem.object[problem.start : problem.end]), problem.end
