"""`audit --verify`: follows the audit chain and names the first broken link [R28]."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypedDict

from renewal_tui.operations.checks.trail import broken_links
from renewal_tui.operations.desk import Desk
from renewal_tui.store.audit import AuditRecord, walk_audit


class VerifyDocument(TypedDict):
    """The answer of `audit --verify`; `first_broken` is the number of a record."""

    ok: bool
    records: int
    first_broken: int | None
    detail: str | None


class _Counted:
    """Counts records as they pass by."""

    def __init__(self, records: Iterable[AuditRecord]) -> None:
        self._records = records
        self.count = 0

    def __iter__(self) -> Iterator[AuditRecord]:
        for record in self._records:
            self.count += 1
            yield record


def verify(desk: Desk) -> VerifyDocument:
    """Compute every hash again, from the first record to the last.

    Who can write the file can write a whole new chain: this shows a change to some of it, not
    that nobody rewrote it all. Raises StoreDamaged when the records cannot be read.
    """
    records = _Counted(walk_audit(desk.store))
    first = None
    for broken in broken_links(records):
        first = first or broken
    return {
        "ok": first is None,
        "records": records.count,
        "first_broken": first.number if first else None,
        "detail": first.detail if first else None,
    }
