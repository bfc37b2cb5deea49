"""What a hand with an editor could do to a store: any statement, past every trigger and check."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def tamper(path: Path, *statements: str) -> None:
    """Run statements with triggers, CHECKs and foreign keys out of the way, and put them back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = 0")
        db.execute("PRAGMA ignore_check_constraints = 1")
        found = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = found.fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert db.execute(statement).rowcount != 0, f"this changes nothing: {statement}"
        for _, text in triggers:
            db.execute(text)
