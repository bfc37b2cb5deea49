"""An operation that is under way for as long as a test wants: somebody else holds the store."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from renewal_tui.operations.check import check
from tests.stores import desk_on, sql
from tests.terminal.terminal import READ, ROOT, TIMEOUT, Terminal

MANUAL = "listed AND policy = 'manual' AND expire_date >= '2026-11-22'"


def counted(path: Path, table: str) -> int:
    """How many rows a table of a store has, over a connection of its own."""
    return int(sql(path, f"SELECT COUNT(*) FROM {table}")[0][0])


def begin_renewal(terminal: Terminal) -> int:
    """Begin to renew everything on the Manual tab; how many that are. It waits for the store."""
    terminal.wait_for("instances,")
    terminal.press("*", "r")
    text = terminal.wait_for("Payable CNY")
    terminal.read(READ)
    wanted = int(text[text.index("Renewal: ") :].split()[1].replace(",", ""))
    terminal.type("p")
    terminal.wait_for(f"Type {wanted}")
    terminal.read(READ)
    terminal.type(f"{wanted}\r")
    terminal.wait_for("working ...")
    return wanted


def until_opened(path: Path, terminal: Terminal) -> None:
    """Wait until the process has opened the store."""
    files = Path(f"/proc/{terminal.process.pid}/fd")
    end = time.monotonic() + TIMEOUT
    while not any(file.is_symlink() and file.readlink() == path for file in files.iterdir()):
        assert time.monotonic() < end, f"it never opened {path}"
        time.sleep(0.02)


def until_renewed(path: Path, wanted: int) -> None:
    """Wait until so many renewals are committed, as another process sees it."""
    end = time.monotonic() + TIMEOUT
    while counted(path, "paid_term") < wanted:
        assert time.monotonic() < end, f"{counted(path, 'paid_term')} of {wanted} were renewed"
        time.sleep(0.02)


def others_can_write(path: Path) -> None:
    """Another process books something: it is not told that the store is busy."""
    words = ("account", "top-up", "customer-0001", "1.00", "--yes")
    done = subprocess.run(
        [sys.executable, "-m", "renewal_tui", "--database", str(path), *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=TIMEOUT,
    )
    assert done.returncode == 0, done.stderr


def books_balance(path: Path) -> None:
    """Recompute every invariant."""
    desk = desk_on(path)
    assert check(desk) == (True, ())
    desk.store.close()
