"""`audit --verify`: follows the audit chain to its head, and names what breaks it [R28]."""

from __future__ import annotations

from typing import NamedTuple

from renewal_tui.operations.check import TOLD, Findings
from renewal_tui.operations.desk import Desk
from renewal_tui.store.audit import BEGINNING, AuditHead, walk_audit
from renewal_tui.store.checks.problem import Broken, Problem
from renewal_tui.store.checks.trail import followed


class Verified(NamedTuple):
    """The answer of `audit --verify`."""

    ok: bool
    records: int
    audit_head: AuditHead
    problems: tuple[Problem, ...]


def verify(desk: Desk, expected: str | None = None) -> Verified:
    """Compute every hash again, and ask for the record of everything that has happened.

    `expected` is a hash that was the chain's head once: a record with it must stand in the chain
    (newer ones may follow). Who can write the file can write a whole new chain: only a head that
    was kept elsewhere shows that. Raises StoreDamaged when the records cannot be read.
    """
    findings, records = Findings(), 0
    head, found = BEGINNING, expected in (None, BEGINNING.hash)
    for record, problems in followed(walk_audit(desk.store)):
        for problem in problems:
            findings.add(problem)
        records += 1
        head = AuditHead(record.number, str(record.hash))
        found = found or record.hash == expected
    if not found:
        detail = f"no record has the hash {expected}: the chain was cut off, or written anew"
        findings.add(Problem(Broken.AUDIT_HEAD, detail))
    for check in TOLD:
        for problem in check(desk.store):
            findings.add(problem)
    ok, broken = findings.checked()
    return Verified(ok, records, head, broken)
