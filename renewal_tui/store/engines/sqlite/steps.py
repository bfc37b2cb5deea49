"""From an older schema to the next one, a step each: SQL of its own, as it was when it was written.

The models already say what comes out at the end. A step must not commit.
"""

from __future__ import annotations

from collections.abc import Mapping

from peewee import Database

from renewal_tui.store.engines.protocol import Progress, Step

COPIED_AT_ONCE = 20_000
"""Rows that are copied between two words of progress."""

_TERM = """
CREATE TABLE "term" ("id" INTEGER NOT NULL PRIMARY KEY, "listed" INTEGER NOT NULL,
"policy" TEXT NOT NULL, "expire_date" TEXT NOT NULL, "instance_id" TEXT NOT NULL,
"product_id" INTEGER NOT NULL, "room_id" INTEGER NOT NULL, "account_id" INTEGER NOT NULL,
"anchor_day" INTEGER NOT NULL, "renewed_here" INTEGER NOT NULL, "unpaid_order_id" INTEGER,
FOREIGN KEY ("id") REFERENCES "instance" ("id") ON DELETE RESTRICT,
FOREIGN KEY ("unpaid_order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT,
CHECK (anchor_day BETWEEN 1 AND 31),
CHECK (length(expire_date) = 10 AND expire_date LIKE '____-__-__'))"""
_INSTANCE = """
CREATE TABLE "instance_new" ("id" INTEGER NOT NULL PRIMARY KEY, "instance_id" TEXT NOT NULL,
"name" TEXT NOT NULL, "search" TEXT NOT NULL, "account_id" INTEGER NOT NULL,
"product_id" INTEGER NOT NULL, "room_id" INTEGER NOT NULL, "type" TEXT NOT NULL,
"billing_mode" TEXT NOT NULL, "policy" TEXT NOT NULL, "auto_months" INTEGER NOT NULL,
"monthly_price" INTEGER NOT NULL, "listed" INTEGER NOT NULL, "policy_set_here" INTEGER NOT NULL,
FOREIGN KEY ("account_id") REFERENCES "account" ("id") ON DELETE RESTRICT,
FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE RESTRICT,
FOREIGN KEY ("room_id") REFERENCES "room" ("id") ON DELETE RESTRICT,
CHECK (type IN ('standard', 'trial')),
CHECK (billing_mode IN ('subscription', 'one_time', 'pay_as_you_go')),
CHECK (policy IN ('manual', 'auto')), CHECK (auto_months IN (1, 2, 3, 6, 12, 24, 36)),
CHECK (monthly_price >= 0),
CHECK (listed = FALSE OR (type = 'standard' AND billing_mode = 'subscription')))"""
_OF_TERMS = (
    "id, listed, policy, expire_date, instance_id, product_id, room_id, account_id, anchor_day,"
    " renewed_here, unpaid_order_id"
)
_OF_INSTANCES = (
    "id, instance_id, name, search, account_id, product_id, room_id, type, billing_mode, policy,"
    " auto_months, monthly_price, listed, policy_set_here"
)
_INDEXES = (
    'CREATE UNIQUE INDEX "instance_instance_id" ON "instance" ("instance_id")',
    'CREATE INDEX "term_by_expire_date" ON "term" ("listed", "policy", "expire_date",'
    ' "instance_id", "product_id", "room_id", "account_id")',
    *(
        f'CREATE INDEX "instance_by_{name}" ON "instance" ("listed", "policy", {columns})'
        for name, columns in {
            "id": '"instance_id", "product_id", "room_id", "account_id"',
            "name": '"name", "instance_id", "product_id", "room_id", "account_id"',
            "account": '"account_id", "instance_id", "product_id", "room_id"',
            "product": '"product_id", "instance_id", "room_id", "account_id"',
            "room": '"room_id", "instance_id", "product_id", "account_id"',
            "price": '"monthly_price", "instance_id", "product_id", "room_id", "account_id"',
        }.items()
    ),
)
_SMALL = (
    "ALTER TABLE orders ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    "UPDATE orders SET reason = note, note = '' WHERE note <> ''",
    "ALTER TABLE audit ADD COLUMN note TEXT",
    "ALTER TABLE audit ADD COLUMN session_user TEXT",
)


def hot_and_cold_apart(db: Database, progress: Progress) -> None:
    """Schema 1 to 2: what a renewal changes of an instance gets a narrow table of its own.

    An order's reason and a note on it become two things; an audit record may have a note, too.
    """
    for statement in (*_SMALL, _TERM, _INSTANCE):
        db.execute_sql(statement)
    (rows,) = db.execute_sql("SELECT COALESCE(MAX(id), 0) FROM instance").fetchone()
    whole, done = rows * (2 + len(_INDEXES)), 0
    for table, columns in (("term", _OF_TERMS), ("instance_new", _OF_INSTANCES)):
        copy = f"INSERT INTO {table} SELECT {columns} FROM instance WHERE id > ? AND id <= ?"
        for start in range(0, rows, COPIED_AT_ONCE):
            progress(done + start, whole)
            db.execute_sql(copy, (start, start + COPIED_AT_ONCE))
        done += rows
    # What refers to an instance refers to a table of this name.
    db.execute_sql("DROP TABLE instance")
    db.execute_sql("ALTER TABLE instance_new RENAME TO instance")
    for statement in _INDEXES:
        progress(done, whole)
        db.execute_sql(statement)
        done += rows
    progress(whole, whole)


STEPS: Mapping[int, Step] = {1: hot_and_cold_apart}
"""The steps by the version that they start from."""
