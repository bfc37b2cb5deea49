"""One call's desk: opens the store, and closes it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from renewal_tui.cli.output import never_while
from renewal_tui.cli.state import State
from renewal_tui.operations.desk import Desk
from renewal_tui.operator import Source, current_actor
from renewal_tui.paths import database_path
from renewal_tui.store.connection import open_store


def store_path(state: State) -> Path:
    """Where the store is, or would be."""
    return database_path(state.database)


@contextmanager
def at_desk(state: State, source: Source = Source.COMMAND) -> Iterator[Desk]:
    """The desk on this call's store; nothing is written while any of it is open."""
    store = open_store(store_path(state))
    try:
        with never_while(store.is_held):
            yield Desk(store, current_actor(source))
    finally:
        store.close()
