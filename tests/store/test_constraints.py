"""What the database itself refuses: impossible values, and every change to append-only tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from renewal_tui.store.connection import Store, open_store
from renewal_tui.store.schema import APPEND_ONLY
from tests.operations.lived_in import lived_in

_GUARDED = [model._meta.table_name for model in APPEND_ONLY]


@pytest.fixture
def original(tmp_path: Path) -> Path:
    world = lived_in(tmp_path)
    world.close()
    return world.path


@pytest.fixture
def store(original: Path) -> Iterator[Store]:
    opened = open_store(original)
    yield opened
    opened.close()


def _refused(store: Store, statement: str, words: str) -> None:
    before = list(store.db.connection().iterdump())
    with pytest.raises(Exception, match=words), store.transaction():
        store.sql(statement)
    assert list(store.db.connection().iterdump()) == before


@pytest.mark.parametrize("table", _GUARDED)
def test_append_only_rows_are_there_to_be_guarded(store: Store, table: str) -> None:
    assert store.sql(f"SELECT COUNT(*) FROM {table}")[0][0] > 0


@pytest.mark.parametrize("table", _GUARDED)
def test_append_only_rows_cannot_be_deleted(store: Store, table: str) -> None:
    _refused(store, f"DELETE FROM {table}", f"{table} is append-only")


@pytest.mark.parametrize("table", _GUARDED)
def test_append_only_rows_cannot_be_changed(store: Store, table: str) -> None:
    column = store.sql(f"SELECT name FROM pragma_table_info('{table}')")[-1][0]
    _refused(store, f"UPDATE {table} SET {column} = {column}", f"{table} is append-only")


@pytest.mark.parametrize("table", _GUARDED)
def test_append_only_rows_cannot_be_replaced(store: Store, table: str) -> None:
    _refused(store, f"REPLACE INTO {table} SELECT * FROM {table}", f"{table} is append-only")


@pytest.mark.parametrize("table", _GUARDED)
def test_append_only_rows_cannot_be_upserted(store: Store, table: str) -> None:
    key = {"paid_term": "instance_id, from_date", "operation_part": "key, part"}.get(table, "id")
    column = store.sql(f"SELECT name FROM pragma_table_info('{table}')")[-1][0]
    statement = (
        f"INSERT INTO {table} SELECT * FROM {table} WHERE 1 "
        f"ON CONFLICT ({key}) DO UPDATE SET {column} = 'x'"
    )
    _refused(store, statement, f"{table} is append-only")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account SET balance = -1",
        "UPDATE account SET opening = -1",
        "UPDATE voucher SET remaining = -1",
        "UPDATE voucher SET remaining = amount + 1",
        "UPDATE voucher SET use = 'gift'",
        "UPDATE voucher SET expire_date = 'soon'",
        "UPDATE orders SET status = 'lost'",
        "UPDATE orders SET kind = 'gift'",
        "UPDATE orders SET total = total + 1 WHERE status = 'paid'",
        "UPDATE orders SET balance_total = -1, total = voucher_total - 1 WHERE status = 'paid'",
        "UPDATE instance SET monthly_price = -1",
        "UPDATE term SET anchor_day = 32",
        "UPDATE instance SET auto_months = 4",
        "UPDATE instance SET policy = 'sometimes'",
        "UPDATE term SET expire_date = '2026-1-1'",
        "UPDATE instance SET listed = 1 WHERE type = 'trial'",
        "UPDATE product SET retention_days = -1",
        "UPDATE discount SET percent = 101",
        "UPDATE operation SET state = 'perhaps'",
        "INSERT INTO voucher_use (voucher_id, line_id, amount) VALUES (1, 1, 0)",
        "INSERT INTO ledger_entry (account_id, kind, amount, balance_after, note, operator, at)"
        " VALUES (1, 'top_up', -5, 0, '', '', '')",
        "INSERT INTO ledger_entry (account_id, kind, amount, balance_after, note, operator, at)"
        " VALUES (1, 'order', -5, 0, '', '', '')",
        "INSERT INTO order_line (order_id, instance_id, months, days, from_date, to_date,"
        " anchor_after, monthly_price, list_price, discount, payable)"
        " VALUES (1, 1, 1, 0, '2026-12-01', '2026-12-01', 1, 0, 0, 0, 0)",
        "INSERT INTO order_line (order_id, instance_id, months, days, from_date, to_date,"
        " anchor_after, monthly_price, list_price, discount, payable)"
        " VALUES (1, 1, 1, 0, '2026-12-01', '2027-01-01', 1, 100, 100, 1, 100)",
    ],
)
def test_impossible_values_are_refused_by_the_database(store: Store, statement: str) -> None:
    _refused(store, statement, "CHECK constraint failed")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE instance SET account_id = 99", "FOREIGN KEY"),
        ("UPDATE term SET unpaid_order_id = 99", "FOREIGN KEY"),
        ("DELETE FROM account", "FOREIGN KEY"),
        ("INSERT INTO paid_term SELECT instance_id, from_date, 3 FROM paid_term", "UNIQUE"),
        ("UPDATE instance SET instance_id = 'i-1'", "UNIQUE"),
    ],
)
def test_what_belongs_together_stays_together(store: Store, statement: str, words: str) -> None:
    _refused(store, statement, words)


def test_append_only_tables_refuse_other_programs_too(original: Path) -> None:
    with closing(sqlite3.connect(original)) as db:
        for table in _GUARDED:
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(f"DELETE FROM {table}")
