"""The lines around the tab: title, tabs, buttons, status and keys, as pieces of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from renewal_tui.clock import local_text
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import counted, money_text
from renewal_tui.operations import accounts
from renewal_tui.operations.desk import Desk
from renewal_tui.ui.actions import Action
from renewal_tui.ui.tabs.tab import Tab
from renewal_tui.ui.widgets.line_bar import NARROW, Piece, length


class Header(NamedTuple):
    """What the title says; `account` is "" when there are several.

    `clock` is the time of a sandbox, which moves only when it is told.
    """

    today: date
    clock: str
    accounts: int
    account: str
    means: tuple[accounts.Means, ...]


def read_header(desk: Desk, chosen: frozenset[str]) -> Header:
    """Read it for the chosen account, or for all; however large the fleet, that takes a moment."""
    with desk.store.reading():
        number = accounts.count_accounts(desk)
        account = next(iter(chosen), "")
        if not account and number == 1:
            account = accounts.list_accounts(desk)[0].code
        found = [accounts.means(desk, account)] if account else accounts.means_by_currency(desk)
        clock = local_text(desk.now(), desk.store.settings.timezone)
        return Header(desk.today(), clock, number, account, tuple(found))


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
        pieces.append(Piece(f"  {money_text(mean.account.currency, mean.account.balance)}"))
        if mean.vouchers:
            total = f" {show_money(mean.voucher_total)}" if width >= NARROW else ""
            pieces.append(Piece(f"  {counted(mean.vouchers, 'voucher')}{total}", "dim"))
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


def tab_pieces(tabs: Sequence[Tab[Any]], shown: Tab[Any], width: int) -> list[Piece]:
    """The tabs, with their counts as far as those are known."""
    pieces = [Piece(" ")]
    for tab in tabs:
        title = tab.TITLE if width >= NARROW else tab.SHORT_TITLE or tab.TITLE
        number = None if tab.figures is None else tab.count(tab.figures)
        count = "" if number is None else f" {number:,}"
        tone = "active" if tab is shown else "plain"
        pieces += [Piece(f" {title}{count} ", tone, tab.NAME), Piece(" ")]
    return pieces


def button_pieces(actions: Iterable[Action]) -> list[Piece]:
    """The buttons above the body: what can be changed."""
    pieces = [Piece(" ")]
    for entry in actions:
        if entry.changes and entry.footer:
            pieces += [Piece(f"[{entry.label}]", "key", entry.name), Piece("  ")]
    return pieces


def status_pieces(tab: Tab[Any], *, counting: bool) -> tuple[list[Piece], list[Piece]]:
    """What is marked, and what was counted."""
    notice = tab.notice()
    left = [Piece(f" {notice}", "key") if notice else Piece(" ")]
    if counting or tab.figures is None:
        return left, [Piece("counting ... ", "dim")]
    return left, [*tab.status(tab.figures), Piece(" ")]


FOOTER_GIVES_WAY = ("details", "toggle_mark", "search")
"""The keys that a narrow footer leaves to the help, first the one that is found by itself."""


def key_pieces(actions: Iterable[Action], width: int) -> list[Piece]:
    """The footer: the keys that matter here, as many as the width has room for."""
    entries = [entry for entry in actions if entry.footer]
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
