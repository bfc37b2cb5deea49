"""Several at once: wait up to a limit, then *busy, nothing was changed*; never a half."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from renewal_tui import errors
from renewal_tui.store.connection import Store, open_store
from tests.stores import new_store

SHORT = 0.2


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "renewals.db"
    new_store(path).close()
    opened = open_store(path, busy_seconds=SHORT)
    yield opened
    opened.close()


@pytest.fixture
def other(store: Store) -> Iterator[sqlite3.Connection]:
    """Another program's connection."""
    with closing(sqlite3.connect(store.name, isolation_level=None)) as db:
        yield db


def _write(store: Store) -> None:
    with store.transaction():
        store.set_setting("note", "written")


def test_a_writer_waits_for_another_and_then_says_busy(
    store: Store, other: sqlite3.Connection
) -> None:
    other.execute("BEGIN IMMEDIATE")
    start = time.monotonic()
    with pytest.raises(errors.StoreBusy, match=r"is busy: .* nothing was changed, try again"):
        _write(store)
    assert time.monotonic() - start > SHORT * 0.5
    other.execute("ROLLBACK")
    _write(store)
    assert store.setting("note") == "written"


def test_a_reader_that_stays_makes_a_commit_busy_and_nothing_is_changed(
    store: Store, other: sqlite3.Connection
) -> None:
    if store.sql("PRAGMA journal_mode") == [("wal",)]:
        pytest.skip("with a write-ahead log readers keep nobody out")
    other.execute("BEGIN")
    other.execute("SELECT * FROM setting").fetchall()
    with pytest.raises(errors.StoreBusy):
        _write(store)
    assert store.setting("note") is None
    other.execute("ROLLBACK")
    _write(store)
    assert store.setting("note") == "written"


def test_a_writer_goes_on_when_the_other_is_done_in_time(store: Store) -> None:
    taken, patient = threading.Event(), open_store(store.name, busy_seconds=30)

    def hold() -> None:
        with closing(sqlite3.connect(store.name, isolation_level=None)) as db:
            db.execute("BEGIN IMMEDIATE")
            taken.set()
            time.sleep(0.3)
            db.execute("COMMIT")

    holder = threading.Thread(target=hold)
    holder.start()
    assert taken.wait(60)
    _write(patient)
    holder.join()
    patient.close()
    assert store.setting("note") == "written"


def test_a_reader_is_not_kept_out_by_a_writer_that_has_not_committed(
    store: Store, other: sqlite3.Connection
) -> None:
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE setting SET value = 'EUR' WHERE key = 'currency'")
    assert store.setting("currency") == "CNY"


def test_an_error_in_the_middle_undoes_everything_and_the_connection_still_works(
    store: Store,
) -> None:
    with pytest.raises(RuntimeError, match="half way"), store.transaction():
        store.set_setting("note", "half")
        raise RuntimeError("half way")
    assert store.setting("note") is None
    _write(store)
    assert store.setting("note") == "written"


def test_one_reading_sees_one_state(store: Store, other: sqlite3.Connection) -> None:
    with store.reading():
        before = store.setting("currency")
        try:
            other.execute("PRAGMA busy_timeout = 50")
            other.execute("UPDATE setting SET value = 'EUR' WHERE key = 'currency'")
        except sqlite3.OperationalError:
            pass  # without a write-ahead log the writer has to wait
        assert store.setting("currency") == before


def test_another_programs_write_is_noticed(store: Store, other: sqlite3.Connection) -> None:
    before = store.engine.changes_seen()
    assert store.engine.changes_seen() == before
    other.execute("UPDATE setting SET value = 'EUR' WHERE key = 'currency'")
    assert store.engine.changes_seen() != before


def test_each_thread_has_a_connection_of_its_own(store: Store) -> None:
    found: list[object] = []

    def work() -> None:
        with store.transaction():
            store.set_setting("note", "from a thread")
        found.append(store.db.connection())
        store.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert store.setting("note") == "from a thread"
    assert found and found[0] is not store.db.connection()
