"""What was ordered and what was done, in words: an order, an audit record."""

from __future__ import annotations

from collections.abc import Callable

from renewal_tui.domain.codes import months_text
from renewal_tui.domain.money import show_money
from renewal_tui.operations import recorded
from renewal_tui.operations.requests import parse_request, request_text
from renewal_tui.store.audit import AuditRecord
from renewal_tui.store.orders import StoredOrder


def order_text(order: StoredOrder) -> str:
    """What an order is for: `Renew by 3 months`, `Automatic renewal by 1 month`."""
    text = request_text(parse_request(order.request))
    if order.kind.value == "auto":
        return text.replace("renew", "Automatic renewal", 1)
    return text[:1].upper() + text[1:]


def record_text(record: AuditRecord) -> str:
    """A record in words."""
    before, after = recorded.parsed(record.before), recorded.parsed(record.after)
    words = _RECORDS.get(record.action)
    if words is None or not (isinstance(before, dict) and isinstance(after, dict)):
        return f"{record.action} {record.target}"
    return words(record, before, after)


_Facts = dict[str, object]


def _money(value: object) -> str:
    return show_money(value) if isinstance(value, int) else "?"


def _bought(record: AuditRecord, _: _Facts, after: _Facts) -> str:
    lines = after.get("lines")
    count = len(lines) if isinstance(lines, list) else 0
    verb = "Renewal" if record.action == "renew" else "Unified expiration time"
    verb = "Payment" if record.action == "pay_order" else verb
    state = "paid" if after.get("status") == "paid" else "awaits payment"
    noun = "instance" if count == 1 else "instances"
    return f"{verb}: {record.target}, {count:,} {noun}, {_money(after.get('total'))}, {state}"


def _switched(record: AuditRecord, before: _Facts, after: _Facts) -> str:
    period = after.get("months")
    by = f" by {months_text(int(str(period)))}" if period else ""
    return f"Policy of {record.target}: {before.get('policy')} to {after.get('policy')}{by}"


def _renewed(record: AuditRecord, before: _Facts, after: _Facts) -> str:
    return (
        f"Automatic renewal of {record.target}: {before.get('expire_date')} to "
        f"{after.get('expire_date')}, {_money(after.get('total'))}, order {after.get('order')}"
    )


def _failed(record: AuditRecord, _: _Facts, after: _Facts) -> str:
    return f"Automatic renewal of {record.target} failed: {after.get('reason')}"


def _run(record: AuditRecord, _: _Facts, after: _Facts) -> str:
    return (
        f"Engine {record.target} on {after.get('business_date')}: {after.get('due')} due, "
        f"{after.get('failed')} failed, {after.get('missed')} missed"
    )


def _topped_up(record: AuditRecord, _: _Facts, after: _Facts) -> str:
    note = f" ({after['note']})" if after.get("note") else ""
    amount, balance = _money(after.get("amount")), _money(after.get("balance"))
    return f"Top-up of {record.target}: {amount}, balance {balance}{note}"


def _cancelled(record: AuditRecord, _: _Facts, after: _Facts) -> str:
    return f"Cancelled {record.target}: {after.get('reason')}"


def _clock(_: AuditRecord, before: _Facts, after: _Facts) -> str:
    return f"Sandbox clock: {before.get('now')} to {after.get('now')}"


def _imported(record: AuditRecord, _: _Facts, after: _Facts) -> str:
    facts = ", ".join(f"{value} {name}" for name, value in after.items())
    return f"Import of {record.target}: {facts}"


_RECORDS: dict[str, Callable[[AuditRecord, _Facts, _Facts], str]] = {
    "renew": _bought,
    "unify": _bought,
    "pay_order": _bought,
    "policy": _switched,
    "auto_renew": _renewed,
    "auto_renew_failed": _failed,
    "auto_renew_run": _run,
    "top_up": _topped_up,
    "cancel_order": _cancelled,
    "clock": _clock,
    "import": _imported,
}
