"""Warnings about where a store lies: who may use its file, and what file system it is on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from renewal_tui.store.engines.sqlite.surroundings import (
    file_system,
    log_warning,
    mode_warning,
    network_warning,
    warnings,
)
from tests.stores import new_store, sql

MOUNTS = """\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
30 22 0:25 / /proc rw,nosuid - proc proc rw
41 22 0:40 / /srv/data rw,relatime shared:20 master:3 - nfs4 files:/export rw,vers=4.2
42 41 254:2 / /srv/data/local rw,relatime - xfs /dev/vdb1 rw
43 22 0:41 / /mnt/two\\040words rw - fuse.sshfs user@host:/ rw
44 22 0:42 / /over rw - ext4 /dev/vdc rw
45 22 0:43 / /over rw - cifs //host/share rw
not a line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/lin/renewals.db", "ext4"),
        ("/srv/data/renewals.db", "nfs4"),
        ("/srv/data/deep/er/renewals.db", "nfs4"),
        ("/srv/database/renewals.db", "ext4"),
        ("/srv/data/local/renewals.db", "xfs"),
        ("/mnt/two words/renewals.db", "fuse.sshfs"),
        ("/over/renewals.db", "cifs"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_and_newest_mount(path: str, kind: str) -> None:
    assert file_system(Path(path), MOUNTS) == kind


def test_without_mounts_nobody_knows_the_file_system() -> None:
    assert file_system(Path("/a"), "") == ""
    assert network_warning(Path("/a"), "") is None


@pytest.mark.parametrize(
    "kind",
    "9p afs ceph cifs fuse.sshfs fuse.glusterfs glusterfs lustre nfs nfs4 smb3".split(),  # noqa: SIM905
)
def test_a_network_file_system_is_warned_of_by_name(kind: str) -> None:
    said = network_warning(Path("/data/renewals.db"), f"1 0 0:1 / / rw - {kind} source rw")
    assert said is not None
    assert f"network file system ({kind})" in said


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "fuse.ntfs"])
def test_a_local_file_system_is_no_reason_to_warn(kind: str) -> None:
    said = network_warning(Path("/data/renewals.db"), f"1 0 0:1 / / rw - {kind} source rw")
    assert said is None


@pytest.mark.parametrize(
    ("mode", "allowed", "warned"),
    [
        (0o600, 0o600, False),
        (0o400, 0o600, False),
        (0o640, 0o600, True),
        (0o604, 0o600, True),
        (0o666, 0o600, True),
        (0o660, 0o660, False),
        (0o664, 0o660, True),
    ],
)
def test_a_mode_wider_than_it_must_be_is_warned_of(mode: int, allowed: int, warned: bool) -> None:
    said = mode_warning(Path("renewals.db"), mode, allowed)
    assert (said is not None) is warned
    if said:
        assert said.startswith(f"renewals.db has mode {mode:04o}")


def test_a_new_store_gives_no_reason_to_warn_of_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "renewals.db"
    new_store(path).close()
    assert not any("mode" in line for line in warnings(path))
    path.chmod(0o644)
    assert any("has mode 0644" in line for line in warnings(path))
    tmp_path.chmod(0o2770)
    path.chmod(0o660)
    assert not any("mode" in line for line in warnings(path))


def test_a_write_ahead_log_is_warned_of_where_it_is_not_safe(tmp_path: Path) -> None:
    path = tmp_path / "renewals.db"
    new_store(path).close()
    sql(path, "PRAGMA journal_mode = WAL")
    assert log_warning(path, (3, 51, 3)) is None
    said = log_warning(path, (3, 40, 1))
    assert said is not None
    assert "SQLite (3.40.1)" in said
    assert [line for line in warnings(path) if "write-ahead" in line] == [
        line for line in [log_warning(path, sqlite3.sqlite_version_info)] if line
    ]


def test_a_store_that_is_not_there_has_no_surroundings(tmp_path: Path) -> None:
    assert warnings(tmp_path / "none.db") == []
