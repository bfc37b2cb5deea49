"""Operation keys: the same key with the same request is answered, never done again [R29]."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from renewal_tui.clock import stamp
from renewal_tui.domain.filters import Matching, Selection
from renewal_tui.errors import KeyConflict, UsageProblem
from renewal_tui.operations.desk import Desk, Work, session_name
from renewal_tui.store import keys

_KEY = re.compile(r"[A-Za-z0-9._:-]{1,64}")


def check_key(key: str) -> str:
    """Refuse a key that could not be told or typed again. Raises UsageProblem."""
    if not _KEY.fullmatch(key):
        raise UsageProblem(
            f'--key: "{key[:70]!s}" is not a key: 1 to 64 letters, digits and . _ : - are'
        )
    return key


def request_hash(action: str, request: Any) -> str:
    """The fingerprint of a request, to tell the same one from another."""
    text = json.dumps([action, request], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def selection_value(selection: Selection) -> Any:
    """A selection as plain values, the same however its ids were ordered."""
    if isinstance(selection, Matching):
        wanted = selection.filter
        return {
            "tabs": sorted(wanted.tabs),
            "accounts": sorted(wanted.accounts),
            "from": str(wanted.expires_from),
            "to": str(wanted.expires_to),
            "within": wanted.within,
            "products": sorted(wanted.products),
            "rooms": sorted(wanted.rooms),
            "status": wanted.status,
            "search": wanted.search,
            "excepted": sorted(selection.excepted),
        }
    return sorted(set(selection))


def earlier(desk: Desk, key: str, action: str, fingerprint: str) -> str | None:
    """How far a key has come: None (unused), or a state of `store.keys`.

    Raises KeyConflict when the key was used for another request.
    """
    found = keys.read_operation(desk.store, key)
    if found is None:
        return None
    if (found.action, found.request_hash) != (action, fingerprint):
        raise KeyConflict(
            f"key {key} was used for another request ({found.action} at {found.at}); "
            "nothing was changed: use a new key"
        )
    return found.state


def note(desk: Desk, key: str, action: str, fingerprint: str, state: str) -> None:
    """Write down how far a key has come, in the caller's transaction."""
    known = keys.read_operation(desk.store, key)
    if known is None:
        keys.write_operation(
            desk.store,
            keys.StoredOperation(
                key,
                action,
                fingerprint,
                desk.actor.operator,
                session_name(),
                stamp(desk.now()),
                state,
                acknowledged=False,
            ),
        )
    elif known.state != state:
        keys.set_state(desk.store, key, state)


def intend(desk: Desk, key: str, action: str, request: Any) -> None:
    """Note a key before its operation is asked for, so that its end can be told later."""
    with desk.store.transaction():
        if keys.read_operation(desk.store, key) is None:
            note(desk, key, action, request_hash(action, request), keys.INTENDED)


def once(desk: Desk, key: str, action: str, request: Any, change: Callable[[Work], Any]) -> Any:
    """Run a change that fits one transaction, once for its key; its answer (JSON values).

    A key that was used for the same request gives the first answer and changes nothing.
    """
    check_key(key)
    fingerprint = request_hash(action, request)
    with desk.work(key) as work:
        if earlier(desk, key, action, fingerprint) == keys.DONE:
            return keys.read_parts(desk.store, key)[0]
        answer = change(work)
        note(desk, key, action, fingerprint, keys.DONE)
        keys.add_part(desk.store, key, answer)
    return answer


def acknowledge(desk: Desk, key: str) -> None:
    """Note that the operator has seen what became of a key; silent where nothing is known."""
    if desk.store.read_only or keys.read_operation(desk.store, key) is None:
        return
    with desk.store.transaction():
        keys.acknowledge(desk.store, key)
