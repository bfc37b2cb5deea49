"""What a store keeps beside the instances to answer quickly: a text index, and a tally.

Both follow from the instances alone and are kept in step by triggers, which a renewal does not set
off. This is SQLite's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from peewee import SqliteDatabase

from renewal_tui.store.schema import LIST_INDEXES, Instance

SEARCH_TABLE = "instance_search"

_SEARCH = (
    f"CREATE VIRTUAL TABLE {SEARCH_TABLE} USING fts5("
    "search, content='instance', content_rowid='id',"
    " tokenize='trigram case_sensitive 1', detail=none, columnsize=0)"
)
_LEARN = f"INSERT INTO {SEARCH_TABLE} (rowid, search) VALUES (new.id, new.search)"
_FORGET = (
    f"INSERT INTO {SEARCH_TABLE} ({SEARCH_TABLE}, rowid, search)"
    " VALUES ('delete', old.id, old.search)"
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
    """The triggers, by name, that keep both in step with the instances."""
    found = {
        "instance_tally_insert": f"AFTER INSERT ON instance BEGIN {_MORE}; END",
        "instance_tally_delete": f"AFTER DELETE ON instance BEGIN {_FEWER}; END",
        "instance_tally_update": (
            f"AFTER UPDATE OF {_TALLIED} ON instance WHEN {_MOVED} BEGIN {_FEWER}; {_MORE}; END"
        ),
    }
    if with_search:
        found |= {
            "instance_search_insert": f"AFTER INSERT ON instance BEGIN {_LEARN}; END",
            "instance_search_delete": f"AFTER DELETE ON instance BEGIN {_FORGET}; END",
            "instance_search_update": (
                "AFTER UPDATE OF search ON instance WHEN old.search <> new.search"
                f" BEGIN {_FORGET}; {_LEARN}; END"
            ),
        }
    return {name: f"CREATE TRIGGER {name} {text}" for name, text in found.items()}


def rebuild(db: SqliteDatabase) -> None:
    """Make both anew from the instances, in the caller's transaction."""
    db.execute_sql("DELETE FROM instance_tally")
    db.execute_sql(
        f"INSERT INTO instance_tally ({_TALLIED}, instances)"  # noqa: S608
        f" SELECT {_TALLIED}, COUNT(*) FROM instance GROUP BY {_TALLIED}"
    )
    if has_search(db):
        db.execute_sql(f"INSERT INTO {SEARCH_TABLE} ({SEARCH_TABLE}) VALUES ('rebuild')")


@contextmanager
def rebuilt(db: SqliteDatabase) -> Iterator[None]:
    """Write many instances at once, in the caller's transaction.

    The triggers and the list indexes are out of the way meanwhile and are made anew at the end:
    that takes a few seconds a million rows *of the whole store*, however few were written. Lists,
    counts and searches are not to be read in between. An error must end the transaction.
    """
    texts = triggers(with_search=has_search(db))
    for name in texts:
        db.execute_sql(f"DROP TRIGGER {name}")
    for name in LIST_INDEXES:
        db.execute_sql(f"DROP INDEX {name}")
    yield
    for index in Instance._meta.fields_to_index():
        if index._name in LIST_INDEXES:
            db.execute(index.bind(db) if hasattr(index, "bind") else index)
    rebuild(db)
    for text in texts.values():
        db.execute_sql(text)
