"""The audit chain, record by record, and that nothing happened without one [R28]."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from renewal_tui.domain.codes import Policy
from renewal_tui.operations.checks.problem import Broken, Problem
from renewal_tui.operations.importing.answer import records_of
from renewal_tui.store.audit import BEGINNING, AuditHead, AuditRecord, link, walk_audit
from renewal_tui.store.checking import trail
from renewal_tui.store.connection import Store


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


def chain(store: Store) -> Iterator[Problem]:
    """Numbers without gaps, each record chained to the one before, each hash its own."""
    for _, problems in followed(walk_audit(store)):
        yield from problems


def told(store: Store) -> Iterator[Problem]:
    """What happened to money, dates and policies has its records: the end is not cut off."""
    for order in trail.untold_orders(store):
        yield from (_lost(order.target, action) for action in _untold_of(order))
    for one in trail.untold_changes(store):
        yield _untold(one)
    for chosen in trail.chosen_policies(store):
        if _said(chosen.told, "policy") != chosen.policy or (
            chosen.policy == Policy.AUTO and _said(chosen.told, "months") != chosen.months
        ):
            yield _lost(chosen.instance, "policy")
    for run in trail.finished_runs(store):
        if not run.told and (run.renewed or run.failed or _left_something(run.answer)):
            yield _lost(f"run {run.number}", "auto_renew_run")
    clock = trail.moved_clock(store)
    if clock and clock.now != (_said(clock.told, "now") or clock.start or clock.now):
        yield _lost("clock", "clock")


def imports_told(store: Store) -> Iterator[Problem]:
    """What imports brought has its records: one a file and commit, one a row that changed."""
    brought: Counter[str] = Counter()
    for key, answer in trail.import_answers(store):
        with suppress(TypeError, ValueError, KeyError):  # not readable: another check's
            brought[key] += records_of(json.loads(answer))
    recorded = trail.imports_told(store)
    for key, records in brought.items():
        if recorded[key] < records:
            yield _untold(trail.Untold(f"operation {key}", "import", records, recorded[key]))


def _untold_of(order: trail.ToldOrder) -> Iterator[str]:
    """The kinds of records that an order lacks."""
    if not order.made:
        yield order.kind
    if order.status == "paid" and not order.paid and (order.made or not order.at_once):
        yield "pay_order"
    if order.status == "cancelled" and not order.cancelled:
        yield "cancel_order"


def _lost(target: str, action: str) -> Problem:
    return _untold(trail.Untold(target, action, 1, 0))


def _untold(one: trail.Untold) -> Problem:
    counts = f"{one.happened} in the books, {one.told} in the audit trail"
    return Problem(Broken.AUDIT_MISSING, f"{one.target}, {one.action}: {counts}")


def _said(record: str | None, field: str) -> Any:
    """What a record's JSON says of a field; nothing where there is none that can be read."""
    try:
        return json.loads(record or "{}").get(field)
    except (AttributeError, TypeError, ValueError):
        return None


def _left_something(answer: str | None) -> bool:
    return bool(_said(answer, "missed") or _said(answer, "skipped"))


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
