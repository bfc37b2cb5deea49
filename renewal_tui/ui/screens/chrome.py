"""The lines around the table: title, tabs, filters, actions, status and keys, as pieces of text."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len

from renewal_tui.domain.codes import Status
from renewal_tui.domain.money import show_money
from renewal_tui.operations.desk import Desk
from renewal_tui.ui.actions import Action, Place, offered
from renewal_tui.ui.screens.reading import Figures, Header
from renewal_tui.ui.view import View, date_text, many_text, status_filter_text
from renewal_tui.ui.widgets.line_bar import Piece

TITLES = {
    Place.MANUAL: "Manual renewal",
    Place.AUTO: "Automatic renewal",
    Place.EXCLUDED: "Not renewable",
    Place.ORDERS: "Orders",
    Place.ACTIVITY: "Activity",
}
SHORT_TITLES = {
    Place.MANUAL: "Manual",
    Place.AUTO: "Automatic",
    Place.EXCLUDED: "Not renewable",
    Place.ORDERS: "Orders",
    Place.ACTIVITY: "Activity",
}
NARROW = 100


def title_pieces(desk: Desk, now: Header, width: int, *, read_only: bool) -> list[Piece]:
    """Whose fleet this is, and what it can pay with."""
    pieces = [
        Piece(" Renewal management", "title") if width >= NARROW else Piece(" Renewal", "dim")
    ]
    if desk.store.settings.sandbox:
        pieces += [Piece("  "), Piece(" SANDBOX ", "due")]
    if read_only:
        pieces += [Piece("  "), Piece(" READ-ONLY ", "due")]
    whose = now.account or f"all {now.accounts:,} accounts"
    pieces.append(Piece(f"  {whose}", "title", "choose_account"))
    for mean in now.means:
        pieces.append(Piece(f"  {mean.account.currency} {show_money(mean.account.balance)}"))
        if mean.vouchers:
            noun = "voucher" if mean.vouchers == 1 else "vouchers"
            total = f" {show_money(mean.voucher_total)}" if width >= NARROW else ""
            pieces.append(Piece(f"  {mean.vouchers} {noun}{total}", "dim"))
    return pieces


def date_pieces(desk: Desk, now: Header, room: int) -> list[Piece]:
    """The business date; a sandbox's clock tells its time too. The zone stands where it fits."""
    zone = desk.store.settings.timezone
    day = f"{now.today} {now.today:%a}"
    if desk.store.settings.sandbox:
        day = f"{now.clock} {now.today:%a}"
    pieces = [Piece(f"{day} ", "title")]
    zoned = [Piece(f" {zone.key}  ", "dim"), *pieces]
    return zoned if length(zoned) <= room else pieces


def tab_pieces(view: View, counts: dict[Place, int], width: int) -> list[Piece]:
    """The tabs with the counts of the filter."""
    titles = TITLES if width >= NARROW else SHORT_TITLES
    pieces = [Piece(" ")]
    for place in Place:
        count = f" {counts[place]:,}" if place is not Place.ACTIVITY and place in counts else ""
        tone = "active" if place is view.place else "plain"
        pieces.append(Piece(f" {titles[place]}{count} ", tone, place.value))
        pieces.append(Piece(" "))
    return pieces


FIELDS = ("date", "product", "room", "status", "search")


def filter_pieces(view: View, width: int, focused: str) -> list[Piece]:
    """The filter bar: each field with what it says; the focused one stands out."""
    wanted = view.filter
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
        status_filter_text(wanted),
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
    hint = "/ search id or name" if wide and not view.is_filtered() else "/ search"
    text = f"/ {search}" if search else hint
    pieces.append(Piece(f" {text} ", tone, "search"))
    return pieces


def reset_pieces(view: View) -> list[Piece]:
    """Reset, when there is something to reset."""
    return [Piece(" x Reset ", "key", "reset_filters")] if view.is_filtered() else []


def action_pieces(place: Place, *, read_only: bool, sandbox: bool) -> list[Piece]:
    """The buttons above the table."""
    pieces = [Piece(" ")]
    for entry in offered(place, read_only=read_only, sandbox=sandbox):
        if entry.changes and entry.footer:
            pieces += [Piece(f"[{entry.label}]", "key", entry.name), Piece("  ")]
    return pieces


def status_pieces(
    view: View, now: Figures | None, marks: str, *, counting: bool
) -> tuple[list[Piece], list[Piece]]:
    """What is marked, and the counts of the filter."""
    left = [Piece(f" {marks}", "key")] if marks else [Piece(" ")]
    if counting or now is None:
        return left, [Piece("counting ... ", "dim")]
    place = view.place
    if place is Place.ACTIVITY:
        return left, [Piece(f"{_counted(now.counts[place], 'record')} ", "dim")]
    if place is Place.ORDERS:
        right = [Piece(_counted(now.counts[place], "order"), "dim")]
        if now.unpaid:
            verb = "awaits" if now.unpaid == 1 else "await"
            right.append(Piece(f", {now.unpaid:,} {verb} payment", "due"))
        return left, [*right, Piece(" ")]
    found = now.summary
    right = [Piece(_counted(found.total, "instance"), "dim")]
    if found.expired:
        right.append(Piece(f", {found.expired:,} expired", "bad"))
    if found.within_week:
        right.append(Piece(f", {found.within_week:,} within 7 days", "due"))
    if view.filter.status is Status.EXPIRED:
        right = right[:1]
    return left, [*right, Piece(" ")]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


BAR_KEYS = (("left right", "field"), ("enter", "open"), ("x", "reset all"), ("esc", "back"))


def bar_key_pieces() -> list[Piece]:
    """The footer while the filter bar has the focus."""
    pieces = [Piece(" ")]
    for keys, what in BAR_KEYS:
        pieces += [Piece(keys, "key"), Piece(f" {what}  ", "plain")]
    return pieces


FOOTER_GIVES_WAY = ("details", "toggle_mark", "search")
"""The keys that a narrow footer leaves to the help, first the one that is found by itself."""


def key_pieces(place: Place, width: int, *, read_only: bool, sandbox: bool) -> list[Piece]:
    """The footer: the keys that matter here, as many as the width has room for."""
    entries = list(footer_actions(place, read_only=read_only, sandbox=sandbox))
    for name in FOOTER_GIVES_WAY:
        if length(pieces := _keys_of(entries)) <= width:
            return pieces
        entries = [entry for entry in entries if entry.name != name]
    return _keys_of(entries)


def _keys_of(entries: Iterable[Action]) -> list[Piece]:
    pieces = [Piece(" ")]
    for entry in entries:
        pieces += [
            Piece(entry.shown.split(" ")[0], "key", entry.name),
            Piece(f" {entry.footer}  ", "plain", entry.name),
        ]
    return pieces


def length(pieces: Iterable[Piece]) -> int:
    """The cells that pieces take; the blanks at their end may be cut."""
    return cell_len("".join(piece.text for piece in pieces).rstrip())


def footer_actions(place: Place, *, read_only: bool, sandbox: bool) -> Iterable[Action]:
    """The actions that the footer names on a tab."""
    return (
        entry
        for entry in offered(place, read_only=read_only, sandbox=sandbox)
        if entry.footer is not None
    )
