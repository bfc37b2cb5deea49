"""`backup` copies a live store as it is at one moment, looks at the copy, and never overwrites."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from renewal_tui import errors
from renewal_tui.operations.backup import backup
from renewal_tui.operations.check import check
from renewal_tui.store.engines.sqlite import copying
from tests.operations.lived_in import lived_in
from tests.operations.tampering import tamper
from tests.operations.world import World
from tests.store.limits import no_file_longer_than
from tests.stores import ROOT, desk_on, dump


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    folder = tmp_path / "store"
    folder.mkdir()
    made = lived_in(folder)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


def test_a_backup_is_the_whole_store_and_is_looked_at(world: World, folder: Path) -> None:
    dest = folder / "copy.db"
    answer = backup(world.desk, dest)
    assert answer == (dest, dest.stat().st_size, True, ())
    assert dump(dest) == world.dump()
    assert [file.name for file in folder.iterdir()] == ["copy.db"]


def test_a_backup_can_be_worked_with_like_the_store_itself(world: World, folder: Path) -> None:
    backup(world.desk, folder / "copy.db")
    copy = desk_on(folder / "copy.db")
    assert copy.today() == world.desk.today()
    assert check(copy).ok
    copy.store.close()


def test_a_backup_into_a_folder_is_named_by_the_stores_own_time(world: World, folder: Path) -> None:
    answer = backup(world.desk, folder)
    assert answer.backup == folder / "renewals-20261123-003000.db"
    with pytest.raises(errors.Refused, match="exists already"):
        backup(world.desk, folder)
    world.advance("1m")
    assert backup(world.desk, folder).backup == folder / "renewals-20261123-003100.db"


@pytest.mark.parametrize("what", ["file", "store", "link", "itself"])
def test_a_backup_never_overwrites(world: World, folder: Path, what: str) -> None:
    dest = folder / "copy.db"
    if what == "file":
        dest.write_text("mine")
    elif what == "store":
        backup(world.desk, dest)
    elif what == "link":
        dest.symlink_to(folder / "nowhere")
    else:
        dest = world.path
    before = sorted((file.name, file.lstat().st_mtime_ns) for file in dest.parent.iterdir())
    with pytest.raises(errors.Refused, match="exists already; a backup never overwrites"):
        backup(world.desk, dest)
    assert before == sorted((file.name, file.lstat().st_mtime_ns) for file in dest.parent.iterdir())


def test_a_file_that_appears_meanwhile_is_not_overwritten(world: World, folder: Path) -> None:
    dest = folder / "copy.db"

    class Rival:
        """Makes the file while the copy is under way."""

        def progress(self, done: int, total: int) -> None:
            dest.write_text("mine")

        def stopped(self) -> bool:
            return False

    with pytest.raises(errors.Refused, match="exists already"):
        backup(world.desk, dest, Rival())
    assert [(file.name, file.read_text()) for file in folder.iterdir()] == [("copy.db", "mine")]


def test_a_backup_without_a_folder_is_refused_and_makes_none(world: World, folder: Path) -> None:
    with pytest.raises(errors.Refused, match="there is no folder"):
        backup(world.desk, folder / "deep" / "copy.db")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("of_folder", "of_file"), [(0o755, 0o600), (0o2775, 0o660)])
def test_a_backup_is_its_owners_only_or_its_groups_in_a_setgid_folder(
    world: World, folder: Path, of_folder: int, of_file: int
) -> None:
    folder.chmod(of_folder)
    seen: set[int] = set()

    class Looking:
        """Looks at the modes while the copy is under way."""

        def progress(self, done: int, total: int) -> None:
            seen.update(file.stat().st_mode & 0o777 for file in folder.iterdir())

        def stopped(self) -> bool:
            return False

    backup(world.desk, folder / "copy.db", Looking())
    assert seen == {of_file}
    assert (folder / "copy.db").stat().st_mode & 0o777 == of_file


@pytest.mark.parametrize("stop_at", [1, 60])
def test_a_backup_that_is_stopped_leaves_nothing(world: World, folder: Path, stop_at: int) -> None:
    class Stop:
        """Stops at some percent of the whole."""

        percent = 0

        def progress(self, done: int, total: int) -> None:
            self.percent = 100 * done // total

        def stopped(self) -> bool:
            return self.percent >= stop_at

    with pytest.raises(errors.Refused, match=r"stopped: .*/copy\.db was not made"):
        backup(world.desk, folder / "copy.db", Stop())
    assert list(folder.iterdir()) == []


def test_what_a_killed_backup_left_goes_at_the_next_one(
    world: World, folder: Path, tmp_path: Path
) -> None:
    script = """
import os, signal, sys
from pathlib import Path
from renewal_tui.operations.backup import backup
from tests.stores import desk_on
class Killed:
    def progress(self, done, total):
        os.kill(os.getpid(), signal.SIGKILL)
    def stopped(self):
        return False
backup(desk_on(Path(sys.argv[1])), Path(sys.argv[2]), Killed())
"""
    command = [sys.executable, "-c", script, str(world.path), str(folder / "copy.db")]
    killed = subprocess.run(command, cwd=ROOT, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    (left,) = folder.iterdir()
    left.with_name(f"{left.name}-journal").touch()
    (folder / ".notes.part").write_text("somebody's own")
    assert backup(world.desk, folder / "other.db").ok
    assert sorted(file.name for file in folder.iterdir()) == [".notes.part", "other.db"]


def test_a_backup_under_way_is_not_taken_for_what_a_killed_one_left(
    world: World, folder: Path
) -> None:
    class Another:
        """Makes another backup in the midst of the first one."""

        made = False

        def progress(self, done: int, total: int) -> None:
            if not self.made:
                self.made = True
                assert backup(world.desk, folder / "second.db").ok

        def stopped(self) -> bool:
            return False

    assert backup(world.desk, folder / "first.db", Another()).ok
    assert sorted(file.name for file in folder.iterdir()) == ["first.db", "second.db"]


@pytest.mark.parametrize("room", [0, 8192, 100_000])
def test_a_full_disk_leaves_nothing_and_says_so(world: World, folder: Path, room: int) -> None:
    with no_file_longer_than(room), pytest.raises(errors.StoreFull) as full:
        backup(world.desk, folder / "copy.db")
    assert "\n" not in str(full.value)
    assert str(folder / "copy.db") in str(full.value)
    assert list(folder.iterdir()) == []
    assert backup(world.desk, folder / "copy.db").ok


def test_a_broken_invariant_is_told_and_the_copy_is_kept(world: World, folder: Path) -> None:
    tamper(world.path, "UPDATE account SET balance = balance + 1 WHERE code = 'acme'")
    answer = backup(world.desk, folder / "copy.db")
    assert not answer.ok
    assert [problem.code for problem in answer.problems] == ["balance_mismatch"]
    assert answer.backup.is_file()


def test_damaged_pages_are_no_backup(world: World, folder: Path) -> None:
    root = world.value("SELECT rootpage FROM sqlite_master WHERE name = 'attempt'")
    size = world.value("PRAGMA page_size")
    with world.path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xa5" * size)
    with pytest.raises(errors.StoreDamaged, match="no copy of it was kept"):
        backup(world.desk, folder / "copy.db")
    assert list(folder.iterdir()) == []


def test_a_store_that_may_only_be_read_can_be_backed_up(world: World, folder: Path) -> None:
    desk = desk_on(world.path, read_only=True)
    assert backup(desk, folder / "copy.db").ok
    desk.store.close()


def test_a_backup_of_a_store_with_a_write_ahead_log_is_one_file_whole_in_itself(
    world: World, folder: Path
) -> None:
    world.sql("PRAGMA journal_mode = WAL")
    world.top_up(1_00)
    world.desk.store.sql("SELECT 1")
    answer = backup(world.desk, folder / "copy.db")
    assert answer.ok
    assert [file.name for file in folder.iterdir()] == ["copy.db"]
    assert dump(folder / "copy.db") == world.dump()


def test_backups_are_consistent_while_another_program_writes(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "CHUNK", 4 * 4_096)

    class Slow:
        """Copies so slowly that the writer comes in between again and again."""

        def progress(self, done: int, total: int) -> None:
            time.sleep(0.002)

        def stopped(self) -> bool:
            return False

    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.operations.busy_writer", str(world.path), "3"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "1\n"
    entries: list[int] = []
    while writer.poll() is None and len(entries) < 20:
        answer = backup(world.desk, folder / f"{len(entries)}.db", Slow())
        assert answer.ok, answer.problems
        with closing(sqlite3.connect(answer.backup)) as db:
            entries.append(db.execute("SELECT COUNT(*) FROM ledger_entry").fetchone()[0])
    writer.communicate(timeout=60)
    assert writer.returncode == 0
    assert len(entries) > 1
    assert entries == sorted(entries)
    assert entries[-1] > entries[0], "the writer was kept out all the time"
    assert check(world.desk).ok
