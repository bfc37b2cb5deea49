"""Files of ours: their modes, and how a whole one gets its name."""

from __future__ import annotations

import errno
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from renewal_tui import errors

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_UNFINISHED = r"\..+\.[0-9a-f]{8}\.part(-journal|-wal|-shm)?"
"""The names of unfinished files, and of what SQLite keeps beside them."""
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK)


@contextmanager
def file_troubles(path: Path) -> Iterator[None]:
    """Turn the system's errors about a new file into ours, each one clear line."""
    try:
        yield
    except FileExistsError:
        raise errors.Refused(f"{path} exists already; nothing was changed") from None
    except OSError as problem:
        kind = errors.StoreFull if problem.errno in _NO_ROOM else errors.StoreReadOnly
        raise kind(f"{path} cannot be made: {problem.strerror}") from None


def make_folder(path: Path) -> None:
    """Make the folder that a new file will be in. Raises StoreFull, StoreReadOnly."""
    with file_troubles(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except FileExistsError:  # something that is no folder has its name
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from None


def file_mode(folder: Path) -> int:
    """The mode of a file of ours in a folder: its owner's only, or its setgid folder's group's."""
    return 0o660 if folder.stat().st_mode & 0o2000 else 0o600


def new_file(path: Path) -> None:
    """Create an empty file with its final mode. Raises FileExistsError, OSError."""
    mode = file_mode(path.parent)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    try:
        os.fchmod(descriptor, mode)  # whatever the umask says
    finally:
        os.close(descriptor)


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """A name in the same folder for a file until it is whole; whoever makes it removes it."""
    with _lock_on(path.parent, fcntl.LOCK_SH):
        yield path.with_name(f".{path.name}.{os.urandom(4).hex()}.part")


def remove_leftovers(folder: Path) -> None:
    """Remove the unfinished files of programs that were killed.

    Nothing is removed while another program is at work on such a file in the same folder.
    """
    with _lock_on(folder, fcntl.LOCK_EX | fcntl.LOCK_NB) as is_ours, suppress(OSError):
        for file in list(folder.iterdir()) if is_ours else ():
            if re.fullmatch(_UNFINISHED, file.name) and file.is_file() and not file.is_symlink():
                file.unlink(missing_ok=True)


@contextmanager
def _lock_on(folder: Path, how: int) -> Iterator[bool]:
    """Hold a folder's lock, which ends with the process; whether it was to be had.

    It is the folder's, since closing a store's file a second time would end SQLite's own locks.
    """
    with ExitStack() as stack:
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            stack.callback(os.close, descriptor)
            fcntl.flock(descriptor, how)
        except OSError:
            yield False
        else:
            yield True


def publish(part: Path, path: Path) -> None:
    """Give a whole file its name, durably, and never over another file's.

    Raises FileExistsError, OSError; then `part` is still there.
    """
    sync(part)
    try:
        os.link(part, path)
    except OSError as problem:
        if problem.errno not in _NO_LINKS:
            raise
        if path.exists():  # no hard links here: the next best thing
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path) from None
        part.rename(path)
    part.unlink(missing_ok=True)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def identity_of(path: Path) -> tuple[int, int] | None:
    """Which file a path leads to, whatever it is called; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
