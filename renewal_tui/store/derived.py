"""What a store keeps beside the instances to answer quickly: a text index, and a tally.

Both follow from the instances alone, and a renewal touches neither. Triggers keep the tally in step
and note the rows whose texts have changed; the text index catches up with those at the end of each
transaction. The triggers cannot do that by themselves: `trusted_schema = 0` keeps a schema, which
may be another's work, from reaching virtual tables. This is SQLite's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from peewee import SqliteDatabase

from renewal_tui.store.schema import LIST_INDEXES

SEARCH_TABLE = "instance_search"

_SEARCH = (
    f"CREATE VIRTUAL TABLE {SEARCH_TABLE} USING fts5("
    "search, content='instance', content_rowid='id',"
    " tokenize='trigram case_sensitive 1', detail=none, columnsize=0)"
)
_NOTE = (
    "INSERT INTO instance_unsearched (row, indexed) SELECT {0}.id, {1}"
    " WHERE NOT EXISTS (SELECT 1 FROM instance_unsearched WHERE row = {0}.id)"
)
_CATCH_UP = (
    # The index has to be told what it holds for a row before it can forget it.
    "INSERT INTO instance_search (instance_search, rowid, search)"
    " SELECT 'delete', row, indexed FROM instance_unsearched WHERE indexed IS NOT NULL",
    "INSERT INTO instance_search (rowid, search) SELECT i.id, i.search"
    " FROM instance_unsearched AS u JOIN instance AS i ON i.id = u.row",
    "DELETE FROM instance_unsearched",
)
_REBUILD = (
    "INSERT INTO instance_search (instance_search) VALUES ('rebuild')",
    "DELETE FROM instance_unsearched",
)
_MORE = (
    "INSERT INTO instance_tally (listed, policy, product_id, room_id, instances)"
    " VALUES (new.listed, new.policy, new.product_id, new.room_id, 1)"
    " ON CONFLICT (listed, policy, product_id, room_id) DO UPDATE SET instances = instances + 1"
)
_FEWER = (
    "UPDATE instance_tally SET instances = instances - 1 WHERE listed = old.listed"
    " AND policy = old.policy AND product_id = old.product_id AND room_id = old.room_id"
)
_TALLIED = "listed, policy, product_id, room_id"
_TALLY = (
    "INSERT INTO instance_tally (listed, policy, product_id, room_id, instances)"
    " SELECT listed, policy, product_id, room_id, COUNT(*) FROM instance GROUP BY 1, 2, 3, 4"
)
_MOVED = " OR ".join(f"old.{column} <> new.{column}" for column in _TALLIED.split(", "))


def create_search(db: SqliteDatabase) -> None:
    """Make the text index, if this SQLite knows FTS5; without it a search reads every row."""
    if db.execute_sql("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone():
        db.execute_sql(_SEARCH)


def has_search(db: SqliteDatabase) -> bool:
    """Whether a store has the text index, and this SQLite can read it."""
    query = (
        "SELECT 1 FROM sqlite_master, pragma_module_list AS module"
        " WHERE sqlite_master.name = ? AND module.name = 'fts5'"
    )
    return db.execute_sql(query, (SEARCH_TABLE,)).fetchone() is not None


def triggers(*, with_search: bool) -> dict[str, str]:
    """The triggers, by name, that see changes of instances."""
    found = {
        "instance_tally_insert": f"AFTER INSERT ON instance BEGIN {_MORE}; END",
        "instance_tally_delete": f"AFTER DELETE ON instance BEGIN {_FEWER}; END",
        "instance_tally_update": (
            f"AFTER UPDATE OF {_TALLIED} ON instance WHEN {_MOVED} BEGIN {_FEWER}; {_MORE}; END"
        ),
    }
    if with_search:
        changed = _NOTE.format("old", "old.search")
        found |= {
            "instance_search_insert": (
                f"AFTER INSERT ON instance BEGIN {_NOTE.format('new', 'NULL')}; END"
            ),
            "instance_search_delete": f"AFTER DELETE ON instance BEGIN {changed}; END",
            "instance_search_update": (
                "AFTER UPDATE OF search ON instance WHEN old.search <> new.search"
                f" BEGIN {changed}; END"
            ),
        }
    return {name: f"CREATE TRIGGER {name} {text}" for name, text in found.items()}


def is_behind(db: SqliteDatabase) -> bool:
    """Whether the text index does not know some rows yet: another program has written them."""
    return db.execute_sql("SELECT 1 FROM instance_unsearched LIMIT 1").fetchone() is not None


def catch_up(db: SqliteDatabase) -> None:
    """Tell the text index of the texts that have changed, in the caller's transaction."""
    if is_behind(db):
        for statement in _CATCH_UP:
            db.execute_sql(statement)


@contextmanager
def rebuilt(db: SqliteDatabase) -> Iterator[None]:
    """Write many instances at once, in the caller's transaction.

    The triggers and the list indexes are out of the way meanwhile and are made anew at the end:
    that takes some 25 seconds a million rows *of the whole store*, however few were written. Lists,
    counts and searches are not to be read in between. An error must end the transaction.
    """
    names = [*LIST_INDEXES, *triggers(with_search=has_search(db))]
    query = "SELECT name, type, sql FROM sqlite_master WHERE tbl_name = 'instance'"
    found = [row for row in db.execute_sql(query).fetchall() if row[0] in names]
    for name, kind, _ in found:
        db.execute_sql(f"DROP {kind} {name}")
    yield
    db.execute_sql("DELETE FROM instance_tally")
    db.execute_sql(_TALLY)
    if has_search(db):
        for statement in _REBUILD:
            db.execute_sql(statement)
    for _, _, text in found:
        db.execute_sql(text)
