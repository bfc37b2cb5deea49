"""Opening: what is no store of ours is refused with one clear line, and nothing is made."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from renewal_tui import errors
from renewal_tui.store.connection import open_store
from renewal_tui.store.names import APPLICATION_ID, SCHEMA_VERSION
from tests.stores import new_store, sql


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "renewals.db"


def _foreign(path: Path) -> None:
    sql(path, "CREATE TABLE bookmark (url TEXT)")


def _ours_without_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _of_version(version: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        new_store(path).close()
        sql(path, f"PRAGMA user_version = {version}")

    return make


def _setting(statement: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        new_store(path).close()
        sql(path, statement)

    return make


_REFUSED: dict[str, tuple[Callable[[Path], object], type[errors.StoreError], str]] = {
    "a folder": (lambda path: path.mkdir(), errors.StoreMissing, "is a folder"),
    "an empty file": (lambda path: path.touch(), errors.StoreForeign, "is an empty file"),
    "a text": (
        lambda path: path.write_text("instance_id,name\n" * 20),
        errors.StoreForeign,
        "is not a renewal store",
    ),
    "a header alone": (
        lambda path: path.write_bytes(b"SQLite format 3\x00"),
        errors.StoreForeign,
        "is not a renewal store",
    ),
    "another program's database": (_foreign, errors.StoreForeign, "another program's SQLite file"),
    "a newer schema": (
        _of_version(SCHEMA_VERSION + 1),
        errors.SchemaVersion,
        "newer than this program's",
    ),
    "an older schema": (_of_version(SCHEMA_VERSION - 1), errors.SchemaVersion, "older than"),
    "a store without tables": (_ours_without_tables, errors.StoreDamaged, "no such table"),
    "a store without settings": (
        _setting("DELETE FROM setting"),
        errors.StoreDamaged,
        "its settings are not readable",
    ),
    "a time zone that is none": (
        _setting("UPDATE setting SET value = 'Mars/Base' WHERE key = 'timezone'"),
        errors.StoreDamaged,
        "its settings are not readable",
    ),
}


@pytest.mark.parametrize("kind", _REFUSED)
def test_what_is_no_usable_store_is_refused_in_one_line(path: Path, kind: str) -> None:
    make, error, words = _REFUSED[kind]
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error, match=words) as refusal:
        open_store(path)
    assert "\n" not in str(refusal.value)
    assert str(path) in str(refusal.value)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_later_connection_keeps_the_journal_as_the_first_one_did(path: Path) -> None:
    first = new_store(path)
    mode = first.sql("PRAGMA journal_mode")
    first.close()
    again = open_store(path)
    assert again.sql("PRAGMA journal_mode") == mode
    again.close()


def test_a_store_with_a_write_ahead_log_keeps_it(path: Path) -> None:
    new_store(path).close()
    sql(path, "PRAGMA journal_mode = WAL")
    store = open_store(path)
    with store.transaction():
        store.set_setting("note", "logged")
    assert store.sql("PRAGMA journal_mode") == [("wal",)]
    store.close()


def test_a_missing_store_is_never_made_by_opening_it(path: Path) -> None:
    with pytest.raises(errors.StoreMissing, match=r"does not exist") as missing:
        open_store(path)
    assert missing.value.path == path
    assert list(path.parent.iterdir()) == []


def test_a_missing_folder_is_not_made_either(tmp_path: Path) -> None:
    with pytest.raises(errors.StoreMissing, match="does not exist"):
        open_store(tmp_path / "nowhere" / "renewals.db")
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_vanishes_after_its_header_was_read_is_not_made_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewal_tui.store.engines.sqlite.opening.look_at_header", lambda _: None)
    with pytest.raises(errors.StoreError):
        open_store(path)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["a b.db", "100%.db", "what?.db", "a#b.db", "店.db", "'q'.db"])
def test_a_path_may_hold_any_character(tmp_path: Path, name: str) -> None:
    new_store(tmp_path / name).close()
    store = open_store(tmp_path / name)
    assert store.settings.sandbox
    store.close()
    assert {file.name for file in tmp_path.iterdir()} <= {name, f"{name}-journal"}


def test_a_read_only_store_shows_everything_and_changes_nothing(path: Path) -> None:
    new_store(path).close()
    store = open_store(path, read_only=True)
    assert store.setting("currency") == "CNY"
    refused = pytest.raises(errors.StoreReadOnly, match="opened read-only; nothing was changed")
    with refused, store.transaction():
        store.set_setting("currency", "EUR")
    with pytest.raises(errors.StoreReadOnly):
        store.sql("UPDATE setting SET value = 'EUR'")
    store.close()
    assert sql(path, "SELECT value FROM setting WHERE key = 'currency'") == [("CNY",)]
