"""`backup`: a copy of a live store, at one moment, looked at before it gets its name."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from renewal_tui.errors import Refused, StoreDamaged
from renewal_tui.operations.check import Checked, checked
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.watch import Unwatched, Watch
from renewal_tui.store.checks.problem import Broken, Problem
from renewal_tui.store.connection import open_store
from renewal_tui.store.engines import engine_for
from renewal_tui.store.files import file_troubles, publish, remove_leftovers, unfinished


class BackedUp(NamedTuple):
    """The answer of `backup`; `ok` and `problems` are those of `check` on the copy."""

    backup: Path
    bytes: int
    ok: bool
    problems: tuple[Problem, ...]


class _Half:
    """One half of a backup, told to whoever waits in percent of the whole."""

    def __init__(self, watch: Watch, start: int) -> None:
        self._watch = watch
        self._start = start

    def progress(self, done: int, total: int) -> None:
        self._watch.progress(self._start + 50 * done // max(total, 1), 100)

    def stopped(self) -> bool:
        return self._watch.stopped()


def backup(desk: Desk, dest: Path, watch: Watch | None = None) -> BackedUp:
    """Copy the store to a new file, or under a name of its own into a folder.

    The copy gets its name once its pages are sound. Invariants that `check` finds broken in it are
    the store's own: the copy is kept and `ok` says no. Raises Refused (something is there already,
    there is no such folder, or the watch stopped it), StoreBusy, StoreFull, StoreReadOnly, or
    StoreDamaged; then no file is left. What a killed backup has left in the folder goes first.
    """
    watch = watch or Unwatched()
    dest = _destination(desk, dest)
    remove_leftovers(dest.parent)
    with unfinished(dest) as part:
        try:
            _copy(desk, part, dest, _Half(watch, 0))
            found = _look_at(desk, part, dest, _Half(watch, 50))
            with file_troubles(dest):
                publish(part, dest)
        finally:
            engine_for(part).remove()
    return BackedUp(dest, dest.stat().st_size, *found)


def _destination(desk: Desk, dest: Path) -> Path:
    if dest.is_dir():
        now = desk.now().astimezone(desk.store.settings.timezone)
        dest /= f"renewals-{now:%Y%m%d-%H%M%S}.db"
    if dest.exists() or dest.is_symlink():
        raise Refused(f"{dest} exists already; a backup never overwrites")
    if not dest.parent.is_dir():
        raise Refused(f"there is no folder {dest.parent} to put a backup in")
    return dest


def _copy(desk: Desk, part: Path, dest: Path, watch: Watch) -> None:
    def progress(done: int, total: int) -> None:
        watch.progress(done, total)
        if watch.stopped():
            raise _stopped(dest)

    desk.store.engine.copy_to(part, named=dest, progress=progress)


def _look_at(desk: Desk, part: Path, dest: Path, watch: Watch) -> Checked:
    with closing(open_store(part)) as copy:
        found = checked(copy, watch)
    for code, detail in found.problems:
        if code is Broken.STOPPED:
            raise _stopped(dest)
        if code is Broken.PAGES:
            raise StoreDamaged(f"{desk.store.name} is damaged ({detail}); no copy of it was kept")
    return found


def _stopped(dest: Path) -> Refused:
    return Refused(f"stopped: {dest} was not made")
