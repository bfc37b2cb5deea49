"""Looking for a text in ids and names: an index of every three characters, and the rows' own word.

The index is FTS5 with trigrams. It is kept without positions, so it says which rows may hold a
text; the row itself says whether it does. A renewal does not touch it.

Triggers note the rows whose texts have changed, and the index catches up with those at the end of
each transaction. The triggers cannot do that by themselves: `trusted_schema = 0` keeps a schema,
which may be another's work, from reaching virtual tables.
"""

from __future__ import annotations

from peewee import SqliteDatabase

from renewal_tui.store.engines.sqlite.dialect import SqliteDialect
from renewal_tui.store.sql import Sql

TABLE = "instance_search"
SHORTEST = 3
"""Characters that a text needs at least for the index."""

_MOST_TERMS = 24

_CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5("
    "search, content='instance', content_rowid='id',"
    " tokenize='trigram case_sensitive 1', detail=none, columnsize=0)"
)
_ALL_TOLD = "DELETE FROM instance_unsearched"
_CATCH_UP = (
    # The index has to be told what it holds for a row before it can forget it.
    "INSERT INTO instance_search (instance_search, rowid, search)"
    " SELECT 'delete', row, indexed FROM instance_unsearched WHERE indexed IS NOT NULL",
    "INSERT INTO instance_search (rowid, search) SELECT i.id, i.search"
    " FROM instance_unsearched AS u JOIN instance AS i ON i.id = u.row",
    _ALL_TOLD,
)
REBUILD = "INSERT INTO instance_search (instance_search) VALUES ('rebuild')"
_COMPARE = "INSERT INTO instance_search (instance_search, rank) VALUES ('integrity-check', 1)"


class SqliteSearch:
    """The text index of one store; the protocol's `TextSearch`."""

    def __init__(self, db: SqliteDatabase) -> None:
        self._db = db

    # -- the index -----------------------------------------------------------------------------

    def create(self) -> None:
        """Make the index, if this SQLite knows FTS5; without it a search reads every row."""
        if self._row("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'"):
            self._db.execute_sql(_CREATE)

    def is_there(self) -> bool:
        """Whether the store has the index, and this SQLite can read it."""
        return self._row(
            "SELECT 1 FROM sqlite_master, pragma_module_list AS module"
            f" WHERE sqlite_master.name = '{TABLE}' AND module.name = 'fts5'"
        )

    def is_behind(self) -> bool:
        """Whether the index does not know some rows yet: another program has written them."""
        return self._row("SELECT 1 FROM instance_unsearched LIMIT 1")

    def catch_up(self) -> None:
        """Tell the index of the texts that have changed, in the caller's transaction."""
        if self.is_behind():
            for statement in _CATCH_UP:
                self._db.execute_sql(statement)

    def rebuild(self) -> None:
        """Make the index of all rows anew, in the caller's transaction."""
        if self.is_there():
            for statement in (REBUILD, _ALL_TOLD):
                self._db.execute_sql(statement)

    def compare(self) -> None:
        """Compare the index, and what it is still to be told of, with the rows.

        Raises the database's error when they differ. Nothing is changed.
        """
        with self._db.atomic() as comparing:
            self.catch_up()
            self._db.execute_sql(_COMPARE)
            comparing.rollback()

    def _row(self, text: str) -> bool:
        return self._db.execute_sql(text).fetchone() is not None

    # -- looking -------------------------------------------------------------------------------

    def can_look_up(self, text: str) -> bool:
        """Whether the index knows of a text, in every row."""
        if len(text) < SHORTEST or "\0" in text:
            return False
        return self.is_there() and not self.is_behind()

    def in_row(self, text: str) -> list[Sql]:
        """The condition that a row holds a text; none for no text."""
        return _in_row(text)

    def hits(self, text: str, limit: int) -> Sql:
        """How many rows may hold a text, as the index knows; at most `limit`."""
        found = _looked_up(text)
        some = f"SELECT rowid FROM {TABLE} WHERE {found.text} LIMIT %s"
        return Sql(f"SELECT COUNT(*) FROM ({some}) AS hits", (*found.values, limit))

    def holding(self, text: str) -> tuple[str, list[Sql]]:
        """What to read to find every row that holds a text, and with which conditions."""
        if not self.can_look_up(text):
            tables = f"instance i{SqliteDialect.row_order} CROSS JOIN term t"
            return tables, [*self.in_row(text), Sql("t.id = i.id")]
        tables, conditions = self._hit_terms(text)
        return f"{tables} CROSS JOIN instance i", [*conditions, Sql("i.id = t.id"), *_rest(text)]

    def holding_to_count(self, text: str, *, dated: bool) -> tuple[str, list[Sql], str]:
        """The same for counting: what is read is no more than must be.

        Comes with `i` or `t`, whichever says all but the dates; where these are asked for there is
        a term.
        """
        looked_up = self.can_look_up(text)
        if looked_up and not _rest(text):
            return *self._hit_terms(text), "t"
        tables, conditions = f"instance i{SqliteDialect.row_order}", self.in_row(text)
        if looked_up:
            tables = f"{TABLE} CROSS JOIN instance i"
            conditions = [_looked_up(text), Sql(f"i.id = {TABLE}.rowid"), *conditions]
        if dated:
            tables, conditions = f"{tables} CROSS JOIN term t", [*conditions, Sql("t.id = i.id")]
        return tables, conditions, "i"

    def walked(self, text: str, number: str) -> list[Sql]:
        """The condition for a walk along a list index, where `number` is a row's.

        Of most rows that do not hold the text only the number is looked at, if the index knows.
        """
        if not text or not self.can_look_up(text):
            return self.in_row(text)
        found = _looked_up(text)
        some = f"SELECT rowid FROM {TABLE} WHERE {found.text}"
        return [Sql(f"{number} IN ({some})", found.values), *_rest(text)]

    @staticmethod
    def _hit_terms(text: str) -> tuple[str, list[Sql]]:
        return f"{TABLE} CROSS JOIN term t", [_looked_up(text), Sql(f"t.id = {TABLE}.rowid")]


def _rest(text: str) -> list[Sql]:
    """What the index leaves for the row to say: nothing of a text that is one term."""
    return [] if len(text) == SHORTEST else _in_row(text)


def _in_row(text: str) -> list[Sql]:
    return [Sql(SqliteDialect.contains("i.search"), (text,))] if text else []


def _looked_up(text: str) -> Sql:
    terms = list(dict.fromkeys(text[at : at + SHORTEST] for at in range(len(text) - SHORTEST + 1)))
    # Of a long text some terms will do: the row has the last word.
    some = terms[:: -(-len(terms) // _MOST_TERMS)]
    quoted = ('"' + term.replace('"', '""') + '"' for term in some)
    return Sql(f"{TABLE} MATCH %s", (" AND ".join(quoted),))
