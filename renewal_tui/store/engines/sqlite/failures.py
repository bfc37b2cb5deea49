"""SQLite's errors, told by their codes, as ours: each one clear line."""

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Callable

import peewee

from renewal_tui import errors

DATABASE_ERRORS = (peewee.DatabaseError, peewee.InterfaceError, sqlite3.Error)

_PRIMARY = 0xFF
"""The bits of a code that say which error it is; the higher ones say more of it."""


def is_of_a_virtual_table(problem: BaseException) -> bool:
    """Whether an error says that what a text index keeps is not right, and not the file's pages."""
    code = getattr(getattr(problem, "orig", problem), "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_CORRUPT_VTAB


def code_of(problem: BaseException) -> int | None:
    """The primary code of an error, however often Peewee has wrapped it."""
    while isinstance(problem, peewee.PeeweeException) and hasattr(problem, "orig"):
        problem = problem.orig
    code = getattr(problem, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY


def busy_text(name: str) -> str:
    """What is told of a store that another process writes to for too long."""
    return f"{name} is busy: another process is writing; nothing was changed, try again"


def let_go(problem: BaseException | None) -> None:
    """Let go of what the functions held that an error has ended.

    They and it hold each other until Python looks for such rings; and a statement among what they
    hold keeps its connection, with all the pages that this remembers, after it was closed.
    """
    while problem is not None:
        traceback.clear_frames(problem.__traceback__)
        problem = problem.__cause__ or problem.__context__


def ours(problem: Exception, name: str, lacks_something: Callable[[], bool]) -> Exception:
    """The error that people are told; a mistake of the program's own stays as it is.

    `lacks_something` says whether the schema is not what a statement of ours may rely on.
    """
    code = code_of(problem)
    if code is None and isinstance(problem, peewee.OperationalError | sqlite3.OperationalError):
        code = sqlite3.SQLITE_CORRUPT  # Python's own, of a text that is no UTF-8
    # The only sums of ours that can pass 64 bits are those of rows that no operation has written.
    is_beyond = str(problem) == "integer overflow"
    if code == sqlite3.SQLITE_ERROR and (is_beyond or lacks_something()):
        code = sqlite3.SQLITE_CORRUPT
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return errors.StoreBusy(busy_text(name))
        case sqlite3.SQLITE_INTERRUPT:
            return errors.StoreStopped(f"a query of {name} was given up")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            what = f"{name}, its folder or its journal"
            return errors.StoreReadOnly(
                f"{what} cannot be written by this user; nothing was changed"
            )
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return errors.StoreFull(
                f"there is no room to write {name} ({problem}); nothing was changed"
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            cure = "restore a backup, and keep this file for inspection"
            return errors.StoreDamaged(f"{name} is damaged ({problem}); {cure}")
    return problem
