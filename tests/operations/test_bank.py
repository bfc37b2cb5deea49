"""Several at once on one store: every read adds up, nobody is told of a locked database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from renewal_tui.operations.check import check
from renewal_tui.store.connection import open_store
from tests.operations.world import World

pytest_plugins = ("tests.operations.fixtures",)

ROOT = Path(__file__).resolve().parent.parent.parent
CLERKS = (("desk", 1), ("desk", 2), ("engine", 3), ("engine", 4))

MISFITS = """
    SELECT a.code FROM account a
    WHERE a.balance < 0 OR a.balance <> a.opening
          + (SELECT COALESCE(SUM(amount), 0) FROM ledger_entry WHERE account_id = a.id)
    UNION ALL
    SELECT v.code FROM voucher v
    WHERE v.remaining < 0 OR v.remaining <> v.amount
          - (SELECT COALESCE(SUM(amount), 0) FROM voucher_use WHERE voucher_id = v.id)
"""


def _misfits(path: Path) -> list[str]:
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        return [row[0] for row in connection.execute(MISFITS)]


def _run(world: World, rounds: int) -> None:
    world.account("acme", 300_00)
    for number in range(3):
        world.voucher(f"v-{number}", 50_00)
    for number in range(30):
        policy = "auto" if number % 3 == 0 else "manual"
        expire = "2026-11-22" if number % 2 == 0 else "2026-12-05"
        world.instance(f"i-{number:02d}", price=7_00, policy=policy, expire=expire)
    path = world.desk.store.path
    clerks = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.operations.bank_clerk",
                str(path),
                role,
                str(seed),
                str(rounds),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for role, seed in CLERKS
    ]
    while any(clerk.poll() is None for clerk in clerks):
        assert _misfits(path) == []
    for clerk in clerks:
        said, complained = clerk.communicate(timeout=60)
        assert clerk.returncode == 0, complained
        assert "locked" not in said + complained
        assert len(said.splitlines()) == rounds
    assert _misfits(path) == []
    world.desk.store.close()
    again = world.another_desk()
    assert check(again) == {"ok": True, "problems": []}
    again.store.close()
    open_store(path).close()


def test_four_at_one_store_never_spend_what_is_not_there(world: World) -> None:
    _run(world, 15)


@pytest.mark.long
def test_four_at_one_store_never_spend_what_is_not_there_for_a_long_time(world: World) -> None:
    _run(world, 400)
