"""What every command that changes something has: warnings first, a key, an answer that counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from renewal_tui.cli.output import flush, note
from renewal_tui.cli.session import at_desk
from renewal_tui.cli.state import State
from renewal_tui.errors import StoreError, StoreReadOnly
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operations.execution import idempotency
from renewal_tui.operator import Source


@contextmanager
def changing_desk(
    state: State, *, dry_run: bool = False, source: Source = Source.COMMAND
) -> Iterator[Desk]:
    """The desk on this call's store; what is unwise about it is said first, to people.

    Raises StoreReadOnly before anybody is asked anything.
    """
    with at_desk(state, source) as desk:
        if desk.store.read_only and not dry_run:
            raise StoreReadOnly(f"{desk.store.name} may only be read by this user")
        if not dry_run and not state.json:
            note(*(f"{state.path}: warning: {line}" for line in desk.store.engine.warnings()))
        yield desk


def key_of(state: State, given: str | None) -> str:
    """The key of the change that begins now [R29]."""
    state.key = given or new_key()
    return state.key


def acknowledge(desk: Desk, key: str) -> None:
    """Note that the answer has left. The change is done, whether this can be written or not."""
    flush()
    try:
        idempotency.acknowledge(desk, key)
    except StoreError:
        return  # the console will tell of it once more: that is all that is lost
