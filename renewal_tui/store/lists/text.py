"""Looking for a text in ids and names: an index of every three characters, and the rows' own word.

The index is SQLite's FTS5 with trigrams. It is kept without positions, so it says which rows may
hold a text; the row itself says whether it does.
"""

from __future__ import annotations

from renewal_tui.store.connection import Store
from renewal_tui.store.derived import SEARCH_TABLE, has_search, is_behind
from renewal_tui.store.lists.sql import Sql
from renewal_tui.store.sqlite import IN_ROW_ORDER, contains, through

SHORTEST = 3
"""Characters that a text needs at least for the index."""

_MOST_TERMS = 24


def can_look_up(store: Store, text: str) -> bool:
    """Whether the index knows of a text, in every row."""
    if len(text) < SHORTEST or "\0" in text:
        return False
    return has_search(store.db) and not is_behind(store.db)


def in_row(text: str) -> list[Sql]:
    """The condition that a row holds a text; none for no text."""
    return [Sql(contains("i.search"), (text,))] if text else []


def hits(text: str, limit: int) -> Sql:
    """How many rows may hold a text, as the index knows; at most `limit`."""
    found = _looked_up(text)
    return Sql(
        f"SELECT COUNT(*) FROM (SELECT rowid FROM {SEARCH_TABLE} WHERE {found.text} LIMIT ?)"  # noqa: S608
        " AS hits",
        (*found.values, limit),
    )


def holding(store: Store, text: str, tables: str = "instance i") -> tuple[str, list[Sql]]:
    """What to read to find every row that holds a text, and with which conditions."""
    if not can_look_up(store, text):
        return f"instance i{IN_ROW_ORDER}", in_row(text)
    linked = Sql(f"i.id = {SEARCH_TABLE}.rowid")
    return f"{SEARCH_TABLE} CROSS JOIN {tables}", [_looked_up(text), linked, *_rest(text)]


def holding_to_count(store: Store, text: str) -> tuple[str, list[Sql]]:
    """The same for counting, which asks no more of a row than an index holds."""
    return holding(store, text, f"instance i{'' if _rest(text) else through('instance_by_number')}")


def _rest(text: str) -> list[Sql]:
    """What the text index leaves for the row to say: nothing of a text that is one term."""
    return [] if len(text) == SHORTEST else in_row(text)


def walked(store: Store, text: str) -> list[Sql]:
    """The condition for a walk along a list index.

    Of most rows that do not hold the text only the number is looked at, if the text index knows.
    """
    if not text or not can_look_up(store, text):
        return in_row(text)
    found = _looked_up(text)
    some = f"SELECT rowid FROM {SEARCH_TABLE} WHERE {found.text}"  # noqa: S608
    return [Sql(f"i.id IN ({some})", found.values), *_rest(text)]


def _looked_up(text: str) -> Sql:
    terms = list(dict.fromkeys(text[at : at + SHORTEST] for at in range(len(text) - SHORTEST + 1)))
    # Of a long text some terms will do: the row has the last word.
    some = terms[:: -(-len(terms) // _MOST_TERMS)]
    quoted = ('"' + term.replace('"', '""') + '"' for term in some)
    return Sql(f"{SEARCH_TABLE} MATCH ?", (" AND ".join(quoted),))
