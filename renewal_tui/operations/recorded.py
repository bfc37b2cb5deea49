"""What an audit record keeps, in words and for programs: a record is kept as it was hashed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from renewal_tui.domain.codes import months_text
from renewal_tui.domain.money import format_money, show_money
from renewal_tui.domain.words import counted
from renewal_tui.store.audit import AuditRecord

_MONEY = frozenset(
    ("amount", "balance", "monthly_price", "remaining", "short_by", "total", "voucher_total")
)


def parsed(text: str) -> Any:
    """The JSON value of a stored text (money in minor units); one that was tampered with as it is.

    It is shown all the same: `--verify` and `check` name it.
    """
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return str(text)


def shown(text: str) -> Any:
    """The same, with its money as decimal texts (section 1)."""
    facts = parsed(text)
    if not isinstance(facts, dict):
        return facts
    return {
        name: format_money(value) if name in _MONEY and type(value) is int else value
        for name, value in facts.items()
    }


def shown_text(text: str) -> str:
    """The same on one line."""
    facts = shown(text)
    if not isinstance(facts, dict):
        return str(facts)
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def record_text(record: AuditRecord) -> str:
    """A record in words."""
    before, after = parsed(record.before), parsed(record.after)
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
    return f"{verb}: {record.target}, {counted(count)}, {_money(after.get('total'))}, {state}"


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
