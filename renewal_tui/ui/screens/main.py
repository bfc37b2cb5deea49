"""The main screen: tabs of instances, orders and activity, with filters and counts around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import Screen

from renewal_tui.domain.filters import Order, Sort
from renewal_tui.errors import DeskError, StoreBusy, StoreGone
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.fleet import FleetSource
from renewal_tui.ui.actions import FLEET, Place, bindings
from renewal_tui.ui.error_boundary import ErrorBoundary
from renewal_tui.ui.screens import chrome
from renewal_tui.ui.screens.counting import Counting
from renewal_tui.ui.screens.day import Day
from renewal_tui.ui.screens.doing import Doing
from renewal_tui.ui.screens.filtering import Filtering
from renewal_tui.ui.screens.marking import Marking
from renewal_tui.ui.screens.prices import Prices
from renewal_tui.ui.screens.reading import Figures, Header, read_figures, read_header
from renewal_tui.ui.screens.tables import columns_for, source_for, table_for
from renewal_tui.ui.view import SORTS, View, empty_text
from renewal_tui.ui.widgets.filter_bar import FilterBar, SearchInput
from renewal_tui.ui.widgets.line_bar import LineBar
from renewal_tui.ui.widgets.table import ListSource, RowSource, RowTable

LOOK_EVERY = 1.0
"""Seconds between looks for changes by others; the screen is never older than twice that."""

ACTIONS_FROM_HEIGHT = 30
"""Lower screens have no line of buttons: the footer names the keys."""


class MainScreen(Filtering, Marking, Doing, Day, ErrorBoundary, Screen[None]):
    """Shows one tab's table at a time; a table is made when its tab is first looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    AUTO_FOCUS = ""

    def __init__(self, desk: Desk, *, read_only: bool, ascii_only: bool) -> None:
        super().__init__()
        self.desk = desk
        self.read_only = read_only
        self.ascii_only = ascii_only
        self.view = View()
        self.tables: dict[Place, RowTable[Any]] = {}
        self.header: Header | None = None
        self._header_rests_on: object = None
        self.figures: Figures | None = None
        self.prices = Prices(desk)
        self.seen: tuple[int, object] = (-1, None)
        self._counting = Counting(desk, self.post_message)
        self._uncounted = False
        self._shown_filter = self.view.filter
        self._lapsed: list[int] = []

    def compose(self) -> ComposeResult:
        """One line each, and the rest is table."""
        yield LineBar(id="title", right_first=True)
        yield LineBar(id="tabs")
        yield FilterBar(id="filters")
        yield LineBar(id="actions")
        yield Container(id="tables")
        yield LineBar(id="status")
        yield LineBar(id="keys")

    async def on_mount(self) -> None:
        """Show the first tab."""
        self._mark_seen()
        await self.show_place(Place.MANUAL)
        self.set_interval(LOOK_EVERY, self._look_round)

    def on_resize(self, _: events.Resize) -> None:
        """The bars fold on a small screen."""
        if self.tables:
            self.show_chrome()

    @property
    def table(self) -> RowTable[Any]:
        """The table of the tab that is shown."""
        return self.tables[self.view.place]

    async def show_place(self, place: Place) -> None:
        """Go to a tab; a search that is being typed is kept."""
        self.query(SearchInput).remove()
        self.view.place = place
        if place not in self.tables:
            table = table_for(self, place)
            self.tables[place] = table
            await self.query_one("#tables").mount(table)
        for known, table in self.tables.items():
            table.display = known is place
        self.query_one("#filters").display = place in FLEET
        self.read_again()
        self.table.focus()

    def read_again(self) -> None:
        """Read the table and everything around it from the store; the cursor stays on its row."""
        self._read(self._read_all)

    def _read_all(self) -> None:
        rests_on = (self.seen, self.view.filter.accounts)
        if self.header is None or self._header_rests_on != rests_on:
            self.header, self._header_rests_on = read_header(self.desk, self.view), rests_on
        self._show_rows(self._count(source_for(self, self.view.place)))

    def _sort(self, order: Order) -> None:
        """Sort anew; what is counted does not depend on the order, and is not counted again."""
        self.view.orders[self.view.place] = order
        source = source_for(self, self.view.place)
        at_once = not isinstance(source, FleetSource) or source.is_quick()
        counted = self.figures is not None and not self._uncounted
        self._read(partial(self._show_rows, source) if at_once and counted else self._read_all)

    def _read(self, show: Callable[[], None]) -> None:
        try:
            show()
        except StoreBusy:
            # The last good page stays; the next look tries again.
            self.seen = (-1, None)
        except DeskError as error:
            self.app.notify(str(error), severity="error", markup=False)
        self.show_chrome()

    def _count(self, source: RowSource[Any]) -> RowSource[Any] | None:
        """Read the figures around the table: at once, or of a large fleet in a thread.

        The rows to show meanwhile; None leaves the last good page.
        """
        if not self.desk.is_large():
            self.figures = read_figures(self.desk, self.view)
            return source
        self._uncounted = True
        if not isinstance(source, FleetSource) or source.is_quick():
            self._ask_after_paint(None)
            return source
        glimpse = source.glimpse()
        self._ask_after_paint(source)
        return None if glimpse is None else ListSource(glimpse, source.id_of)

    def _ask_after_paint(self, source: FleetSource | None) -> None:
        """Count once the rows can be seen: a thread beside the painting would slow it down."""
        self._counting.give_up()
        self.call_after_refresh(self._counting.ask, self.view, source)

    def on_counting_found(self, message: Counting.Found) -> None:
        """Show a list that took a while, unless something else has been asked since."""
        if message.question == self._counting.question:
            self._show_source(message.source)

    def on_counting_counted(self, message: Counting.Counted) -> None:
        """Show the figures, unless something else has been asked since."""
        if message.question == self._counting.question:
            self.figures = message.figures
            self._uncounted = False
            self.show_chrome()

    def on_counting_given_up(self, message: Counting.GivenUp) -> None:
        """Ask again at the next look."""
        if message.question == self._counting.question:
            self.seen = (-1, None)

    def _show_source(self, source: RowSource[Any]) -> None:
        """Show these rows in the table; the cursor stays on its row if it is among them."""
        table, place = self.table, self.view.place
        # Where the newest stands first, who looks at the newest goes on to do so.
        newest = place not in FLEET and table.cursor_row == table.first_row == 0
        table.set_source(source, keep=not newest, asked=self.view.filter != self._shown_filter)
        self._shown_filter = self.view.filter
        self.know_absent()

    def _show_rows(self, source: RowSource[Any] | None) -> None:
        place = self.view.place
        table = self.tables[place]
        table.empty_message = empty_text(self.view, place)
        table.set_columns(columns_for(self, place))
        if source is not None:
            self._show_source(source)
        order = self.view.order(place)
        if place in FLEET:
            table.set_sort(order.column.value, descending=order.descending)

    def show_chrome(self) -> None:
        """Show the lines around the table, as far as anything about them has changed."""
        view, width = self.view, self.app.size.width
        offer = {"read_only": self.read_only, "sandbox": self.desk.store.settings.sandbox}
        bar = self.query_one("#filters", FilterBar)
        bar.show(chrome.filter_pieces(view, width, bar.field), chrome.reset_pieces(view))
        buttons = chrome.action_pieces(view.place, **offer)
        self._bar("actions").show(buttons)
        tall = self.app.size.height >= ACTIONS_FROM_HEIGHT
        self._bar("actions").display = tall and len(buttons) > 1
        keys = chrome.key_pieces(view.place, width, **offer)
        self._bar("keys").show(chrome.bar_key_pieces() if bar.field else keys)
        self._bar("status").show(
            *chrome.status_pieces(view, self.figures, self.marks_text(), counting=self._uncounted)
        )
        counts = self.figures.counts if self.figures else {}
        self._bar("tabs").show(chrome.tab_pieces(view, counts, width))
        if self.header is not None:
            title = chrome.title_pieces(self.desk, self.header, width, read_only=self.read_only)
            room = width - chrome.length(title) - 1
            self._bar("title").show(title, chrome.date_pieces(self.desk, self.header, room))

    def _bar(self, name: str) -> LineBar:
        return self.query_one(f"#{name}", LineBar)

    def look(self) -> None:
        """See whether anybody else has changed the store, or a new day has begun."""
        try:
            if self._now_seen() != self.seen:
                self._mark_seen()
                self.read_again()
        except StoreGone:
            raise
        except DeskError:
            return

    def _look_round(self) -> None:
        """Look, also for unpaid orders whose time is over: nobody writes that down [R20]."""
        try:
            lapsed = self.desk.lapsed()
        except DeskError:
            return
        if lapsed != self._lapsed:
            self._lapsed = lapsed
            self.seen = (-1, None)
        self.look()

    def _mark_seen(self) -> None:
        try:
            self.seen = self._now_seen()
        except DeskError:
            self.seen = (-1, None)

    def _now_seen(self) -> tuple[int, object]:
        self.desk.store.engine.refuse_replaced()
        return self.desk.store.engine.changes_seen(), self.desk.today()

    def on_key(self, _: events.Key) -> None:
        """A key is answered with what is so now."""
        self.look()

    async def action_tab(self, number: int) -> None:
        """Go to a tab by its number."""
        places = list(Place)
        if number <= len(places):
            await self.show_place(places[number - 1])

    async def action_next_tab(self) -> None:
        """Go to the next tab."""
        await self._step_tab(1)

    async def action_previous_tab(self) -> None:
        """Go to the tab before."""
        await self._step_tab(-1)

    async def _step_tab(self, step: int) -> None:
        places = list(Place)
        at = (places.index(self.view.place) + step) % len(places)
        await self.show_place(places[at])

    def action_refresh(self) -> None:
        """Read everything again."""
        self._mark_seen()
        self.header = None
        self.read_again()

    def action_sort(self) -> None:
        """Sort by the next column."""
        if self.view.on_fleet:
            self._sort(self.view.next_sort())

    def action_turn_order(self) -> None:
        """Turn the sort order round."""
        if self.view.on_fleet:
            order = self.view.order(self.view.place)
            self._sort(replace(order, descending=not order.descending))

    def on_row_table_header_clicked(self, message: RowTable.HeaderClicked) -> None:
        """Sort by the heading that was clicked."""
        message.stop()
        if self.view.on_fleet and message.key in {sort.value for sort in (*SORTS, Sort.ACCOUNT)}:
            self._sort(self.view.sort_by(Sort(message.key)))

    async def on_line_bar_picked(self, message: LineBar.Picked) -> None:
        """A tab, a field, a button or a key was clicked."""
        message.stop()
        if message.bar.id == "tabs":
            await self.show_place(Place(message.payload))
        elif message.bar.id == "filters" and message.payload != "reset_filters":
            self.open_field(message.payload)
        else:
            await self.run_action(message.payload)
