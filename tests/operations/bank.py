"""A bank full of clerks, each a process of its own, and what must hold whenever one looks."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TIMEOUT = 60.0
"""Seconds that clerks get to come in."""

_MISFITS = """
    SELECT a.code FROM account a
    WHERE a.balance < 0 OR a.balance <> a.opening
          + (SELECT COALESCE(SUM(amount), 0) FROM ledger_entry WHERE account_id = a.id)
    UNION ALL
    SELECT v.code FROM voucher v
    WHERE v.remaining < 0 OR v.remaining <> v.amount
          - (SELECT COALESCE(SUM(amount), 0) FROM voucher_use WHERE voucher_id = v.id)
    UNION ALL
    SELECT i.instance_id FROM term i
    JOIN paid_term t ON t.instance_id = i.id JOIN order_line l ON l.id = t.line_id
    GROUP BY i.id HAVING MAX(l.to_date) <> i.expire_date
"""


class Clerk:
    """One clerk; what it says goes to a file, so that it never waits for a reader."""

    def __init__(self, path: Path, role: str, seed: int, rounds: int) -> None:
        self.role = role
        self._said = path.with_name(f"{role}-{seed}.txt")
        words = [sys.executable, "-m", "tests.operations.bank_clerk"]
        with self._said.open("w", encoding="utf-8") as file:
            self.process = subprocess.Popen(
                [*words, str(path), role, str(seed), str(rounds)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    @property
    def text(self) -> str:
        """Everything that it has said."""
        return self._said.read_text(encoding="utf-8")

    @property
    def answers(self) -> list[str]:
        """What it was answered, a line a round."""
        return self.text.splitlines()[1:]

    def works(self) -> bool:
        """Whether it is still there."""
        return self.process.poll() is None

    def begin(self) -> None:
        """Let it begin."""
        assert self.process.stdin is not None
        self.process.stdin.close()


def misfits(path: Path) -> list[str]:
    """Accounts, vouchers and renewed instances that are not what their movements make them."""
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        return [row[0] for row in connection.execute(_MISFITS)]


def let_work(path: Path, roles: Iterable[str], rounds: int) -> list[Clerk]:
    """Let clerks work at once, and look all the while; at the end none of them has complained."""
    clerks = [Clerk(path, role, seed, rounds) for seed, role in enumerate(roles)]
    try:
        _wait_for(clerks)
        for clerk in clerks:
            clerk.begin()
        while any(clerk.works() for clerk in clerks):
            assert misfits(path) == []
    finally:
        for clerk in clerks:
            clerk.process.kill()
            clerk.process.wait()
    for clerk in clerks:
        assert clerk.process.returncode == 0, clerk.text
        assert len(clerk.answers) == rounds, clerk.text
        assert "locked" not in clerk.text
    assert misfits(path) == []
    return clerks


def _wait_for(clerks: list[Clerk]) -> None:
    """Wait until all are ready, so that nobody is done before the others begin."""
    end = time.monotonic() + TIMEOUT
    while not all(clerk.text for clerk in clerks):
        assert all(clerk.works() for clerk in clerks), [clerk.text for clerk in clerks]
        assert time.monotonic() < end
        time.sleep(0.02)
