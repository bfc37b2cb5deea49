"""The audit chain, record by record [R28]."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from renewal_tui.store.audit import BEGINNING, AuditHead, AuditRecord, link, walk_audit
from renewal_tui.store.checks.problem import Broken, Problem
from renewal_tui.store.connection import Store


def chain(store: Store) -> Iterator[Problem]:
    """Numbers without gaps, each record chained to the one before, each hash its own."""
    for _, problems in followed(walk_audit(store)):
        yield from problems


def followed(records: Iterable[AuditRecord]) -> Iterator[tuple[AuditRecord, list[Problem]]]:
    """Each record of a chain from its beginning on, with what is wrong there."""
    before = BEGINNING
    for record in records:
        name, found = f"audit record {record.number}", []
        if record.number != before.record + 1:
            missing = _missing(before.record + 1, record.number - 1)
            found.append(Problem(Broken.AUDIT_GAP, f"{name}: {missing} before it"))
        elif record.previous_hash != before.hash:
            detail = f"{name}: is not chained to the record before it"
            found.append(Problem(Broken.AUDIT_CHAIN, detail))
        if not _hash_fits(record):
            detail = f"{name}: its hash is not that of what it says"
            found.append(Problem(Broken.AUDIT_CHAIN, detail))
        yield record, found
        before = AuditHead(record.number, record.hash)


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
