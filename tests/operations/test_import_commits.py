"""How an import is written: at once or in commits, once for its key, left and taken up again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from renewal_tui.domain.filters import Filter
from renewal_tui.errors import KeyConflict, StoreReadOnly, UsageProblem
from renewal_tui.operations import import_fleet
from renewal_tui.operations.check import check
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.importing.commit import Commit
from renewal_tui.store.connection import open_store
from tests.operations.importing import counts_of, instance_line, load, put, put_instances
from tests.operations.world import StopAfter
from tests.stores import desk_on, dump, sql


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    """A file of ten instances."""
    return put_instances(tmp_path, *(instance_line(f"i-{number}") for number in range(10)))


@pytest.fixture
def _small_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four rows are a large import, and three are a commit."""
    monkeypatch.setattr(import_fleet, "ONE_COMMIT", 4)
    monkeypatch.setattr(import_fleet.ImportCourse, "most", 3)


@pytest.fixture
def _small_commits(desk: Desk, tmp_path: Path, _small_sizes: None) -> None:
    """The same, and the store is worked with already."""
    load(desk, put_instances(tmp_path / "before", instance_line("i-before")))


def _count(desk: Desk) -> int:
    """How many of the ten there are."""
    return int(sql(desk, "SELECT COUNT(*) FROM instance WHERE instance_id <> 'i-before'")[0][0])


def _fail_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Commit) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(Commit, "record_files", fail)


def test_the_same_key_and_bytes_are_answered_and_not_done_again_r29(desk: Desk, ten: Path) -> None:
    first = load(desk, ten, key="k-1")
    before = dump(desk)
    assert load(desk, ten, key="k-1") == first
    assert dump(desk) == before


def test_the_same_key_with_other_bytes_is_an_error_r29(desk: Desk, ten: Path) -> None:
    load(desk, ten, key="k-1")
    before = dump(desk)
    other = put_instances(ten.parent, instance_line("i-x"))
    with pytest.raises(KeyConflict, match="k-1 was used for another request"):
        load(desk, other, key="k-1")
    assert dump(desk) == before


def test_a_key_that_is_none_is_refused(desk: Desk, ten: Path) -> None:
    with pytest.raises(UsageProblem, match="is not a key"):
        load(desk, ten, key="two words")


def test_an_import_that_fails_at_its_last_row_leaves_nothing(
    desk: Desk, ten: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(desk)
    _fail_at_the_end(monkeypatch)
    with pytest.raises(RuntimeError):
        load(desk, ten, key="k-1")
    assert dump(desk) == before
    monkeypatch.undo()
    assert counts_of(load(desk, ten, key="k-1")) == {"instances.csv": (10, 0, 0)}


def test_up_to_two_thousand_rows_are_one_commit_and_more_are_several(
    desk: Desk, tmp_path: Path
) -> None:
    lines = [instance_line(f"i-{number}") for number in range(2_000)]
    load(desk, put_instances(tmp_path, *lines[:100]))
    load(desk, put_instances(tmp_path, *lines))
    commits = "SELECT COUNT(*) FROM audit WHERE target = 'instances.csv'"
    assert sql(desk, commits) == [(2,)]
    answer = load(desk, put_instances(tmp_path, *lines, instance_line("i-last")))
    assert counts_of(answer) == {"instances.csv": (1, 0, 2_000)}
    assert sql(desk, commits)[0][0] > 2 + 1


@pytest.mark.usefixtures("_small_sizes")
def test_a_store_without_instances_is_filled_in_one_commit(desk: Desk, ten: Path) -> None:
    watch = StopAfter(99)
    answer = load(desk, ten, key="k-1", watch=watch)
    assert watch.told == [(3, 10), (6, 10), (9, 10), (10, 10)]
    assert counts_of(answer) == {"instances.csv": (10, 0, 0)}
    assert sql(desk, "SELECT COUNT(*) FROM audit WHERE target = 'instances.csv'") == [(1,)]
    assert check(desk) == (True, ())
    assert load(desk, ten, key="k-1") == answer
    again = Filter(search="EB-01", tabs=frozenset())
    assert desk.reader().count(again) == 10


@pytest.mark.usefixtures("_small_sizes")
def test_filling_a_store_that_is_stopped_or_fails_has_done_nothing(
    desk: Desk, ten: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(desk)
    answer = load(desk, ten, key="k-1", watch=StopAfter(2))
    assert answer["interrupted"]
    assert (counts_of(answer), answer["total"]) == ({"instances.csv": (0, 0, 0)}, 10)
    assert dump(desk) == before
    _fail_at_the_end(monkeypatch)
    with pytest.raises(RuntimeError):
        load(desk, ten, key="k-1")
    assert dump(desk) == before
    monkeypatch.undo()
    assert counts_of(load(desk, ten, key="k-1")) == {"instances.csv": (10, 0, 0)}


@pytest.mark.usefixtures("_small_commits")
def test_a_large_import_comes_to_the_same_as_a_small_one(desk: Desk, ten: Path) -> None:
    vouchers = put(
        ten.parent,
        "vouchers.csv",
        "voucher_id,account,amount,remaining,expire_date",
        *(f"v-{number},new-{number},5.00,2.00,2026-12-31" for number in range(5)),
    )
    accounts = put(
        ten.parent,
        "accounts.csv",
        "account,name,balance",
        *(f"new-{number},x,1.00" for number in range(5)),
    )
    answer = load(desk, vouchers, accounts, ten)
    assert counts_of(answer) == {
        "accounts.csv": (5, 0, 0),
        "instances.csv": (10, 0, 0),
        "vouchers.csv": (5, 0, 0),
    }
    assert not answer["interrupted"]
    assert check(desk) == (True, ())
    assert counts_of(load(desk, vouchers, accounts, ten)) == {
        "accounts.csv": (0, 0, 5),
        "instances.csv": (0, 0, 10),
        "vouchers.csv": (0, 0, 5),
    }


@pytest.mark.usefixtures("_small_commits")
def test_a_bad_last_line_keeps_a_large_import_from_beginning(desk: Desk, ten: Path) -> None:
    before = dump(desk)
    with ten.open("a") as file:
        file.write(instance_line("i-x", expire_date="soon") + "\n")
    with pytest.raises(Exception, match=r"instances\.csv:12: expire_date"):
        load(desk, ten)
    assert dump(desk) == before


@pytest.mark.usefixtures("_small_commits")
def test_a_large_import_is_left_between_commits_and_taken_up_with_its_key(
    desk: Desk, ten: Path
) -> None:
    answer = load(desk, ten, key="k-1", watch=StopAfter(1))
    assert answer["interrupted"]
    assert answer["total"] == 10
    assert counts_of(answer) == {"instances.csv": (3, 0, 0)}
    assert _count(desk) == 3
    assert check(desk) == (True, ())
    answer = load(desk, ten, key="k-1", watch=StopAfter(1))
    assert counts_of(answer) == {"instances.csv": (6, 0, 0)}
    answer = load(desk, ten, key="k-1")
    assert counts_of(answer) == {"instances.csv": (10, 0, 0)}
    assert not answer["interrupted"]
    assert load(desk, ten, key="k-1") == answer
    assert _count(desk) == 10


@pytest.mark.usefixtures("_small_commits")
def test_another_operator_works_between_the_commits(desk: Desk, ten: Path) -> None:
    other = open_store(desk.store.name, busy_seconds=0.05)

    class Meanwhile(StopAfter):
        def progress(self, done: int, total: int) -> None:
            super().progress(done, total)
            with other.transaction():
                other.set_setting("seen", str(done))

    watch = Meanwhile(99)
    load(desk, ten, watch=watch)
    other.close()
    assert watch.told == [(3, 10), (6, 10), (9, 10), (10, 10)]


@pytest.mark.usefixtures("_small_commits")
def test_what_another_import_adds_between_the_commits_is_met_and_not_added_twice(
    desk: Desk, ten: Path
) -> None:
    other = desk_on(Path(desk.store.name))
    late = put_instances(ten.parent / "late", instance_line("i-9", name="late"))

    class Meanwhile(StopAfter):
        def progress(self, done: int, total: int) -> None:
            super().progress(done, total)
            if done == 3:
                load(other, late)

    answer = load(desk, ten, watch=Meanwhile(99))
    other.store.close()
    assert counts_of(answer) == {"instances.csv": (9, 1, 0)}
    assert sql(desk, "SELECT name FROM instance WHERE instance_id = 'i-9'") == [("web-01",)]


@pytest.mark.usefixtures("_small_commits")
def test_one_key_in_two_processes_at_once_is_done_once_and_answered_to_both(
    desk: Desk, ten: Path
) -> None:
    other = desk_on(Path(desk.store.name))

    class Meanwhile(StopAfter):
        def progress(self, done: int, total: int) -> None:
            super().progress(done, total)
            if done == 3:
                load(other, ten, key="k-1")

    answer = load(desk, ten, key="k-1", watch=Meanwhile(99))
    other.store.close()
    assert counts_of(answer) == {"instances.csv": (10, 0, 0)}
    assert load(desk, ten, key="k-1") == answer
    assert check(desk) == (True, ())


def test_an_import_that_is_stopped_while_it_reads_has_done_nothing(desk: Desk, ten: Path) -> None:
    before = dump(desk)
    answer = load(desk, ten, key="k-1", watch=StopAfter(0))
    assert answer["interrupted"]
    assert answer["files"] == []
    assert dump(desk) == before


def test_a_store_that_may_only_be_read_is_told_so_at_once_and_still_foretells(
    desk: Desk, ten: Path
) -> None:
    reading = desk_on(Path(desk.store.name), read_only=True)
    bad = put(ten.parent, "rooms.csv", "nonsense")
    with pytest.raises(StoreReadOnly):
        load(reading, bad)
    assert counts_of(load(reading, ten, dry_run=True)) == {"instances.csv": (10, 0, 0)}
    reading.store.close()


def test_progress_is_told_in_rows_checked_and_then_in_rows_written(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewal_tui.operations.importing.checking.AT_ONCE", 100)
    lines = [instance_line(f"i-{number:04}") for number in range(400)]
    watch = StopAfter(99)
    load(desk, put_instances(tmp_path, *lines), watch=watch)
    assert [done for done, _ in watch.told] == [100, 200, 300, 400]
    assert all(done <= total for done, total in watch.told)
    assert watch.told[-1] == (400, 400)


def test_more_differences_than_can_be_read_are_counted(
    desk: Desk, ten: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewal_tui.operations.importing.answer.MOST_DIFFERENCES", 2)
    load(desk, ten)
    sql(desk, "UPDATE term SET renewed_here = 1, expire_date = '2026-12-30'")
    differences: list[Any] = load(desk, ten)["differences"]
    assert [text.split(": ")[:2] for text in differences] == [
        ["instances.csv:2", "i-0"],
        ["instances.csv:3", "i-1"],
        ["and 8 more"],
    ]
