"""Damaged files: a clear line, nothing half done; what an interrupted writer left is undone."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from renewal_tui import errors
from renewal_tui.store import schema
from renewal_tui.store.connection import Store, open_store
from tests.stores import new_store, sql


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "renewals.db"
    store = new_store(made)
    with store.transaction():
        for number in range(400):
            store.set_setting(f"note-{number}", "x" * 100)
    store.close()
    return made


def _use(path: Path) -> None:
    """Open a store, read all of a table, and write to it."""
    store = open_store(path)
    try:
        store.rows(schema.Setting.select())
        with store.transaction():
            store.set_setting("note-1", "y")
    finally:
        store.close()


@pytest.mark.parametrize("kept", [0.9, 0.5, 0.1])
def test_a_truncated_file_is_damaged_and_left_alone(path: Path, kept: float) -> None:
    size = int(path.stat().st_size * kept) // 4096 * 4096
    os.truncate(path, size)
    before = path.read_bytes()
    with pytest.raises(errors.StoreDamaged, match=r"is damaged .*restore a backup"):
        _use(path)
    assert path.read_bytes() == before


def test_overwritten_pages_are_damage_and_are_left_alone(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    before = path.read_bytes()
    with pytest.raises(errors.StoreDamaged, match="is damaged"):
        _use(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE engine_run SET business_date = '2026-02-30'",
        "UPDATE engine_run SET business_date = x'ff'",
        "UPDATE engine_run SET operator = x'ff'",
        "UPDATE engine_run SET operator = CAST(x'ff' AS TEXT)",
    ],
)
def test_a_value_that_cannot_be_read_is_damage_and_no_crash(path: Path, statement: str) -> None:
    sql(
        path,
        "INSERT INTO engine_run (business_date, at, operator, operation_key, renewed, failed)"
        " VALUES ('2026-11-22', '', '', '', 0, 0)",
    )
    sql(path, statement)
    store = open_store(path)
    with pytest.raises(errors.StoreDamaged, match="is damaged") as damage:
        store.rows(schema.EngineRun.select())
    assert "\n" not in str(damage.value)
    store.close()


def test_a_sandbox_clock_that_cannot_be_read_is_damage(path: Path) -> None:
    sql(path, "UPDATE setting SET value = 'noon' WHERE key = 'sandbox_now'")
    store = open_store(path)
    with pytest.raises(errors.StoreDamaged, match='its clock reads "noon"'):
        store.clock.now()
    store.close()


@pytest.fixture
def interrupted(path: Path, tmp_path: Path) -> Path:
    """A store as a writer leaves it that was killed half way: pages written, journal hot."""
    copy = tmp_path / "interrupted.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA cache_size = 1")
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE setting SET value = value || 'z' WHERE key LIKE 'note-%'")
        shutil.copy(path, copy)
        shutil.copy(f"{path}-journal", f"{copy}-journal")
        db.execute("ROLLBACK")
    assert copy.read_bytes() != path.read_bytes()
    return copy


@pytest.mark.parametrize("read_only", [False, True])
def test_what_an_interrupted_writer_left_is_undone(interrupted: Path, read_only: bool) -> None:
    store = open_store(interrupted, read_only=read_only)
    assert _notes(store) == {"x" * 100}
    assert store.sql("PRAGMA integrity_check") == [("ok",)]
    store.close()


def _notes(store: Store) -> set[str]:
    return {row[0] for row in store.sql("SELECT value FROM setting WHERE key LIKE 'note-%'")}
