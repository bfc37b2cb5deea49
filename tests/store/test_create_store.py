"""Making a store: only when told, once, for its owner only (section 3)."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from renewal_tui import errors
from renewal_tui.clock import SystemClock, parse_stamp
from renewal_tui.store.connection import Store, create_store, open_store
from renewal_tui.store.engines.sqlite.opening import wal_is_safe
from renewal_tui.store.engines.sqlite.search import SqliteSearch
from renewal_tui.store.names import APPLICATION_ID, SCHEMA_VERSION
from tests.stores import sql

NOW = parse_stamp("2026-11-22T02:00:00Z")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "renewals.db"


def _sandbox(path: Path) -> Store:
    return create_store(path, timezone="Asia/Shanghai", currency="CNY", sandbox_now=NOW)


def test_a_new_store_knows_its_time_zone_currency_and_that_it_is_real(path: Path) -> None:
    store = create_store(path, timezone="Europe/Berlin", currency="EUR")
    assert (store.settings.timezone.key, store.settings.currency) == ("Europe/Berlin", "EUR")
    assert not store.settings.sandbox
    assert isinstance(store.clock, SystemClock)
    store.close()


def test_a_sandbox_keeps_its_own_time(path: Path) -> None:
    _sandbox(path).close()
    store = open_store(path)
    assert store.settings.sandbox
    assert store.clock.now() == NOW
    store.close()


def test_a_new_store_is_marked_as_ours_with_its_schema_version(path: Path) -> None:
    _sandbox(path).close()
    assert sql(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert sql(path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert sql(path, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_new_store_is_its_owners_only_whatever_the_umask(path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        _sandbox(path).close()
    finally:
        os.umask(before)
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


def test_a_new_store_in_a_setgid_folder_is_the_groups_too(path: Path) -> None:
    path.parent.chmod(0o2770)
    _sandbox(path).close()
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o660}


def test_the_folder_of_a_new_store_is_made_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "share" / "desk" / "renewals.db"
    _sandbox(path).close()
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("kind", ["store", "file", "folder", "dangling link"])
def test_nothing_that_is_there_is_ever_written_over(path: Path, kind: str) -> None:
    if kind == "store":
        _sandbox(path).close()
    elif kind == "file":
        path.write_text("mine")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path.with_name("elsewhere"))
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(errors.Refused, match="exists already; nothing was changed"):
        _sandbox(path)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert not path.with_name("elsewhere").exists()


def test_an_unknown_time_zone_makes_nothing(path: Path) -> None:
    with pytest.raises(ValueError, match='"Mars/Base" is not a time zone'):
        create_store(path, timezone="Mars/Base", currency="CNY")
    assert list(path.parent.iterdir()) == []


def test_a_store_that_could_not_be_finished_leaves_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        full = sqlite3.OperationalError("database or disk is full")
        full.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise full

    monkeypatch.setattr(SqliteSearch, "create", fail)
    with pytest.raises(errors.StoreFull, match="no room"):
        _sandbox(path)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_used_only_where_its_reset_is_mended(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe


@pytest.mark.parametrize(("version", "mode"), [((3, 40, 1), "truncate"), ((3, 51, 3), "wal")])
def test_the_journal_mode_is_settled_when_a_store_is_made(
    path: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], mode: str
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    store = _sandbox(path)
    assert store.sql("PRAGMA journal_mode") == [(mode,)]
    assert store.sql("PRAGMA synchronous") == [(2,)]
    store.close()


def test_every_connection_keeps_references_and_append_only_tables(path: Path) -> None:
    store = _sandbox(path)
    assert store.sql("PRAGMA foreign_keys") == [(1,)]
    assert store.sql("PRAGMA recursive_triggers") == [(1,)]
    assert store.sql("PRAGMA trusted_schema") == [(0,)]
    store.close()
