"""The tones of cells: what is late or near is told by colour too, never by colour alone."""

from __future__ import annotations

from datetime import date

from renewal_tui.domain.facts import Instance
from renewal_tui.ui.widgets.table import Cell

DUE_SOON = 7
"""Days within which what is left turns amber."""


def tone_of(instance: Instance, today: date) -> str:
    """Red when expired, amber when due within 7 days."""
    days = (instance.expire_date - today).days
    if days < 0:
        return "expired"
    return "due" if days <= DUE_SOON else ""


def toned(text: str, tone: str) -> Cell:
    """A cell in that tone; as it is without one."""
    return (text, tone) if tone else text
