"""What a store asks of its database: the protocol that every engine keeps.

Statements are SQL of the standard, with `%s` for each value and no other percent sign, or Peewee's
queries; an upsert is Peewee's `on_conflict`. `Dialect` and `TextSearch` give the pieces of a
statement that have to be said differently to each engine; the rest is what an engine does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from peewee import Database, Query

from renewal_tui.store.sql import Sql

BUSY_SECONDS = 30.0
"""How long a writer waits for another before it says *busy*."""

Progress = Callable[[int, int], None]
"""Told how much of how much is done; an error it raises ends the work."""

Step = Callable[[Database, Progress], None]
"""Changes a store from one schema version to the next, in the caller's transaction."""

Q = TypeVar("Q", bound=Query)


def unwatched(_done: int, _total: int) -> None:
    """Nobody waits."""


class Dialect(Protocol):
    """Pieces of statements: text only, no database is asked."""

    @property
    def row_order(self) -> str:
        """What follows a table's name to read it from one end to the other, along no index."""

    def statement(self, text: str) -> str:
        """A statement with `%s` for each value, as this engine takes it."""

    def along(self, index: str) -> str:
        """What follows a table's name to read it along an index, whatever the planner thinks."""

    def contains(self, column: str) -> str:
        """The condition that a column's text holds a value, to the letter."""

    def no_whole_number(self, column: str) -> str:
        """The condition that a column of whole numbers holds something else."""


class TextSearch(Protocol):
    """Looking for a text in ids and names; statements call an instance `i` and its term `t`.

    An index may say which rows *may* hold a text; the row itself has the last word.
    """

    def can_look_up(self, text: str) -> bool:
        """Whether an index knows of a text, in every row."""

    def in_row(self, text: str) -> list[Sql]:
        """The condition that a row holds a text; none for no text."""

    def hits(self, text: str, limit: int) -> Sql:
        """How many rows may hold a text that can be looked up; at most `limit`."""

    def holding(self, text: str) -> tuple[str, list[Sql]]:
        """What to read to find every row that holds a text, and with which conditions."""

    def holding_to_count(self, text: str, *, dated: bool) -> tuple[str, list[Sql], str]:
        """The same for counting: the term may be left out unless `dated`, or the instance.

        Comes with the one of `i` and `t` that is there in any case.
        """

    def walked(self, text: str, number: str) -> list[Sql]:
        """The conditions for a walk along a list index, in which a row's number has this name."""


class Fault(NamedTuple):
    """Something that is wrong with the database; `of_a_row`: a value that a constraint forbids."""

    what: str
    of_a_row: bool


class Dangling(NamedTuple):
    """A row that names a row of another table that does not exist."""

    table: str
    row: int | None
    names: str


class Integrity(Protocol):
    """What `check` asks of the database itself."""

    def faults(self) -> Iterator[Fault]:
        """What is wrong with pages, indexes and constraints."""

    def dangling(self) -> Iterator[Dangling]:
        """Rows whose foreign keys name nothing."""

    def missing_triggers(self) -> Iterator[str]:
        """The triggers that are not there, or not as they were made [R28]."""

    def missing_indexes(self) -> Iterator[str]:
        """The indexes that are not there; some of them keep codes and ids unique."""

    def search_faults(self) -> Iterator[str]:
        """How the text index, where there is one, differs from the rows, and what mends it.

        It may have to be asked as something is written: in a store that nobody else works at.
        """


class Engine(Protocol):
    """One store's database, with a connection a thread. Nothing is read before it is opened."""

    name: str
    """What errors call it: a path, or a URL without a password."""

    read_only: bool
    """Whether it was opened so, or may only be read by this user; known once it is open."""

    @property
    def db(self) -> Database:
        """What Peewee's queries run on."""

    @property
    def held_seconds(self) -> float:
        """How long the last transaction that wrote kept other writers waiting."""

    def holding_seconds(self) -> float:
        """How long the transaction under way, which writes, has kept them waiting so far."""

    @property
    def dialect(self) -> Dialect:
        """How statements are said to it."""

    @property
    def search(self) -> TextSearch:
        """How texts are looked for in it."""

    @property
    def integrity(self) -> Integrity:
        """What it can say of its own soundness."""

    # -- opening and making --------------------------------------------------------------------

    def open(self, *, read_only: bool = False) -> None:
        """Connect to a store of ours, of whatever schema version; never makes one.

        Raises StoreMissing, StoreForeign, StoreReadOnly, StoreBusy or StoreDamaged.
        """

    def close(self) -> None:
        """Close this thread's connection."""

    def creating(self) -> AbstractContextManager[None]:
        """Make an empty store of SCHEMA_VERSION, and go on in the same transaction.

        Nothing is left of it after an error. Raises Refused when something is there already.
        """

    def remove(self) -> None:
        """Remove a store that was not finished."""

    def replace_with(self, part: Path) -> None:
        """Put a whole store, in a file of its own, in the place of this one. Raises OSError."""

    def refuse_replaced(self) -> None:
        """Raise StoreGone when another store stands where this one was opened."""

    def warnings(self) -> list[str]:
        """What is unwise about where and how the store is kept, a line each."""

    # -- schema --------------------------------------------------------------------------------

    @property
    def steps(self) -> Mapping[int, Step]:
        """The ways from older schemas to the next one, by the version that they start from."""

    def schema_version(self) -> int:
        """The schema version that the store carries."""

    def migrating(self) -> AbstractContextManager[None]:
        """A transaction that changes the schema; references are not enforced meanwhile."""

    def settle_schema(self) -> None:
        """Put back triggers that a migration lost, and write SCHEMA_VERSION into the store."""

    # -- transactions --------------------------------------------------------------------------

    def troubles(self) -> AbstractContextManager[None]:
        """Turn the database's errors, told by their codes, into ours: each one clear line.

        An engine that learns only at the end that two transactions crossed says StoreBusy: under
        its key the operation may be done again.
        """

    def writing(self) -> AbstractContextManager[None]:
        """A transaction that commits everything or nothing, begun once no other one writes."""

    def reading(self) -> AbstractContextManager[None]:
        """A transaction that sees one state of the store, and keeps no writer out."""

    def locked(self, query: Q) -> Q:
        """A query whose rows nobody else may change until the transaction that writes ends.

        Outside of one it is the query as it was.
        """

    def stoppable(self, stopped: Callable[[], bool]) -> AbstractContextManager[None]:
        """Give up this thread's queries in their midst, with StoreStopped, once `stopped` says so.

        It is asked again and again, and so must be quick.
        """

    def set_lock_timeout(self, seconds: float) -> None:
        """How long this thread's connection waits for another that writes."""

    def use_little_memory(self) -> None:
        """Let this thread's connection remember little."""

    def changes_seen(self) -> int:
        """A number that changes when another connection has changed the store."""

    # -- a whole store -------------------------------------------------------------------------

    def snapshot(self) -> AbstractContextManager[Engine]:
        """The store as it is at one moment, for this thread to read for as long as it takes.

        Nobody who writes has to wait for that. Raises StoreBusy, StoreFull or StoreDamaged.
        """

    def copy_to(self, target: Path, *, named: Path, progress: Progress = unwatched) -> None:
        """Copy the store as it is at one moment into a new file of its own, an SQLite store.

        `named` is what errors call the target. Raises Refused, StoreBusy, StoreFull,
        StoreReadOnly, StoreDamaged.
        """

    def keep_copy(self, label: str) -> Path:
        """Make a sound copy of the store as it is, under a free name that ends with the label."""

    def bulk_load(self) -> AbstractContextManager[None]:
        """Write many instances at once, in the caller's transaction; indexes are made at its end.

        That takes time for *the whole store*, however few rows were written. Lists, counts and
        searches are not to be read in between. An error must end the transaction.
        """

    def sorting_on_disk(self) -> AbstractContextManager[None]:
        """Let indexes be made without memory that grows with their rows; no transaction is open."""
