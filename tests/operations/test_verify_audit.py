"""`audit --verify` names the first broken link [R28]."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from renewal_tui.operations.desk import Desk
from renewal_tui.operations.verify_audit import VerifyDocument, verify
from renewal_tui.store.connection import open_store
from tests.operations.lived_in import lived_in
from tests.operations.tampering import tamper
from tests.operations.world import OPERATOR, World


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    world = lived_in(tmp_path_factory.mktemp("original"))
    world.close()
    return world.path


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "copy.db"))


def _verified(path: Path) -> VerifyDocument:
    store = open_store(path, read_only=True)
    try:
        return verify(Desk(store, OPERATOR))
    finally:
        store.close()


def test_an_untouched_trail_is_whole(copy: Path) -> None:
    found = _verified(copy)
    assert found["ok"]
    assert found["records"] > 10
    assert (found["first_broken"], found["detail"]) == (None, None)


def test_an_empty_trail_is_whole(tmp_path: Path) -> None:
    world = World(tmp_path)
    assert verify(world.desk) == {"ok": True, "records": 0, "first_broken": None, "detail": None}
    world.close()


@pytest.mark.parametrize(
    "column", ["at", "operator", "claimed", "source", "action", "target", "before", "after"]
)
def test_a_change_to_any_field_breaks_its_own_record(copy: Path, column: str) -> None:
    tamper(copy, f"UPDATE audit SET {column} = {column} || ' ' WHERE id = 5")
    found = _verified(copy)
    assert not found["ok"]
    assert found["first_broken"] == 5
    assert found["detail"] == "audit record 5: its hash is not that of what it says"


def test_the_first_of_several_breaks_is_named_and_all_records_are_counted(copy: Path) -> None:
    whole = _verified(copy)["records"]
    tamper(
        copy,
        "UPDATE audit SET after = '' WHERE id = 7",
        "UPDATE audit SET operator = 'mei' WHERE id = 3",
        "DELETE FROM audit WHERE id = 9",
    )
    found = _verified(copy)
    assert (found["ok"], found["first_broken"], found["records"]) == (False, 3, whole - 1)


@pytest.mark.parametrize(
    ("gone", "first", "missing"),
    [
        ("id = 1", 2, "record 1 is missing"),
        ("id = 4", 5, "record 4 is missing"),
        ("id IN (4, 5, 6)", 7, "records 4 to 6 are missing"),
    ],
)
def test_a_record_taken_out_is_missed_by_the_next(
    copy: Path, gone: str, first: int, missing: str
) -> None:
    tamper(copy, f"DELETE FROM audit WHERE {gone}")
    found = _verified(copy)
    assert found["first_broken"] == first
    assert found["detail"] == f"audit record {first}: {missing} before it"


def test_a_record_that_was_made_to_fit_itself_does_not_fit_the_next(copy: Path) -> None:
    from renewal_tui.store.audit import link, walk_audit

    store = open_store(copy, read_only=True)
    record = list(walk_audit(store))[3]._replace(operator="mei")
    store.close()
    tamper(copy, f"UPDATE audit SET operator = 'mei', hash = '{link(record)}' WHERE id = 4")
    found = _verified(copy)
    assert found["first_broken"] == 5
    assert found["detail"] == "audit record 5: is not chained to the record before it"


def test_two_records_that_changed_places_are_noticed(copy: Path) -> None:
    tamper(
        copy,
        "UPDATE audit SET id = 100 WHERE id = 4",
        "UPDATE audit SET id = 4 WHERE id = 5",
        "UPDATE audit SET id = 5 WHERE id = 100",
    )
    assert _verified(copy)["first_broken"] == 4
