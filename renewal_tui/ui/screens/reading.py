"""What the main screen reads around its table: whose fleet it is at once, the figures with it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from renewal_tui.clock import local_text
from renewal_tui.domain.codes import OrderStatus
from renewal_tui.operations.accounts import (
    Means,
    count_accounts,
    list_accounts,
    means,
    means_by_currency,
)
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.listing import Summary, overview
from renewal_tui.operations.orders import count as count_orders
from renewal_tui.store.audit import count_audit
from renewal_tui.ui.actions import FLEET, Place
from renewal_tui.ui.view import View


class Header(NamedTuple):
    """Whose fleet is shown, and what it can pay with; `account` is "" when there are several.

    `clock` is the time of a sandbox, which moves only when it is told.
    """

    today: date
    clock: str
    accounts: int
    account: str
    means: tuple[Means, ...]


class Figures(NamedTuple):
    """What is counted for the view, all at one moment."""

    counts: dict[Place, int]
    summary: Summary
    unpaid: int


def read_header(desk: Desk, view: View) -> Header:
    """Read it; however large the fleet, this takes a moment only."""
    with desk.store.reading():
        accounts = count_accounts(desk)
        chosen = next(iter(view.filter.accounts), "")
        if not chosen and accounts == 1:
            chosen = list_accounts(desk)[0].code
        found = [means(desk, chosen)] if chosen else means_by_currency(desk)
        clock = local_text(desk.now(), desk.store.settings.timezone)
        return Header(desk.today(), clock, accounts, chosen, tuple(found))


def read_figures(desk: Desk, view: View) -> Figures:
    """Count all of it, consistently; on a large fleet that takes longer than a key may."""
    with desk.store.reading():
        filters = {place: view.wanted(place) for place in Place if place in FLEET}
        found = overview(desk, list(filters.values()), filters.get(view.place))
        counts = dict(zip(filters, found.totals, strict=True))
        counts[Place.ORDERS] = count_orders(desk, None, view.filter.accounts)
        counts[Place.ACTIVITY] = count_audit(desk.store)
        unpaid = count_orders(desk, OrderStatus.UNPAID, view.filter.accounts)
        return Figures(counts, found.summary, unpaid)
