"""What a run of the engine answers, and the same answer again for the same key [R29]."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from renewal_tui.domain.money import format_money
from renewal_tui.domain.planning import OrderPlan
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import (
    FailedDocument,
    RenewedDocument,
    RunDocument,
    audit_head_document,
)
from renewal_tui.operations.due import Failure
from renewal_tui.store import engine, keys
from renewal_tui.store.audit import read_head

Sink = Callable[[RenewedDocument], None]
"""Whoever is told each renewal, after its commit."""


def empty_answer(desk: Desk, key: str | None, *, dry: bool) -> RunDocument:
    """An answer in which nothing has happened yet."""
    return {
        "operation_key": key,
        "dry_run": dry,
        "interrupted": False,
        "business_date": desk.today().isoformat(),
        "run": None,
        "refused": None,
        "renewed": [],
        "failed": [],
        "missed": [],
        "skipped": [],
        "audit_head": audit_head_document(read_head(desk.store)),
    }


def failed_document(failure: Failure) -> FailedDocument:
    """One failed renewal."""
    return {
        "instance_id": failure.instance.instance_id,
        "code": failure.code.value,
        "reason": failure.reason,
        "short_by": format_money(failure.short_by),
    }


def renewed_document(plan: OrderPlan, order: int | None) -> RenewedDocument:
    """One renewal; `order` is null in a dry run."""
    term = plan.lines[0].term
    return {
        "instance_id": term.instance.instance_id,
        "order": order,
        "from_date": term.instance.expire_date.isoformat(),
        "to_date": term.to_date.isoformat(),
        "payable": format_money(plan.total),
        "voucher_total": format_money(plan.voucher_total),
        "balance_total": format_money(plan.balance_total),
    }


def tell_all(plans: Sequence[OrderPlan], numbers: Sequence[int | None], tell: Sink) -> None:
    """Tell of each renewal of a commit."""
    for number, plan in zip(numbers, plans, strict=True):
        tell(renewed_document(plan, number))


def tell_renewed(desk: Desk, key: str, tell: Sink) -> None:
    """Tell of each renewal that a key has made so far, as the store has kept it."""
    for row in engine.renewed_rows(desk.store, key):
        tell(
            {
                "instance_id": row.instance_id,
                "order": row.order,
                "from_date": row.from_date.isoformat(),
                "to_date": row.to_date.isoformat(),
                "payable": format_money(row.payable),
                "voucher_total": format_money(row.voucher_total),
                "balance_total": format_money(row.balance_total),
            }
        )


def first_answer(desk: Desk, key: str, answer: RunDocument, tell: Sink) -> RunDocument:
    """What the run with this key answered, from what the store has kept."""
    found = engine.run_of_key(desk.store, key)
    if found:
        answer["run"], answer["business_date"] = found[0], found[1].isoformat()
        answer["failed"] = [
            FailedDocument(instance_id=name, code=code, reason=reason, short_by=format_money(short))
            for name, code, reason, short in engine.failed_in_run(desk.store, found[0])
        ]
    tell_renewed(desk, key, tell)
    for part in keys.read_parts(desk.store, key):
        answer["missed"] = part["missed"]
        answer["skipped"] = part["skipped"]
        answer["audit_head"] = part.get("audit_head")  # an earlier version kept none
    return answer
