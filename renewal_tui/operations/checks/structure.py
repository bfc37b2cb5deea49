"""The file itself: pages, references, indexes, and the latches of append-only tables [R28]."""

from __future__ import annotations

from collections.abc import Iterator

from renewal_tui.operations.checks.problem import Broken, Problem
from renewal_tui.store.checking import structure
from renewal_tui.store.connection import Store


def pages(store: Store) -> Iterator[Problem]:
    """Every page, index, CHECK and NOT NULL of the file."""
    for fault in structure.faults(store):
        yield Problem(Broken.CONSTRAINT if fault.of_a_row else Broken.PAGES, fault.what)


def references(store: Store) -> Iterator[Problem]:
    """Every foreign key names a row."""
    for one in structure.dangling_rows(store):
        row = "a row" if one.row is None else f"row {one.row}"
        detail = f"{row} of {one.table} names a row of {one.names} that does not exist"
        yield Problem(Broken.FOREIGN_KEY, detail)


def latches(store: Store) -> Iterator[Problem]:
    """The triggers that keep tables append-only, and the indexes that keep ids unique."""
    for name in structure.missing_triggers(store):
        detail = f"trigger {name} is missing or not as it was made"
        yield Problem(Broken.TRIGGER_MISSING, detail)
    for name in structure.missing_indexes(store):
        yield Problem(Broken.INDEX_MISSING, f"index {name} is missing")


def tallies(store: Store) -> Iterator[Problem]:
    """The tally by which lists are counted says how many instances there are."""
    for one in structure.wrong_tallies(store):
        detail = f"tally of {one.shelf}: says {one.tallied}, there are {one.there}"
        yield Problem(Broken.TALLY_MISMATCH, detail)
