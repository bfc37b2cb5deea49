"""What the console shows: filters shared by the tabs, each tab's order, and the text about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from renewal_tui.domain.codes import Status, Tab
from renewal_tui.domain.filters import Filter, Order, Sort
from renewal_tui.ui.actions import FLEET, Place

SORTS: tuple[Sort, ...] = (
    Sort.EXPIRE_DATE,
    Sort.INSTANCE_ID,
    Sort.NAME,
    Sort.PRODUCT,
    Sort.ROOM,
    Sort.MONTHLY_PRICE,
)


@dataclass
class View:
    """The state of the main screen; the tables and the store are asked by it."""

    place: Place = Place.MANUAL
    filter: Filter = field(default_factory=Filter)
    orders: dict[Place, Order] = field(default_factory=dict)

    def wanted(self, place: Place) -> Filter:
        """The filter of a tab of instances."""
        return replace(self.filter, tabs=frozenset((Tab(place.value),)))

    def order(self, place: Place) -> Order:
        """The sort order of a tab."""
        return self.orders.get(place, Order())

    def next_sort(self) -> Order:
        """Sort by the next column."""
        now = self.order(self.place)
        at = SORTS.index(now.column) if now.column in SORTS else -1
        return Order(SORTS[(at + 1) % len(SORTS)])

    def sort_by(self, column: Sort) -> Order:
        """Sort by a column; by the same one again turns the order round."""
        now = self.order(self.place)
        return Order(column, descending=now.column is column and not now.descending)

    def is_filtered(self) -> bool:
        """Whether any filter but the account is set."""
        return replace(self.filter, accounts=frozenset()) != Filter()

    @property
    def on_fleet(self) -> bool:
        """Whether a tab of instances is shown."""
        return self.place in FLEET


def date_text(wanted: Filter) -> str:
    """What the filter says of expire dates."""
    if wanted.within is not None:
        return "Today or before" if wanted.within == 0 else f"Within {wanted.within} days"
    if wanted.expires_from and wanted.expires_from == wanted.expires_to:
        return f"On {wanted.expires_from}"
    if wanted.expires_from and wanted.expires_to:
        return f"{wanted.expires_from} to {wanted.expires_to}"
    if wanted.expires_from:
        return f"From {wanted.expires_from}"
    if wanted.expires_to:
        return f"To {wanted.expires_to}"
    return "All"


def status_filter_text(wanted: Filter) -> str:
    """What the filter says of the status."""
    return {None: "All", Status.ACTIVE: "Active", Status.EXPIRED: "Expired"}.get(
        wanted.status, "All"
    )


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
    elif wanted.expires_from or wanted.expires_to:
        words.append(f"expires {date_text(wanted).lower()}")
    if wanted.products:
        words.append(f"is of {many_text(wanted.products)}")
    if wanted.rooms:
        words.append(f"is in {many_text(wanted.rooms)}")
    if wanted.search:
        words.append(f'has "{wanted.search}" in its id or name')
    return " and ".join(words)


def empty_text(view: View, place: Place) -> str:
    """What an empty table says, and what to do about it."""
    if place is Place.ORDERS:
        return "No orders yet. r on the Manual renewal tab makes one."
    if place is Place.ACTIVITY:
        return "Nothing has been changed in this store yet."
    words = filter_words(view.filter)
    if words:
        return f"No instance here {words}. x resets the filters."
    if place is Place.AUTO:
        return "No instance renews automatically. a on the Manual renewal tab switches some."
    if place is Place.EXCLUDED:
        return "Every instance can be renewed here."
    return "No instance is on manual renewal. renewal-tui import brings instances in."
