"""`audit --verify` names the first broken link [R28]."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewal_tui.operations.check import Verified, verify
from renewal_tui.operations.top_up import TopUp
from renewal_tui.store.audit import GENESIS
from renewal_tui.store.checks.problem import Broken
from renewal_tui.store.connection import open_store
from tests.operations.acts import done
from tests.operations.tampering import tamper
from tests.operations.world import World
from tests.stores import desk_on


def _verified(path: Path) -> Verified:
    desk = desk_on(path, read_only=True)
    try:
        return verify(desk)
    finally:
        desk.store.close()


def _links(found: Verified) -> list[str]:
    """What is wrong with the chain itself."""
    return [one.detail for one in found.problems if one.code != "audit_missing"]


def test_an_untouched_trail_is_whole(copy: Path) -> None:
    found = _verified(copy)
    assert found.ok
    assert found.records > 10
    assert found.problems == ()
    assert found.audit_head.record == found.records


def test_an_empty_trail_is_whole(tmp_path: Path) -> None:
    world = World(tmp_path)
    assert verify(world.desk) == (True, 0, (0, "0" * 64), ())
    world.close()


@pytest.mark.parametrize(
    "column", ["at", "operator", "claimed", "source", "action", "target", "before", "after"]
)
def test_a_change_to_any_field_breaks_its_own_record(copy: Path, column: str) -> None:
    tamper(copy, f"UPDATE audit SET {column} = {column} || ' ' WHERE id = 5")
    found = _verified(copy)
    assert not found.ok
    assert _links(found) == ["audit record 5: its hash is not that of what it says"]


def test_every_break_is_named_and_all_records_are_counted(copy: Path) -> None:
    whole = _verified(copy).records
    tamper(
        copy,
        "UPDATE audit SET after = '' WHERE id = 7",
        "UPDATE audit SET operator = 'mei' WHERE id = 3",
        "DELETE FROM audit WHERE id = 9",
    )
    found = _verified(copy)
    assert (found.ok, found.records) == (False, whole - 1)
    assert _links(found) == [
        "audit record 3: its hash is not that of what it says",
        "audit record 7: its hash is not that of what it says",
        "audit record 10: record 9 is missing before it",
    ]


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
    assert _links(_verified(copy)) == [f"audit record {first}: {missing} before it"]


def test_a_record_that_was_made_to_fit_itself_does_not_fit_the_next(copy: Path) -> None:
    from renewal_tui.store.audit import link, walk_audit

    store = open_store(copy, read_only=True)
    record = list(walk_audit(store))[3]._replace(operator="mei")
    store.close()
    tamper(copy, f"UPDATE audit SET operator = 'mei', hash = '{link(record)}' WHERE id = 4")
    detail = "audit record 5: is not chained to the record before it"
    assert _links(_verified(copy)) == [detail]


def test_two_records_that_changed_places_are_noticed(copy: Path) -> None:
    tamper(
        copy,
        "UPDATE audit SET id = 100 WHERE id = 4",
        "UPDATE audit SET id = 4 WHERE id = 5",
        "UPDATE audit SET id = 5 WHERE id = 100",
    )
    assert _links(_verified(copy))[0].startswith("audit record 4: ")


def test_a_head_that_was_kept_stands_in_the_chain_though_newer_records_follow(copy: Path) -> None:
    desk = desk_on(copy)
    kept = verify(desk).audit_head.hash
    done(desk, TopUp("acme", 1_00), "k-later")
    found = verify(desk, kept)
    assert (found.ok, found.problems) == (True, ())
    assert found.audit_head.hash != kept
    assert verify(desk, GENESIS).ok, "every chain begins with it"
    desk.store.close()


@pytest.mark.parametrize("gone", ["id = (SELECT MAX(id) FROM audit)", "1"])
def test_a_head_that_was_kept_shows_that_the_end_was_cut_off_or_all_of_it(
    copy: Path, gone: str
) -> None:
    desk = desk_on(copy)
    kept = verify(desk).audit_head.hash
    desk.store.close()
    tamper(copy, f"DELETE FROM audit WHERE {gone}")
    desk = desk_on(copy)
    found = verify(desk, kept)
    desk.store.close()
    assert not found.ok
    detail = f"no record has the hash {kept}: the chain was cut off, or written anew"
    assert (Broken.AUDIT_HEAD, detail) in found.problems
