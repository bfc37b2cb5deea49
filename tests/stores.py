"""The one way to a store and a desk in tests, and to look at a store as another program would.

Stores that are made here do not wait for the disk: nobody cuts this machine's power.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from renewal_tui.clock import parse_local
from renewal_tui.operations.desk import Desk
from renewal_tui.operator import Actor, Source
from renewal_tui.store.connection import Store, create_store, open_store

ROOT = Path(__file__).parents[1]
SHANGHAI = "Asia/Shanghai"
NOW = "2026-11-22 10:00"
"""The local time at which the sandboxes of tests stand."""

OPERATOR = Actor("lin", "", Source.COMMAND)
ANN = Actor("ann", "", Source.TUI)

Where = Path | Desk
"""A store's file, or a desk on it."""

_UNSAFE = "PRAGMA synchronous = OFF"
_MADE: dict[object, bytes] = {}
"""Stores as they were made: a copy is quicker than another one."""


def made_once(path: Path, name: object, make: Callable[[Path], None]) -> None:
    """Put a store at a path: the first of its name is made, the others are copies of it."""
    if name not in _MADE:
        with TemporaryDirectory() as folder:
            first = Path(folder) / path.name
            make(first)
            _MADE[name] = first.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(_MADE[name])


def new_store(path: Path, now: str | None = NOW, timezone: str = SHANGHAI) -> Store:
    """Make an empty store in CNY: a sandbox at a local time, or with None a real one."""
    start = None if now is None else parse_local(now, ZoneInfo(timezone))

    def make(first: Path) -> None:
        create_store(first, timezone=timezone, currency="CNY", sandbox_now=start).close()

    made_once(path, (now, timezone), make)
    return _opened(path)


def new_desk(path: Path, now: str | None = NOW, timezone: str = SHANGHAI) -> Desk:
    """A desk on a store that is made for it."""
    return Desk(new_store(path, now, timezone), OPERATOR)


def desk_on(path: Path, actor: Actor = OPERATOR, *, read_only: bool = False) -> Desk:
    """A desk on a store, over a connection of its own."""
    return Desk(_opened(path, read_only=read_only), actor)


def _opened(path: Path, *, read_only: bool = False) -> Store:
    store = open_store(path, read_only=read_only)
    if not store.read_only:
        store.sql(_UNSAFE)
    return store


def sql(store: Where, text: str, *values: object) -> list[tuple[Any, ...]]:
    """Run one statement on a store as another program would, on a connection of its own."""
    with closing(_connect(store)) as connection:
        return connection.execute(text, values).fetchall()


def sql_many(store: Where, text: str, rows: Sequence[Sequence[object]]) -> None:
    """Run one statement for many rows, in one transaction."""
    with closing(_connect(store)) as connection:
        connection.execute("BEGIN")
        connection.executemany(text, rows)
        connection.execute("COMMIT")


@contextmanager
def another_writer(path: Path, how: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
    """Hold a store as another program does that writes; "EXCLUSIVE" keeps readers out too."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as held:
        held.execute(f"BEGIN {how}")
        yield held
        held.rollback()


def dump(store: Where) -> list[str]:
    """A whole store as text: equal dumps are equal stores."""
    with closing(_connect(store)) as connection:
        return list(connection.iterdump())


def _connect(store: Where) -> sqlite3.Connection:
    path = store.store.name if isinstance(store, Desk) else store
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(_UNSAFE)
    return connection
