"""The table of each tab: its columns and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renewal_tui.errors import DeskError
from renewal_tui.operations.fleet import FleetSource
from renewal_tui.operations.history import ActivitySource, OrdersSource
from renewal_tui.ui.actions import RENEWABLE, Place
from renewal_tui.ui.columns.activity import activity_columns
from renewal_tui.ui.columns.fleet import fleet_columns
from renewal_tui.ui.columns.orders import order_columns
from renewal_tui.ui.error_boundary import ErrorBoundary
from renewal_tui.ui.view import empty_text
from renewal_tui.ui.widgets.table import Column, RowSource, RowTable

if TYPE_CHECKING:
    from renewal_tui.ui.screens.main import MainScreen


def columns_for(screen: MainScreen, place: Place) -> list[Column[Any]]:
    """The columns of a tab."""
    zone = screen.desk.store.settings.timezone
    if place is Place.ORDERS:
        return order_columns(zone)
    if place is Place.ACTIVITY:
        return activity_columns(zone)
    header = screen.header
    several = header is not None and not header.account
    return fleet_columns(place, screen.desk.today(), accounts=several)


def source_for(screen: MainScreen, place: Place) -> RowSource[Any]:
    """The rows of a tab, as they are now."""
    if place is Place.ORDERS:
        return OrdersSource(screen.desk, screen.view.filter.accounts)
    if place is Place.ACTIVITY:
        return ActivitySource(screen.desk)
    return FleetSource(screen.desk, screen.view.wanted(place), screen.view.order(place))


class StoreTable(ErrorBoundary, RowTable[Any]):
    """A table on the store: rows that it cannot tell just now are drawn a little later."""

    TROUBLE = (DeskError,)


def table_for(screen: MainScreen, place: Place) -> RowTable[Any]:
    """A new, empty table for a tab."""
    return StoreTable(
        columns_for(screen, place),
        empty_message=empty_text(screen.view, place),
        markable=place in RENEWABLE and not screen.read_only,
        ascii=screen.ascii_only,
        id=f"table-{place.value}",
    )
