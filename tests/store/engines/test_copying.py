"""A store is copied as it is at one moment, and whoever writes meanwhile hardly waits for it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from renewal_tui.errors import StoreFull
from renewal_tui.store.connection import open_store
from renewal_tui.store.engines.sqlite import copying
from tests.store.fleets import fleet, store_of
from tests.store.limits import no_file_longer_than

ADD = "INSERT INTO room (code, name) VALUES ('new-' || (SELECT COUNT(*) FROM room), '')"
COUNT = "SELECT COUNT(*) FROM room"
LOOK_WHETHER_BUSY = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError:
    sys.exit(75)
"""
"""Another process's look: SQLite knows of itself what it has locked."""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of a hundred pages or so, which are copied one by one."""
    file = tmp_path / "renewals.db"
    store_of(file, fleet(400)).close()
    monkeypatch.setattr(copying, "CHUNK", 4_096)
    return file


@pytest.fixture
def other(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program, which never waits."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        yield connection


def test_what_others_write_while_a_store_is_copied_is_in_the_copy_whole(
    path: Path, tmp_path: Path, other: sqlite3.Connection
) -> None:
    store, target = open_store(path), tmp_path / "copy.db"
    before = store.sql(COUNT)[0][0]
    added = 0

    def write(_done: int, _total: int) -> None:
        nonlocal added
        other.execute(ADD)
        other.execute("UPDATE instance SET name = name || ? WHERE id % 7 = 0", (added,))
        added += 1

    store.engine.copy_to(target, named=target, progress=write)
    assert added > 50
    with closing(open_store(target)) as copy:
        assert copy.sql(COUNT)[0][0] == before + added
        for table in ("room", "instance", "instance_tally"):
            every = f"SELECT * FROM {table} ORDER BY 1, 2, 3"
            assert copy.sql(every) == store.sql(every)
        assert list(copy.engine.integrity.faults()) == []
    store.close()
    other.execute(ADD)


def test_a_copy_is_as_short_as_a_store_that_others_have_made_shorter(
    path: Path, tmp_path: Path, other: sqlite3.Connection
) -> None:
    store, target = open_store(path), tmp_path / "copy.db"
    statements = iter(["DELETE FROM term", "DELETE FROM instance", "VACUUM"])

    def shrink(done: int, total: int) -> None:
        if done > total / 2:
            for statement in statements:
                other.execute(statement)

    size = path.stat().st_size
    store.engine.copy_to(target, named=target, progress=shrink)
    store.close()
    assert target.stat().st_size == path.stat().st_size < size
    with closing(open_store(target)) as copy:
        assert copy.sql("SELECT COUNT(*) FROM instance") == [(0,)]
        assert list(copy.engine.integrity.faults()) == []


def test_copying_ends_no_lock_that_this_process_holds(
    path: Path, tmp_path: Path, other: sqlite3.Connection
) -> None:
    store, target = open_store(path), tmp_path / "copy.db"
    with store.transaction():
        store.sql("INSERT INTO room (code, name) VALUES ('mine', '')")
        store.engine.copy_to(target, named=target)
        busy = [sys.executable, "-c", LOOK_WHETHER_BUSY, str(path)]
        assert subprocess.run(busy, check=False).returncode == 75
    store.close()
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


def test_a_snapshot_leaves_nothing_in_the_folder_for_temporary_files(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    store = open_store(path)
    with store.snapshot() as seen:
        assert list(folder.iterdir()) == []
        with seen.transaction():  # whoever looks may write into it
            seen.sql("DELETE FROM term WHERE id = 1")
        assert len(seen.sql("SELECT id FROM term")) == 399
        assert list(folder.iterdir()) == []
    assert len(store.sql("SELECT id FROM term")) == 400
    with (
        no_file_longer_than(20_000),
        pytest.raises(StoreFull, match=r"no room in .*/tmp for a temporary copy of .* in TMPDIR"),
        store.snapshot(),
    ):
        pass
    assert list(folder.iterdir()) == []
    store.close()
