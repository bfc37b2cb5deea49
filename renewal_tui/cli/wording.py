"""Instances in words: the cells of the tables that commands print."""

from __future__ import annotations

from datetime import date

from renewal_tui.domain.calendar import left_text
from renewal_tui.domain.codes import Policy, Status, months_text
from renewal_tui.domain.eligibility import release_date, row_reason, status_of, why_blocked
from renewal_tui.domain.facts import Instance
from renewal_tui.store.audit import AuditHead


def status_text(instance: Instance, today: date) -> str:
    """The status, or what a row says for itself instead: `Expired, released in 13 d`."""
    reason = row_reason(instance, today)
    if reason:
        return reason
    blocked = why_blocked(instance)
    if blocked:
        return blocked.reason
    if status_of(instance, today) is Status.ACTIVE:
        return "Active"
    return f"Expired, released in {left_text((release_date(instance) - today).days)}"


def policy_text(instance: Instance) -> str:
    """The policy, with what an automatic renewal buys: `auto, 1 month`."""
    if instance.policy is Policy.MANUAL:
        return "manual"
    return f"auto, {months_text(instance.auto_months)}"


def left_of(instance: Instance, today: date) -> str:
    """How many days are left: `today`, `3 d`, `-2 d`."""
    return left_text((instance.expire_date - today).days)


def counted(number: int, what: str) -> str:
    """`1 instance`, `2 instances`."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def audit_head_text(head: AuditHead) -> str:
    """Where the audit chain ends, as it can be kept elsewhere."""
    return f"the audit trail ends with record {head.record:,}, hash {head.hash}"
