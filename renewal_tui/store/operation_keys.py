"""Operation keys: what was asked with a key, and the first answer to it [R29]."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from renewal_tui.store import schema
from renewal_tui.store.connection import Store

INTENDED = "intended"
"""A console noted the key before it asked for the operation; nothing has been changed by it."""
STARTED = "started"
DONE = "done"
_T = schema.Operation


class StoredOperation(NamedTuple):
    """An operation by its key; `state` is intended, started (between commits) or done."""

    key: str
    action: str
    request_hash: str
    operator: str
    session: str
    at: str
    state: str
    acknowledged: bool


def read_operation(store: Store, key: str) -> StoredOperation | None:
    """The operation that used a key, if one did."""
    found = store.row(_T.select().where(_T.key == key))
    return None if found is None else StoredOperation(*found)


def keys_of(store: Store, action: str) -> list[str]:
    """The keys of all operations of a kind."""
    return [row[0] for row in store.rows(_T.select(_T.key).where(_T.action == action))]


def write_operation(store: Store, operation: StoredOperation) -> None:
    """Write a new operation, in the caller's transaction."""
    store.change(_T.insert(**operation._asdict()))


def set_state(store: Store, key: str, state: str) -> None:
    """Move an operation on: to started (its first commit of several) or done."""
    store.change(_T.update(state=state).where(_T.key == key))


def acknowledge(store: Store, key: str) -> None:
    """Note that the operator has been told what became of an operation."""
    store.change(_T.update(acknowledged=True).where(_T.key == key))


def unanswered(store: Store, operator: str) -> list[StoredOperation]:
    """An operator's operations that nobody was told the end of, newest first."""
    query = _T.select().where(_T.operator == operator, ~_T.acknowledged)
    return [StoredOperation(*row) for row in store.rows(query.order_by(_T.at.desc()))]


def add_part(store: Store, key: str, answer: Any) -> None:
    """Keep one commit's part of an operation's answer."""
    table = schema.OperationPart
    parts = table.select(table.part).where(table.key == key).order_by(table.part.desc())
    last = store.value(parts.limit(1))
    part = 0 if last is None else last + 1
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    store.change(table.insert(key=key, part=part, answer=text))


def read_parts(store: Store, key: str) -> list[Any]:
    """The parts of an operation's answer, in order."""
    table = schema.OperationPart
    query = table.select(table.answer).where(table.key == key).order_by(table.part)
    return [json.loads(row[0]) for row in store.rows(query)]
