"""What the engine wrote, written again as it is: the floor under a run of the engine."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from renewal_tui.operations.desk import Desk
from renewal_tui.store.connection import open_store
from renewal_tui.store.engines import engine_for
from renewal_tui.store.names import BY_DATE
from tests.bench.fleets import ACTOR

Row = tuple[object, ...]

_ADDED = ("orders", "order_line", "voucher_use", "ledger_entry", "audit", "engine_run", "attempt")
"""Tables with a number of their own that only grow, in an order that references allow."""

_TERM = (
    "UPDATE term SET expire_date = ?, anchor_day = ?, renewed_here = 1, unpaid_order_id = NULL"
    " WHERE id = ?"
)
_VOUCHER = "UPDATE voucher SET remaining = ? WHERE id = ?"
_ACCOUNT = "UPDATE account SET balance = ? WHERE id = ?"


@contextmanager
def opened(path: Path) -> Iterator[Desk]:
    """A desk on a store."""
    store = open_store(path)
    try:
        yield Desk(store, ACTOR)
    finally:
        store.close()


def read_rows(after: Path, before: Path) -> dict[str, list[Row]]:
    """What was written between two states of a store: each statement with its rows."""
    with closing(sqlite3.connect(after)) as db:
        db.execute("ATTACH ? AS old", (str(before),))
        found: dict[str, list[Row]] = {}

        def take(statement: str, query: str) -> None:
            found[statement] = db.execute(query).fetchall()

        for table in _ADDED:
            newer = f"id > (SELECT coalesce(max(id), 0) FROM old.{table})"
            take(_insert(db, table), f"SELECT * FROM main.{table} WHERE {newer} ORDER BY id")
        lines = "id > (SELECT coalesce(max(id), 0) FROM old.order_line)"
        take(
            _insert(db, "paid_term"),
            "SELECT paid_term.* FROM main.order_line AS line JOIN main.paid_term"
            f" ON paid_term.line_id = line.id WHERE line.{lines} ORDER BY line.id",
        )
        take(
            _TERM,
            "SELECT to_date, anchor_after, instance_id FROM main.order_line"
            f" WHERE {lines} ORDER BY id",
        )
        take(
            _VOUCHER,
            "SELECT new.remaining, new.id FROM main.voucher AS new JOIN old.voucher AS old"
            " ON old.id = new.id WHERE new.remaining <> old.remaining",
        )
        take(
            _ACCOUNT,
            "SELECT new.balance, new.id FROM main.account AS new JOIN old.account AS old"
            " ON old.id = new.id WHERE new.balance <> old.balance",
        )
    return found


def _insert(db: sqlite3.Connection, table: str) -> str:
    columns = [row[1] for row in db.execute(f"PRAGMA main.table_info({table})")]
    places = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"


def strip(path: Path) -> None:
    """Leave of a store's indexes its keys, and the one by date."""
    with closing(sqlite3.connect(path)) as db:
        query = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'"
        for (name,) in db.execute(query).fetchall():
            if name != BY_DATE:
                db.execute(f"DROP INDEX {name}")


def write_rows(path: Path, rows: dict[str, list[Row]]) -> None:
    """Write them in one transaction, by executemany on a connection like the program's own."""
    engine = engine_for(path)
    engine.open()
    try:
        connection = engine.db.connection()
        connection.execute("BEGIN IMMEDIATE")
        for statement, values in rows.items():
            connection.executemany(statement, values)
        connection.execute("COMMIT")
    finally:
        engine.close()
