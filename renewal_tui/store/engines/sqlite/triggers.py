"""Triggers: they refuse changes of what is append-only, and keep tally and terms in step."""

from __future__ import annotations

from peewee import SqliteDatabase

from renewal_tui.store.schema import APPEND_ONLY, COPIED

_TALLIED = "listed, policy, product_id, room_id"
_MORE = (
    f"INSERT INTO instance_tally ({_TALLIED}, instances)"
    " VALUES (new.listed, new.policy, new.product_id, new.room_id, 1)"
    f" ON CONFLICT ({_TALLIED}) DO UPDATE SET instances = instances + 1"
)
_FEWER = (
    "UPDATE instance_tally SET instances = instances - 1 WHERE listed = old.listed"
    " AND policy = old.policy AND product_id = old.product_id AND room_id = old.room_id"
)
_MOVED = " OR ".join(f"old.{column} <> new.{column}" for column in _TALLIED.split(", "))
_NOTE = (
    "INSERT INTO instance_unsearched (row, indexed) SELECT {0}.id, {1}"
    " WHERE NOT EXISTS (SELECT 1 FROM instance_unsearched WHERE row = {0}.id)"
)
_CHANGED = _NOTE.format("old", "old.search")

_TALLY = {
    "instance_tally_insert": f"AFTER INSERT ON instance BEGIN {_MORE}; END",
    "instance_tally_delete": f"AFTER DELETE ON instance BEGIN {_FEWER}; END",
    "instance_tally_update": (
        f"AFTER UPDATE OF {_TALLIED} ON instance WHEN {_MOVED} BEGIN {_FEWER}; {_MORE}; END"
    ),
}
"""A renewal changes none of the columns, and so does not touch the tally."""

_TERMS = {
    "instance_term_update": (
        f"AFTER UPDATE OF {', '.join(COPIED)} ON instance BEGIN UPDATE term SET "
        + ", ".join(f"{column} = new.{column}" for column in COPIED)
        + " WHERE id = new.id; END"
    )
}

_SEARCH = {
    "instance_search_insert": f"AFTER INSERT ON instance BEGIN {_NOTE.format('new', 'NULL')}; END",
    "instance_search_delete": f"AFTER DELETE ON instance BEGIN {_CHANGED}; END",
    "instance_search_update": (
        f"AFTER UPDATE OF search ON instance WHEN old.search <> new.search BEGIN {_CHANGED}; END"
    ),
}
"""They note the rows whose texts have changed; see search.py for what becomes of the notes."""


def append_only() -> dict[str, str]:
    """What refuses every UPDATE and DELETE on the append-only tables [R28], by name.

    A chain of hashes is evidence afterwards; this keeps it from being needed.
    """
    return {
        f"{table}_no_{verb.lower()}": (
            f"BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        for table in (model._meta.table_name for model in APPEND_ONLY)
        for verb in ("UPDATE", "DELETE")
    }


def of_lists(*, with_search: bool) -> dict[str, str]:
    """What keeps the tally and the notes of the text index, by name."""
    return _TALLY | (_SEARCH if with_search else {})


def statements(*, with_search: bool) -> dict[str, str]:
    """The statements that make the triggers of a store, by name."""
    found = append_only() | _TERMS | of_lists(with_search=with_search)
    return {name: f"CREATE TRIGGER {name} {text}" for name, text in found.items()}


def missing(db: SqliteDatabase, *, with_search: bool) -> dict[str, str]:
    """The statements of those that are not there, or not as they were made, by name."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    kept = dict(db.execute_sql(query).fetchall())
    wanted = statements(with_search=with_search)
    return {name: text for name, text in wanted.items() if kept.get(name) != text}


def make(db: SqliteDatabase, *, with_search: bool) -> None:
    """Make those that are not there as they should be."""
    for name, text in missing(db, with_search=with_search).items():
        db.execute_sql(f"DROP TRIGGER IF EXISTS {name}")
        db.execute_sql(text)
