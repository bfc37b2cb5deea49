"""One call's desk: opens the store, answers in JSON or in words, and closes it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from renewal_tui.cli import output
from renewal_tui.cli.state import State
from renewal_tui.operations.desk import Desk
from renewal_tui.operator import Source, current_actor
from renewal_tui.paths import database_path
from renewal_tui.store.connection import open_store

FoundT = TypeVar("FoundT")


def store_path(state: State) -> Path:
    """Where the store is, or would be."""
    return database_path(state.database)


@contextmanager
def at_desk(state: State, source: Source = Source.COMMAND) -> Iterator[Desk]:
    """The desk on this call's store; nothing is written while any of it is open."""
    store = open_store(store_path(state))
    try:
        with output.never_while(store.is_held):
            yield Desk(store, current_actor(source))
    finally:
        store.close()


def answer(state: State, found: FoundT, write: Callable[[FoundT], object]) -> None:
    """Answer with what was found, in one JSON document; `write` tells it to people."""
    if state.json:
        from renewal_tui.operations.documents import document  # noqa: PLC0415 - for JSON only

        output.document(document(found))
    else:
        write(found)
