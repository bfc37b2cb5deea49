"""One call's desk: opens the store, says what is unwise about it, closes it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from renewal_tui.cli.output import document, flush, note
from renewal_tui.cli.state import State
from renewal_tui.errors import StoreError
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operator import Source, current_actor
from renewal_tui.paths import database_path
from renewal_tui.store.connection import open_store


def store_path(state: State) -> Path:
    """Where the store is, or would be."""
    return database_path(state.database)


@contextmanager
def at_desk(
    state: State, *, changes: bool = False, source: Source = Source.COMMAND
) -> Iterator[Desk]:
    """The desk on this call's store; where something may change, its warnings come first."""
    path = store_path(state)
    store = open_store(path)
    try:
        if changes:
            warn(state, path)
        yield Desk(store, current_actor(source))
    finally:
        store.close()


def warn(state: State, path: Path) -> None:
    """Say on stderr what is unwise about where a store lies; programs are not told."""
    if state.json:
        return
    from renewal_tui.store.surroundings import warnings

    note(*(f"{state.path}: warning: {line}" for line in warnings(path)))


def key_of(state: State, given: str | None) -> str:
    """The key of the change that begins now [R29]."""
    state.key = given or new_key()
    return state.key


def answer(state: State, desk: Desk, key: str, value: Mapping[str, Any], text: Any) -> None:
    """Answer a change: in JSON, or by `text()`; only what has left counts as answered [R29]."""
    if state.json:
        document(value)
    else:
        text()
    acknowledge(desk, key)


def acknowledge(desk: Desk, key: str) -> None:
    """Note that the answer has left. The change is done, whether this can be written or not."""
    from renewal_tui.operations import keyed

    flush()
    try:
        keyed.acknowledge(desk, key)
    except StoreError:
        return  # the console will tell of it once more: that is all that is lost
