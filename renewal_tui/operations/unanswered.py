"""Operations whose operator was not told what became of them [R29]."""

from __future__ import annotations

from renewal_tui.operations.desk import Desk, session_is_alive
from renewal_tui.store import operation_keys


def acknowledge(desk: Desk, key: str) -> None:
    """Note that the operator has seen what became of a key; silent where nothing is known."""
    if desk.store.read_only or operation_keys.read_operation(desk.store, key) is None:
        return
    with desk.store.transaction():
        operation_keys.acknowledge(desk.store, key)


_WORDS = {
    operation_keys.DONE: "done",
    operation_keys.STARTED: "done in part, and can be sent again with the same key",
    operation_keys.INTENDED: "not done, and nothing was changed by it",
}


def tell_unanswered(desk: Desk) -> str | None:
    """`operation K: done` or `not done` for this operator's last unanswered key.

    An operation of a process that still runs is left to that process. What is told here counts
    as answered from now on.
    """
    if desk.store.read_only:
        return None
    waiting = operation_keys.unanswered(desk.store, desk.actor.operator)
    over = [operation for operation in waiting if not session_is_alive(operation.session)]
    if not over:
        return None
    with desk.store.transaction():
        for operation in over:
            operation_keys.acknowledge(desk.store, operation.key)
    last = over[0]
    return f"operation {last.key} ({last.action}, {last.at}): {_WORDS[last.state]}"
