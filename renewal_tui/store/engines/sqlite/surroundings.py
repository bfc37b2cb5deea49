"""What is unwise about where a store lies: who may read it, and what it is kept on and by."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from renewal_tui.store.engines.sqlite.opening import keeps_a_journal, wal_is_safe
from renewal_tui.store.files import file_mode

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = re.compile(
    r"9p|afs|beegfs|ceph|cifs|coda|davfs|glusterfs|gpfs|lustre|ncpfs|nfs4?|smb3|smbfs|vboxsf"
    r"|fuse\.(ceph|davfs2?|glusterfs|rclone|s3fs|sshfs|vmhgfs-fuse)"
)
_ESCAPED = re.compile(r"\\([0-7]{3})")


def warnings(path: Path) -> list[str]:
    """What an operator should know of a store's file, a line each; nothing when all is well."""
    try:
        mode, allowed = path.stat().st_mode & 0o777, file_mode(path.parent)
    except OSError:
        return []
    found = [mode_warning(path, mode, allowed), network_warning(path, _mounts())]
    if not keeps_a_journal(path):
        found.append(log_warning(path, sqlite3.sqlite_version_info))
    return [line for line in found if line]


def mode_warning(path: Path, mode: int, allowed: int) -> str | None:
    """The warning about a file that more users may use than should, if there is one."""
    if not mode & ~allowed:
        return None
    return f"{path} has mode {mode:04o}: others may use it; chmod {allowed:04o} is enough"


def network_warning(path: Path, mounts: str) -> str | None:
    """The warning about a store on a network file system, if it is on one.

    `mounts` is the text of /proc/self/mountinfo.
    """
    kind = file_system(path.resolve(), mounts)
    if not _NETWORK.fullmatch(kind):
        return None
    return (
        f"{path} lies on a network file system ({kind}), where SQLite's locks cannot be relied on: "
        "keep the store on a local disk"
    )


def log_warning(path: Path, version: tuple[int, ...]) -> str | None:
    """The warning about a write-ahead log in the hands of an SQLite that may corrupt it."""
    if wal_is_safe(version):
        return None
    name = ".".join(map(str, version))
    return (
        f"{path} has a write-ahead log, which this SQLite ({name}) can corrupt when several write: "
        "use SQLite 3.51.3 or newer"
    )


def file_system(path: Path, mounts: str) -> str:
    """The type of the file system that an absolute path lies on; empty when nobody knows.

    Of several mounts on one point the last one covers the others.
    """
    depth, kind = -1, ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        point = Path(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[4]))
        if path.is_relative_to(point) and len(point.parts) >= depth:
            depth, kind = len(point.parts), right.split(" ")[0]
    return kind


def _mounts() -> str:
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
