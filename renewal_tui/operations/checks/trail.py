"""The audit chain, record by record, and that nothing happened without one [R28]."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from renewal_tui.operations.checks.problem import Broken, Problem
from renewal_tui.store.audit import GENESIS, AuditRecord, link, walk_audit
from renewal_tui.store.checking.trail import untold_changes
from renewal_tui.store.connection import Store


class BrokenLink(NamedTuple):
    """A record at which the chain is broken: its number and what is wrong with it."""

    number: int
    code: Broken
    detail: str


def broken_links(records: Iterable[AuditRecord]) -> Iterator[BrokenLink]:
    """Every break in a chain that starts at its first record; one fault breaks one link."""
    number, chained_to = 0, GENESIS
    for record in records:
        name = f"audit record {record.number}"
        if record.number != number + 1:
            missing = _missing(number + 1, record.number - 1)
            yield BrokenLink(record.number, Broken.AUDIT_GAP, f"{name}: {missing} before it")
        elif record.previous_hash != chained_to:
            detail = f"{name}: is not chained to the record before it"
            yield BrokenLink(record.number, Broken.AUDIT_CHAIN, detail)
        if not _hash_fits(record):
            detail = f"{name}: its hash is not that of what it says"
            yield BrokenLink(record.number, Broken.AUDIT_CHAIN, detail)
        number, chained_to = record.number, record.hash


def chain(store: Store) -> Iterator[Problem]:
    """Numbers without gaps, each record chained to the one before, each hash its own."""
    for broken in broken_links(walk_audit(store)):
        yield Problem(broken.code, broken.detail)


def told(store: Store) -> Iterator[Problem]:
    """Orders, automatic renewals and top-ups have their records: the end is not cut off."""
    for one in untold_changes(store):
        detail = f"{one.what}: {one.happened} in the books, {one.told} in the audit trail"
        yield Problem(Broken.AUDIT_MISSING, detail)


def _missing(first: int, last: int) -> str:
    if last < first:
        return f"number {first} was expected"
    return (
        f"record {first} is missing" if first == last else f"records {first} to {last} are missing"
    )


def _hash_fits(record: AuditRecord) -> bool:
    try:
        return link(record) == record.hash
    except TypeError:  # a column holds what no record can say
        return False
