"""`demo`: a fresh sandbox store, and the console on it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from renewal_tui import paths
from renewal_tui.cli.console import require_screen
from renewal_tui.cli.options import command, option
from renewal_tui.cli.output import flush, note, say
from renewal_tui.cli.progress import Batch
from renewal_tui.cli.session import answer
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.cli.types import Whole
from renewal_tui.clock import local_text
from renewal_tui.domain.text import printable
from renewal_tui.errors import Refused
from renewal_tui.operations.create import make_demo
from renewal_tui.operations.generate import MOST_INSTANCES
from renewal_tui.operator import Source, current_actor


@command("demo", "demo --instances 100000")
@option(
    "--instances", Whole(1, MOST_INSTANCES), "N", "So many generated, instead of the sample fleet."
)
@click.option("--no-open", is_flag=True, help="Make the store, do not open it.")
def demo_command(state: State, *, instances: int | None, no_open: bool) -> int:
    """Make a fresh sandbox store from the sample data, and open the console on it.

    It takes the place of an earlier sandbox store, and never that of anything else.
    """
    if not no_open:
        require_screen()
    path = _demo_path(state)
    with Batch() as batch:
        try:
            store = make_demo(
                path, instances=instances, actor=current_actor(Source.COMMAND), watch=batch
            )
        except Refused:
            if batch.status is None:
                raise
            note(f"{path}: stopped by a signal; nothing was changed")
            return batch.status
    now = local_text(store.clock.now(), store.settings.timezone)
    store.close()
    found = {"database": str(path), "sandbox": True, "now": now, "opened": not no_open}
    text = printable(f"{path}: a sandbox store, its clock stands at {now}")
    answer(state, found, lambda _: say(text))
    if no_open:
        return ExitStatus.DONE
    flush()
    return state.console(path, read_only=False, ascii_only=False, mouse=True, theme=None)


def _demo_path(state: State) -> Path:
    """Where the demo goes: the path that was named, else a place of its own."""
    named = state.database or os.environ.get(paths.DATABASE_VARIABLE)
    return paths.database_path(state.database) if named else paths.demo_path()
