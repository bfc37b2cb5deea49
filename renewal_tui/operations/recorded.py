"""What an audit record keeps, for people and programs: a record is kept as it was hashed."""

from __future__ import annotations

import json
from typing import Any

from renewal_tui.domain.money import format_money

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
