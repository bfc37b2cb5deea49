"""The filter in words: in the bar, in the footer, and for the empty state."""

from __future__ import annotations

from renewal_tui.domain.codes import Status
from renewal_tui.domain.filters import Filter
from renewal_tui.ui.tabs.fleet.fields import FIELDS, within_text
from renewal_tui.ui.widgets.line_bar import NARROW, Piece


def date_text(wanted: Filter) -> str:
    """What the filter says of expire dates."""
    if wanted.within is not None:
        return within_text(wanted.within)
    if wanted.expires_from is None:
        return "All"
    if wanted.expires_from == wanted.expires_to:
        return f"On {wanted.expires_from}"
    return f"{wanted.expires_from} to {wanted.expires_to}"


def many_text(codes: frozenset[str]) -> str:
    """What a filter of several codes says."""
    if not codes:
        return "All"
    if len(codes) <= 2:
        return ", ".join(sorted(codes))
    return f"{len(codes)} chosen"


def filter_words(wanted: Filter) -> str:
    """The filters in a sentence, for the empty state."""
    words = []
    if wanted.status is Status.EXPIRED:
        words.append("has expired")
    elif wanted.status is Status.ACTIVE:
        words.append("is active")
    if wanted.within is not None:
        words.append(
            "expires today" if wanted.within == 0 else f"expires within {wanted.within} days"
        )
    elif wanted.expires_from:
        words.append(f"expires {date_text(wanted).lower()}")
    if wanted.products:
        words.append(f"is of {many_text(wanted.products)}")
    if wanted.rooms:
        words.append(f"is in {many_text(wanted.rooms)}")
    if wanted.search:
        words.append(f'has "{wanted.search}" in its id or name')
    return " and ".join(words)


def filter_pieces(wanted: Filter, width: int, focused: str) -> list[Piece]:
    """The filter bar: each field with what it says; the focused one stands out."""
    wide = width >= NARROW
    names = (
        ("Expire date ", "Product name ", "Room type ", "Status ")
        if wide
        else ("Date ", "Product ", "Room ", "")
    )
    values = (
        date_text(wanted),
        many_text(wanted.products),
        many_text(wanted.rooms),
        wanted.status.value.capitalize() if wanted.status else "All",
    )
    pieces = [Piece(" ")]
    for field, name, value in zip(FIELDS, names, values, strict=False):
        if field == "status" and not wide and value == "All" and focused != field:
            continue
        limit = 26 if wide else 16
        shown = value if len(value) <= limit else f"{value[: limit - 1]}…"
        tone = "active" if field == focused else "plain" if value == "All" else "key"
        pieces += [Piece(name, "dim", field), Piece(f"[{shown} v]", tone, field), Piece(" ")]
    search = wanted.search
    tone = "active" if focused == "search" else "key" if search else "dim"
    hint = "/ search id or name" if wide and wanted == Filter() else "/ search"
    text = f"/ {search}" if search else hint
    pieces.append(Piece(f" {text} ", tone, "search"))
    return pieces


BAR_KEYS = (("left right", "field"), ("enter", "open"), ("x", "reset all"), ("esc", "back"))


def bar_key_pieces() -> list[Piece]:
    """The footer while the filter bar has the focus."""
    pieces = [Piece(" ")]
    for keys, what in BAR_KEYS:
        pieces += [Piece(keys, "key"), Piece(f" {what}  ", "plain")]
    return pieces
