"""SQLite's errors are told by their codes, whatever their words are, whoever wraps them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import peewee
import pytest

from renewal_tui import errors
from renewal_tui.store.engines.sqlite.failures import code_of, ours

KNOWN = {
    sqlite3.SQLITE_BUSY: errors.StoreBusy,
    sqlite3.SQLITE_BUSY_RECOVERY: errors.StoreBusy,
    sqlite3.SQLITE_LOCKED: errors.StoreBusy,
    sqlite3.SQLITE_INTERRUPT: errors.StoreStopped,
    sqlite3.SQLITE_READONLY: errors.StoreReadOnly,
    sqlite3.SQLITE_READONLY_ROLLBACK: errors.StoreReadOnly,
    sqlite3.SQLITE_CANTOPEN: errors.StoreReadOnly,
    sqlite3.SQLITE_FULL: errors.StoreFull,
    sqlite3.SQLITE_IOERR_WRITE: errors.StoreFull,
    sqlite3.SQLITE_CORRUPT: errors.StoreDamaged,
    sqlite3.SQLITE_CORRUPT_VTAB: errors.StoreDamaged,
    sqlite3.SQLITE_NOTADB: errors.StoreDamaged,
}


def problem_of(code: int) -> sqlite3.OperationalError:
    problem = sqlite3.OperationalError("etwas ging schief")
    problem.sqlite_errorcode = code
    return problem


def wrapped(problem: Exception) -> Exception:
    return peewee.OperationalError(peewee.OperationalError(problem, *problem.args))


@pytest.mark.parametrize("code", KNOWN)
def test_each_kind_is_told_by_its_code_alone_in_one_line(code: int) -> None:
    for problem in (problem_of(code), wrapped(problem_of(code))):
        told = ours(problem, "renewals.db", lambda: False)
        assert type(told) is KNOWN[code]
        assert "renewals.db" in str(told)
        assert "\n" not in str(told)


@pytest.mark.parametrize(
    "words", ["database is locked", "no such table: x", "database or disk is full", "readonly"]
)
def test_words_tell_nothing(words: str) -> None:
    refused = sqlite3.IntegrityError(words)
    refused.sqlite_errorcode = sqlite3.SQLITE_CONSTRAINT_TRIGGER
    assert ours(refused, "renewals.db", lambda: True) is refused


def test_a_statement_that_is_not_understood_is_damage_only_where_the_schema_lacks_something() -> (
    None
):
    problem = problem_of(sqlite3.SQLITE_ERROR)
    assert ours(problem, "renewals.db", lambda: False) is problem
    assert isinstance(ours(problem, "renewals.db", lambda: True), errors.StoreDamaged)


def test_a_text_that_cannot_be_decoded_has_no_code_and_is_damage() -> None:
    with closing(sqlite3.connect(":memory:")) as db, pytest.raises(sqlite3.Error) as raised:
        db.execute("SELECT CAST(x'ff' AS TEXT)").fetchone()
    assert code_of(raised.value) is None
    assert isinstance(ours(raised.value, "renewals.db", lambda: False), errors.StoreDamaged)


def test_a_misuse_of_the_driver_stays_what_it_is() -> None:
    with closing(sqlite3.connect(":memory:")) as db, pytest.raises(sqlite3.Error) as raised:
        db.execute("SELECT ?", (1, 2))
    assert ours(raised.value, "renewals.db", lambda: True) is raised.value
