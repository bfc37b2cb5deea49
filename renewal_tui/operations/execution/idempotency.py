"""Operation keys: the same key with the same request is answered, never done again [R29]."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from renewal_tui.clock import stamp
from renewal_tui.errors import KeyConflict, UsageProblem
from renewal_tui.operations.desk import Desk, session_name
from renewal_tui.store import operation_keys

_KEY = re.compile(r"[A-Za-z0-9._:-]{1,64}")


def check_key(key: str) -> str:
    """Refuse a key that could not be told or typed again. Raises UsageProblem."""
    if not _KEY.fullmatch(key):
        raise UsageProblem(f'"{key[:70]!s}" is not a key: 1 to 64 letters, digits and . _ : - are')
    return key


@dataclass(frozen=True)
class Asked:
    """What is asked for under a key: the action and the fingerprint of its request."""

    key: str
    action: str
    fingerprint: str

    def state(self, desk: Desk) -> str | None:
        """How far the key has come, None if unused. Raises KeyConflict if of another request."""
        found = operation_keys.read_operation(desk.store, self.key)
        if found is None:
            return None
        if (found.action, found.request_hash) != (self.action, self.fingerprint):
            raise KeyConflict(
                f"key {self.key} was used for another request ({found.action} at {found.at}); "
                "nothing was changed: use a new key"
            )
        return found.state

    def note(self, desk: Desk, state: str) -> None:
        """Write down how far the key has come, in the caller's transaction."""
        known = operation_keys.read_operation(desk.store, self.key)
        if known is None:
            operation_keys.write_operation(
                desk.store,
                operation_keys.StoredOperation(
                    self.key,
                    self.action,
                    self.fingerprint,
                    desk.actor.operator,
                    session_name(),
                    stamp(desk.now()),
                    state,
                    acknowledged=False,
                ),
            )
        elif known.state != state:
            operation_keys.set_state(desk.store, self.key, state)


def asked(key: str, action: str, request: Any) -> Asked:
    """What is asked under a key, to tell the same request from another. Raises UsageProblem."""
    text = json.dumps([action, request], sort_keys=True, ensure_ascii=True)
    return Asked(check_key(key), action, hashlib.sha256(text.encode()).hexdigest())


def intend(desk: Desk, asking: Asked) -> None:
    """Note a key before its operation is asked for, so that its end can be told later."""
    with desk.store.transaction():
        if operation_keys.read_operation(desk.store, asking.key) is None:
            asking.note(desk, operation_keys.INTENDED)
