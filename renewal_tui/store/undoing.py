"""What an operator has done last, and what it has changed, as the audit trail tells it [R33]."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from renewal_tui.store.connection import Store
from renewal_tui.store.sql import in_parts, marks

UNDO = "undo"
"""The action of the record that says of an operation that it was taken back."""

ACTIONS = ("renew", "unify", "policy", "pay_order", "cancel_order")

_LAST = (
    "SELECT o.key, o.action FROM audit a JOIN operation o ON o.key = a.operation_key"  # noqa: S608
    f" WHERE a.operator = %s AND o.operator = %s AND o.action IN ({marks(len(ACTIONS))})"
    " AND NOT EXISTS (SELECT 1 FROM audit u WHERE u.target = 'operation ' || o.key"
    " AND u.action = %s) ORDER BY a.id DESC LIMIT 1"
)
_ACTED = f"operator = %s AND action IN ({marks(len(ACTIONS))})"
_ANY = f"SELECT 1 FROM operation WHERE {_ACTED} LIMIT 1"  # noqa: S608
_CHANGES = (
    "SELECT target, before, after FROM audit WHERE operation_key = %s AND action = 'policy'"
    " AND target IN ({})"
)


class Last(NamedTuple):
    """An operation that can be looked at to be taken back."""

    key: str
    action: str


def last_of(store: Store, operator: str) -> Last | None:
    """The last operation of an operator that was not taken back yet."""
    if not store.sql(_ANY, (operator, *ACTIONS)):
        return None  # the trail is not walked for somebody who has done nothing
    found = store.sql(_LAST, (operator, operator, *ACTIONS, UNDO))
    return Last(*found[0]) if found else None


def switches_of(store: Store, key: str, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """What an operation has made of some instances: before and after, as JSON."""
    found = {}
    for some in in_parts(ids):
        rows = store.sql(_CHANGES.format(marks(len(some))), (key, *some))
        found.update({name: (before, after) for name, before, after in rows})
    return found
