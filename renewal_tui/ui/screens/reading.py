"""What the main screen reads: counts, totals and the header's facts, in one look at the store."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from renewal_tui.domain.codes import OrderStatus
from renewal_tui.operations.accounts import Means, list_accounts, means, means_by_currency
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.listing import Summary, overview
from renewal_tui.operations.orders import count as count_orders
from renewal_tui.store.audit import count_audit
from renewal_tui.ui.actions import FLEET, Place
from renewal_tui.ui.view import View


class Snapshot(NamedTuple):
    """The figures around the table, all of one moment."""

    today: date
    accounts: int
    account: str
    means: tuple[Means, ...]
    counts: dict[Place, int]
    summary: Summary
    unpaid: int


def read_snapshot(desk: Desk, view: View) -> Snapshot:
    """Read all of it, consistently."""
    with desk.store.reading():
        accounts = list_accounts(desk)
        chosen = next(iter(view.filter.accounts), "")
        if not chosen and len(accounts) == 1:
            chosen = accounts[0].code
        filters = {place: view.wanted(place) for place in Place if place in FLEET}
        found = overview(desk, list(filters.values()), filters.get(view.place))
        counts = dict(zip(filters, found.totals, strict=True))
        counts[Place.ORDERS] = count_orders(desk, None, view.filter.accounts)
        counts[Place.ACTIVITY] = count_audit(desk.store)
        return Snapshot(
            desk.today(),
            len(accounts),
            chosen,
            (means(desk, chosen),) if chosen else tuple(means_by_currency(desk)),
            counts,
            found.summary,
            count_orders(desk, OrderStatus.UNPAID, view.filter.accounts),
        )
