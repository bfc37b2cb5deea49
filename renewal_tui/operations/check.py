"""`check` recomputes every invariant and names broken rows [R30]; `audit --verify` the chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from renewal_tui.errors import StoreDamaged
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.importing.answer import imports
from renewal_tui.operations.watch import Unwatched, Watch
from renewal_tui.store.audit import BEGINNING, AuditHead, walk_audit
from renewal_tui.store.checks import (
    dates,
    instances,
    lines,
    money,
    operations,
    orders,
    structure,
    terms,
    told,
    trail,
)
from renewal_tui.store.checks.problem import Broken, Check, Problem
from renewal_tui.store.connection import Store

TOLD: tuple[Check, ...] = (
    told.orders,
    told.counts,
    told.policies,
    told.runs,
    told.clock,
    imports,
)
"""What has happened has its record in the audit trail."""

CHECKS: tuple[Check, ...] = (
    structure.pages,
    structure.references,
    structure.triggers_and_indexes,
    structure.tallies,
    structure.texts,
    money.amounts,
    money.balances,
    money.vouchers,
    orders.totals,
    orders.payments,
    orders.voucher_uses,
    orders.owners,
    orders.states,
    terms.paid_once,
    terms.chains,
    lines.lines,
    instances.instances,
    instances.terms,
    instances.blocks,
    dates.dates,
    trail.chain,
    *TOLD,
    operations.operations,
    operations.answers,
    operations.runs,
)
"""Every check there is, in the order of work: the file first, since all else rests on it."""

MOST_PROBLEMS = 1_000
"""So many are named; how many more there are is said, a line a code."""


class Checked(NamedTuple):
    """The answer of `check`."""

    ok: bool
    problems: tuple[Problem, ...]


class Findings:
    """Keeps the first problems of each code and counts the others, so that memory is bounded."""

    def __init__(self, most: int = MOST_PROBLEMS) -> None:
        self._most = most
        self._named: dict[Broken, list[str]] = {}
        self._counts: dict[Broken, int] = {}

    def add(self, problem: Problem) -> None:
        """Take in one problem."""
        named = self._named.setdefault(problem.code, [])
        self._counts[problem.code] = self._counts.get(problem.code, 0) + 1
        if len(named) < self._most:
            named.append(problem.detail)

    def checked(self) -> Checked:
        """Every problem; when there are too many, each code has its share of them."""
        total = sum(self._counts.values())
        share = self._most if total <= self._most else max(1, self._most // len(self._counts))
        problems: list[Problem] = []
        for code, named in self._named.items():
            problems += [Problem(code, detail) for detail in named[:share]]
            more = self._counts[code] - share
            if more > 0:
                problems.append(Problem(code, f"and {more:,} more"))
        return Checked(not total, tuple(problems))


def check(desk: Desk, watch: Watch | None = None, checks: Sequence[Check] = CHECKS) -> Checked:
    """Recompute everything, as it is at one moment; changes nothing, and nobody waits for it.

    What others commit meanwhile is not looked at: so it is never taken for a problem. Raises
    StoreBusy, StoreDamaged, or StoreFull when there is no room for a temporary copy.
    """
    with desk.store.snapshot() as store:
        return checked(store, watch or Unwatched(), checks)


def checked(store: Store, watch: Watch, checks: Sequence[Check] = CHECKS) -> Checked:
    """Recompute all in a store nobody else works at; damage is a problem, a stop is never ok."""
    findings = Findings()
    for done, one in enumerate(checks):
        if watch.stopped():
            detail = f"stopped after {done} of {len(checks)} checks"
            findings.add(Problem(Broken.STOPPED, detail))
            break
        try:
            for problem in one(store):
                findings.add(problem)
        except StoreDamaged as damage:
            findings.add(Problem(Broken.PAGES, f"{one.__name__} could not be checked: {damage}"))
        watch.progress(done + 1, len(checks))
    return findings.checked()


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
    for record, problems in trail.followed(walk_audit(desk.store)):
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
