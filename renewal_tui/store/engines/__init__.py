"""The engine room: what a kind of database does in its own way, one folder a kind.

In comes where a store is, out goes an `Engine`, which keeps the protocol of protocol.py. All the
rest of `store/` is SQL of the standard and Peewee's queries, for any engine. Another kind of
database is another module here and a line in `engine_for`; tests/store/engines holds it to the
protocol. What only one kind of database can do does not leave this folder.
"""

from __future__ import annotations

import re
from pathlib import Path

from renewal_tui.errors import UsageProblem
from renewal_tui.store.engines.protocol import (
    BUSY_SECONDS,
    Dialect,
    Engine,
    Progress,
    Step,
    unwatched,
)
from renewal_tui.store.engines.sqlite.engine import SqliteEngine
from renewal_tui.store.engines.sqlite.temporary import TemporaryTables

__all__ = [
    "BUSY_SECONDS",
    "Dialect",
    "Engine",
    "Progress",
    "Step",
    "TemporaryTables",
    "engine_for",
    "unwatched",
]

_SCHEME = r"([A-Za-z][A-Za-z0-9+.-]+):/"
"""One slash: a Path has but one left of a URL's two."""


def engine_for(database: Path | str, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """The engine of a store, which is neither opened nor made yet.

    `busy_seconds` is how long it waits for another writer. Raises UsageProblem for a URL of a kind
    that is not known.
    """
    scheme = re.match(_SCHEME, str(database)) if ":/" in str(database) else None
    if scheme:  # without the rest of it, which may hold a password
        raise UsageProblem(f'a store at "{scheme[1]}://" cannot be opened: name a file by its path')
    return SqliteEngine(Path(database), busy_seconds=busy_seconds)
