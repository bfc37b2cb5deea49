"""The filter in words: in the bar, in the footer, and for the empty state."""

from __future__ import annotations

from renewal_tui.domain.codes import Status, Tab
from renewal_tui.domain.filters import Filter
from renewal_tui.domain.query.terms import Text
from renewal_tui.domain.words import counted, few, one_of
from renewal_tui.operations.wanted import Named
from renewal_tui.ui.tabs.fleet.fields import FIELDS, within_text
from renewal_tui.ui.widgets.line_bar import NARROW, Piece

TABS = {Tab.MANUAL: "manual", Tab.AUTO: "automatic", Tab.EXCLUDED: "not renewable"}
"""The lists of instances, as they are counted."""


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
    if wanted.ids is not None:
        words.append(f"is one of {counted(len(wanted.ids), 'id')}")
    query = wanted.query
    if query and all(isinstance(one, Text) and not one.negated for one in query.words):
        texts = one_of((f'"{one.text}"' for one in query.texts), "and")
        words.append(f"has {texts} in its id or name")
    elif query:
        words.append(f"matches {query}")
    return " and ".join(words)


def named_text(ids: Named) -> str:
    """What has become of pasted ids: `40 pasted: 31 manual, 7 automatic, 2 unknown: i-1, i-2`."""
    counts = [(len(found), TABS[tab]) for tab, found in ids.found.items()]
    counts.append((len(ids.hidden), "hidden by the filters"))
    parts = [f"{count:,} {what}" for count, what in counts if count]
    if ids.unknown:
        parts.append(f"{len(ids.unknown):,} unknown: {few(ids.unknown, 3)}")
    total = sum(count for count, _ in counts) + len(ids.unknown)
    return f"{total:,} pasted: {', '.join(parts)}"


def filter_pieces(wanted: Filter, search: str, width: int, focused: str) -> list[Piece]:
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
    if wanted.ids is not None:
        search = counted(len(wanted.ids), "id")
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
