"""The JSON documents that programs outside rely on (specification, section 5): one shape each."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict

from renewal_tui.domain.codes import Skipped
from renewal_tui.domain.money import format_money
from renewal_tui.domain.planning import Line, OrderPlan
from renewal_tui.store.audit import AuditHead


class SkippedDocument(TypedDict):
    """An instance left out, and why."""

    instance_id: str
    code: str
    reason: str


class UseDocument(TypedDict):
    """What one voucher pays."""

    voucher_id: str
    amount: str


class LineDocument(TypedDict):
    """A line of an order; `from_date` is the old expire date, `to_date` the new one."""

    instance_id: str
    months: int
    days: int
    from_date: str
    to_date: str
    list_price: str
    discount: str
    payable: str
    vouchers: list[UseDocument]
    balance: str


class OrderDocument(TypedDict):
    """An order; `order` is null in a dry run."""

    order: int | None
    account: str
    currency: str
    status: str
    total: str
    voucher_total: str
    balance_total: str
    short_by: str
    lines: list[LineDocument]


class PurchaseDocument(TypedDict):
    """The answer of `renew` and `unify`."""

    operation_key: str | None
    dry_run: bool
    interrupted: bool
    orders: list[OrderDocument]
    skipped: list[SkippedDocument]


class PolicyDocument(TypedDict):
    """The answer of `policy`."""

    operation_key: str | None
    dry_run: bool
    interrupted: bool
    changed: list[str]
    skipped: list[SkippedDocument]


class RenewedDocument(TypedDict):
    """One automatic renewal."""

    instance_id: str
    order: int | None
    from_date: str
    to_date: str
    payable: str
    voucher_total: str
    balance_total: str


class FailedDocument(TypedDict):
    """One failed automatic renewal."""

    instance_id: str
    code: str
    reason: str
    short_by: str


class AuditHeadDocument(TypedDict):
    """Where the audit chain ends: kept elsewhere, it proves that nothing was cut off its end."""

    record: int
    hash: str


class RunDocument(TypedDict):
    """The answer of `auto-renew`; `refused` says why a clock guard stopped it [R11]."""

    operation_key: str | None
    dry_run: bool
    interrupted: bool
    business_date: str
    run: int | None
    refused: str | None
    renewed: list[RenewedDocument]
    failed: list[FailedDocument]
    missed: list[str]
    skipped: list[SkippedDocument]
    audit_head: AuditHeadDocument | None


def audit_head_document(head: AuditHead) -> AuditHeadDocument:
    """The end of the audit chain."""
    return {"record": head.record, "hash": head.hash}


def skipped_document(skipped: Skipped) -> SkippedDocument:
    """One skipped row."""
    return {
        "instance_id": skipped.instance_id,
        "code": skipped.code.value,
        "reason": skipped.reason,
    }


def joined_skipped(parts: list[Any]) -> list[SkippedDocument]:
    """The skipped rows of an answer's parts; a batch that was resumed names none twice."""
    found = {skipped["instance_id"]: skipped for part in parts for skipped in part["skipped"]}
    return list(found.values())


def line_document(line: Line) -> LineDocument:
    """One planned line."""
    term = line.term
    return {
        "instance_id": term.instance.instance_id,
        "months": term.months,
        "days": term.days,
        "from_date": day(term.instance.expire_date),
        "to_date": day(term.to_date),
        "list_price": format_money(term.fee.list_price),
        "discount": format_money(term.fee.discount),
        "payable": format_money(term.fee.payable),
        "vouchers": [
            {"voucher_id": use.voucher_id, "amount": format_money(use.amount)}
            for use in line.vouchers
        ],
        "balance": format_money(line.balance),
    }


def order_document(plan: OrderPlan, order: int | None, status: str) -> OrderDocument:
    """One planned order, with its number once it has one."""
    return {
        "order": order,
        "account": plan.account.code,
        "currency": plan.account.currency,
        "status": status,
        "total": format_money(plan.total),
        "voucher_total": format_money(plan.voucher_total),
        "balance_total": format_money(plan.balance_total),
        "short_by": format_money(plan.short_by),
        "lines": [line_document(line) for line in plan.lines],
    }


def day(value: date) -> str:
    """A date in a document."""
    return value.isoformat()
