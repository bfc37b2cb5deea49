"""A store is copied as it is at one moment, and whoever writes meanwhile hardly waits for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from renewal_tui.errors import StoreFull
from renewal_tui.store.connection import open_store
from renewal_tui.store.engines.sqlite import copying, opening
from tests.store.fleets import fleet, store_of
from tests.store.limits import no_file_longer_than

ADD = "INSERT INTO room (code, name) VALUES ('new-' || (SELECT COUNT(*) FROM room), '')"
COUNT = "SELECT COUNT(*) FROM room"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of a hundred pages or so, which are copied a few at a time."""
    file = tmp_path / "renewals.db"
    store_of(file, fleet(400)).close()
    monkeypatch.setattr(copying, "PAGES_AT_ONCE", 4)
    return file


@pytest.fixture
def other(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program, which never waits."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        yield connection


def test_copying_ends_also_where_others_write_again_and_again(
    path: Path, tmp_path: Path, other: sqlite3.Connection
) -> None:
    store, target = open_store(path), tmp_path / "copy.db"
    before = store.sql(COUNT)[0][0]
    added = 0

    def write(_done: int, _total: int) -> None:
        nonlocal added
        other.execute(ADD)
        added += 1

    store.engine.copy_to(target, named=target, progress=write)
    store.close()
    assert added == copying.BEGINNINGS - 1, "it goes on beginning anew, or never lets others write"
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute(COUNT).fetchone()[0] == before + added
        assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    other.execute(ADD)


@pytest.mark.parametrize("mode", ["WAL", "TRUNCATE"])
def test_who_reads_a_snapshot_keeps_nobody_waiting(
    path: Path, other: sqlite3.Connection, mode: str
) -> None:
    other.execute(f"PRAGMA journal_mode = {mode}")
    store = open_store(path)
    rooms = store.sql(COUNT)
    with store.snapshot() as seen:
        rows = seen.walk_sql("SELECT id FROM instance")
        next(rows)
        with seen.reading():
            other.execute(ADD)
            assert seen.sql(COUNT) == rooms
        assert len(list(rows)) == 399
        assert seen.name == store.name
    assert store.sql(COUNT)[0][0] == rooms[0][0] + 1
    store.close()


def test_where_there_is_no_room_for_a_snapshot_it_says_where_to_make_some(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_PRAGMAS", (("cache_size", 10),))
    store = open_store(path)
    with (
        no_file_longer_than(20_000),
        pytest.raises(StoreFull, match=r"no room for a temporary copy of .* in SQLITE_TMPDIR"),
        store.snapshot(),
    ):
        pass
    store.close()
