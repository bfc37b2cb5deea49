"""What an audit record keeps, in words and for programs: a record is kept as it was hashed."""

from __future__ import annotations

import json
from collections import defaultdict
from string import Formatter
from typing import Any

from renewal_tui.domain.codes import months_text
from renewal_tui.domain.money import format_money, show_money
from renewal_tui.domain.words import counted
from renewal_tui.store.audit import AuditRecord

MONEY = frozenset(
    ("amount", "balance", "monthly_price", "remaining", "short_by", "total", "voucher_total")
)
"""Facts that are amounts, in minor units."""


def parsed(text: str) -> Any:
    """The JSON value of a stored text, money in minor units; one tampered with as it is."""
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
        name: format_money(value) if name in MONEY and type(value) is int else value
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
    sentence = _SENTENCES.get(record.action)
    if sentence is None or not (isinstance(before, dict) and isinstance(after, dict)):
        changed = f"{shown_text(record.before)} to {shown_text(record.after)}"
        return f"{record.action} {record.target}: {changed}"
    # A record that was tampered with may lack anything.
    facts = {"before": defaultdict(lambda: None, before), "after": defaultdict(lambda: None, after)}
    text = _WORDS.vformat(sentence, (), {"target": record.target, **facts})
    return f"{text} ({record.note})" if record.note else text


class _Words(Formatter):
    """Says facts: an amount, a period, a note, a number of lines, an order's status, or all."""

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "money":
                return show_money(value) if isinstance(value, int) else "?"
            case "months":
                return f" by {months_text(value)}" if isinstance(value, int) else ""
            case "note":
                return f" ({value})" if value else ""
            case "lines":
                return counted(len(value) if isinstance(value, list) else 0)
            case "status":
                return "paid" if value == "paid" else "awaits payment"
            case "all":
                return ", ".join(f"{one} {name}" for name, one in value.items())
        return str(value)


_WORDS = _Words()
_BOUGHT = "{target}, {after[lines]:lines}, {after[total]:money}, {after[status]:status}"
_SENTENCES = {
    "renew": f"Renewal: {_BOUGHT}",
    "unify": f"Unified expiration time: {_BOUGHT}",
    "pay_order": f"Payment: {_BOUGHT}",
    "policy": "Policy of {target}: {before[policy]} to {after[policy]}{after[months]:months}",
    "auto_renew": "Automatic renewal of {target}: {before[expire_date]} to {after[expire_date]}, "
    "{after[total]:money}, order {after[order]}",
    "auto_renew_failed": "Automatic renewal of {target} failed: {after[reason]}",
    "auto_renew_run": "Engine {target} on {after[business_date]}: {after[due]} due, "
    "{after[failed]} failed, {after[missed]} missed",
    "top_up": "Top-up of {target}: {after[amount]:money}, "
    "balance {after[balance]:money}{after[note]:note}",
    "cancel_order": "Cancelled {target}: {after[reason]}",
    "undo": "Undone: {before[action]}, {target}",
    "settings": "Settings: {target} {before[require_note]} to {after[require_note]}",
    "clock": "Sandbox clock: {before[now]} to {after[now]}",
    "import": "Import of {target}: {after:all}",
}
