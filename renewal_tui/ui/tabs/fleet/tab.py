"""A tab of instances: rows of a filter, which can be marked, and what is done to those."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial, partialmethod
from typing import Any, ClassVar, NamedTuple

from textual.widget import Widget

from renewal_tui.domain import codes
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter, Order, Sort
from renewal_tui.domain.words import counted
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.listing import Summary, overview
from renewal_tui.operations.sources import FleetSource
from renewal_tui.operations.wanted import Named, named
from renewal_tui.ui.dispatch import Chosen, Dispatcher, Done, Then
from renewal_tui.ui.tabs.fleet import filter_words, marks
from renewal_tui.ui.tabs.fleet.columns import SORTS, fleet_columns
from renewal_tui.ui.tabs.fleet.fields import FIELDS, OPENERS, SharedFilter
from renewal_tui.ui.tabs.fleet.searching import Searching
from renewal_tui.ui.tabs.tab import Host, Question, Tab
from renewal_tui.ui.widgets.filter_bar import FilterBar
from renewal_tui.ui.widgets.line_bar import LineBar, Piece
from renewal_tui.ui.widgets.table import Column, ListSource, RowSource, RowTable

TITLES = {
    codes.Tab.MANUAL: "Manual renewal",
    codes.Tab.AUTO: "Automatic renewal",
    codes.Tab.EXCLUDED: "Not renewable",
}
"""What the tabs of one list each are called."""

STILL_COUNTING = "What matches the filter is still being counted: in a moment."


class FleetFigures(NamedTuple):
    """How many instances match on each of the lists, and the summary of those that are shown."""

    asked: Filter
    totals: dict[codes.Tab, int]
    summary: Summary
    ids: Named | None
    """What has become of pasted ids."""


def count_fleet(desk: Desk, wanted: Filter, shown: frozenset[codes.Tab]) -> FleetFigures:
    """Count a filter on each list, and sum up the `shown` ones, all at once.

    A text that is slow to find is looked for once.
    """
    lists = [wanted._replace(tabs=frozenset((tab,))) for tab in codes.Tab]
    found = overview(desk, lists, wanted._replace(tabs=shown) if shown else None)
    totals = dict(zip(codes.Tab, found.totals, strict=True))
    ids = None if wanted.ids is None else named(desk, wanted)
    return FleetFigures(wanted, totals, found.summary, ids)


class FleetTab(Searching[FleetFigures]):
    """Instances of one or more lists, narrowed by the filter that all tabs of instances share."""

    LISTED: ClassVar[frozenset[codes.Tab]]
    POLICY: ClassVar[tuple[Column[Instance], ...]] = ()
    """Columns about the policy."""

    MARKABLE = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.shared = host.shared(SharedFilter)
        self.shared.before_change.append(self.before_other_rows)
        self.order = Order()
        self._prices = marks.Prices(host.desk)
        self._read: FleetSource | None = None
        self._asked: Filter | None = None

    @property
    def wanted(self) -> Filter:
        """The filter of the rows of this tab."""
        return self.shared.filter._replace(tabs=self.LISTED, accounts=self.host.accounts)

    # -- what is shown -------------------------------------------------------------------------

    def bars(self) -> Iterable[Widget]:
        """The filter bar."""
        yield FilterBar(FIELDS, id="filters")

    def show_bars(self) -> None:
        """Show the filters, and which field has the focus."""
        bar, reset, shared = self.query_one(FilterBar), [], self.shared
        if shared.filter != Filter():
            reset = [Piece(" x Reset ", "key", "reset_filters")]
        if self.problem:
            bar.show(self.problem_pieces())
        else:
            width = self.app.size.width
            pieces = filter_words.filter_pieces(shared.filter, shared.text, width, bar.field)
            bar.show(pieces, reset)
        if self.empty_text() != self.table.empty_message:
            self.table.empty_message = self.empty_text()
            self.table.refresh()

    def footer(self) -> list[Piece] | None:
        """The keys of the filter bar while it has the focus."""
        return filter_words.bar_key_pieces() if self.query_one(FilterBar).field else None

    def columns(self) -> list[Column[Instance]]:
        """The columns, with the owner where there are several."""
        today = self.host.desk.today()
        return fleet_columns(today, accounts=not self.host.account, policy=self.POLICY)

    def source(self) -> FleetSource:
        """The instances as they are now."""
        return FleetSource(self.host.desk, self.wanted, self.order)

    def empty_text(self) -> str:
        """Which filters nothing matches, and what does elsewhere; or that there is nothing."""
        words = filter_words.filter_words(self.shared.filter)
        if not words:
            return self.NOTHING
        there = [f"{count:,} on {TITLES[tab]}" for tab, count in self._elsewhere()]
        if not there:
            return f"No instance here {words}. x resets the filters."
        first, *others = there
        more = f" {', '.join(others)}." if others else ""
        return f"No instance here {words}.\n{first}: enter goes there.{more}"

    def _elsewhere(self) -> list[tuple[codes.Tab, int]]:
        """How many match on which of the lists that are not shown here, where none does here."""
        figures = self.figures
        if figures is None or figures.asked != self._asks() or self.count(figures):
            return []
        return [(tab, count) for tab, count in figures.totals.items() if count]

    def _asks(self) -> Filter:
        return self.wanted._replace(tabs=frozenset())

    def action_details(self) -> None:
        """Everything about the row under the cursor; without any, go where there are some."""
        if not self.go_elsewhere():
            super().action_details()

    def go_elsewhere(self) -> bool:
        """Go where something matches, if nothing does here: the empty table says that it does."""
        elsewhere = self._elsewhere() if self.table.cursor_item is None else []
        if elsewhere:
            self.host.show_tab(elsewhere[0][0].value)
        return bool(elsewhere)

    def read(self) -> Callable[[FleetFigures], object] | None:
        """Show the rows; of those that take a while the first ones, or the last good page."""
        source = self.source()
        quick = not self.host.desk.is_large() or source.is_quick()
        rows: RowSource[Instance] | None = source
        if not quick:
            self._read, glimpse = source, source.glimpse()
            rows = None if glimpse is None else ListSource(glimpse, source.id_of)
        self.show(rows)
        self.table.set_sort(self.order.column.value, descending=self.order.descending)
        return None if quick else lambda figures: source.prepare(self.count(figures))

    def show_read(self) -> None:
        """Show the list that took a while."""
        if self._read is not None:
            self.show_rows(self._read)

    def show_rows(self, source: RowSource[Instance], *, asked: bool = False) -> None:
        """Show rows; of other filters, from the first one on."""
        super().show_rows(source, asked=asked or self._asked not in (None, self.wanted))
        self._asked = self.wanted
        marks.know_absent(self.host.desk, self.table.marks, self.wanted)

    def question(self, shown: Tab[Any]) -> Question:
        """Count the filter on all lists, and sum up the shown one."""
        summed = shown.LISTED if isinstance(shown, FleetTab) else frozenset()
        return count_fleet, self._asks(), summed

    def count(self, figures: FleetFigures) -> int:
        """How many match here."""
        return sum(figures.totals[tab] for tab in self.LISTED)

    def status(self, figures: FleetFigures) -> list[Piece]:
        """How many match, how many of them have expired, how many will soon."""
        found = figures.summary
        pieces = [Piece(counted(found.total), "dim")]
        if self.shared.filter.status is codes.Status.EXPIRED:
            return pieces
        if found.expired:
            pieces.append(Piece(f", {found.expired:,} expired", "bad"))
        if found.within_week:
            more = " more" if found.expired else ""
            pieces.append(Piece(f", {found.within_week:,}{more} within 7 days", "due"))
        return pieces

    def notice(self) -> str:
        """How many rows are marked and what they cost a month; what has become of pasted ids."""
        known, figures = self._is_known(), self.figures
        words = [marks.marks_text(self.table, known=known, price=self._marked_price)]
        if figures is not None and figures.ids is not None and figures.asked == self._asks():
            words.append(filter_words.named_text(figures.ids))
        return ", ".join(filter(None, words))

    def _marked_price(self) -> int | None:
        if self.host.currencies != 1:
            return None  # prices in several currencies have no sum
        ids, seen = self.table.marks.ids, self.host.seen
        return self._prices.total(ids, seen, self.host.account)

    def open_row(self, row: Instance) -> None:
        """Everything about the instance."""
        from renewal_tui.operations.details import details
        from renewal_tui.ui.tabs.fleet.details import details_page

        found = details(self.host.desk, row.instance_id)
        self.app.push_screen(details_page(found, self.host.desk.store.settings.timezone))

    # -- what is done to the marked rows -------------------------------------------------------

    def _start(self, operation: Callable[[Dispatcher, Chosen, Then], None]) -> None:
        if self.table.marks.all_matching and not self._is_known():
            self.app.notify(STILL_COUNTING, markup=False)
            return
        chosen = marks.chosen(self.host.desk, self.table, self.wanted)
        if chosen.rows:
            operation(self.host.dispatcher, chosen, self._done)
        else:
            self.app.notify("There is no instance to do this to here.", markup=False)

    action_renew = partialmethod(_start, Dispatcher.renew)
    action_unify = partialmethod(_start, Dispatcher.unify)
    action_automatic = partialmethod(_start, partial(Dispatcher.switch, policy=codes.Policy.AUTO))
    action_manual = partialmethod(_start, partial(Dispatcher.switch, policy=codes.Policy.MANUAL))

    def _done(self, done: Done) -> None:
        """Take the marks away; of what was stopped half way only those of the rows it did."""
        if done.whole:
            self.table.action_clear_marks()
        else:
            self.table.marks.unmark(done.instances)
            self.table.marks_changed()

    def action_mark_all(self) -> None:
        """Mark all that match the filter, once it is known which those are."""
        if self._is_known():
            self.table.action_mark_all()
            if self.wanted.ids is not None and self.table.count <= marks.WRITTEN_OUT:
                marks.settle(self.table)  # these very ones, whatever is searched for next
                self.table.marks_changed()
        else:
            self.app.notify(STILL_COUNTING, markup=False)

    def _is_known(self) -> bool:
        """Whether the table shows what the filter asks for, and not yet something in its place."""
        source = self.table.source
        return isinstance(source, FleetSource) and source.wanted == self.wanted

    # -- filters and sort orders ---------------------------------------------------------------

    def before_other_rows(self) -> None:
        """Marks of all that match do not come to mean other rows."""
        if self.is_mounted and not marks.settle(self.table):
            text = "The marks are cleared: they meant all that matched before."
            self.app.notify(text, markup=False)

    def take_filter(self, wanted: Filter, text: str | None = None) -> None:
        """Show another filter's rows; of a search with its text, as it was typed."""
        if text is not None:
            self.shared.text = text
        if wanted != self.shared.filter:
            self.shared.change(wanted)
            self.host.read_again()

    def action_filters(self) -> None:
        """Go to the filter bar."""
        self.query_one(FilterBar).enter()

    def action_reset_filters(self) -> None:
        """Take all filters away."""
        self.take_filter(Filter(), "")

    def on_filter_bar_moved(self) -> None:
        """Show which field has the focus."""
        self.host.show_chrome()

    def on_filter_bar_left(self) -> None:
        """Back to the table."""
        self.take_focus()

    def on_line_bar_picked(self, message: LineBar.Picked) -> None:
        """A field of the filter bar was opened, by its key or a click."""
        if message.payload in FIELDS:
            message.stop()
            if message.payload == "search":
                self.action_search()
            else:
                OPENERS[message.payload](self.host, self.shared.filter, self.take_filter)

    def action_sort(self) -> None:
        """Sort by the next column."""
        now = self.order.column
        at = SORTS.index(now) if now in SORTS else -1
        self._sort(Order(SORTS[(at + 1) % len(SORTS)]))

    def action_turn_order(self) -> None:
        """Turn the sort order round."""
        self._sort(self.order._replace(descending=not self.order.descending))

    def on_row_table_header_clicked(self, message: RowTable.HeaderClicked) -> None:
        """Sort by the heading that was clicked; by the same one again turns the order round."""
        message.stop()
        column, now = Sort(message.key), self.order
        self._sort(Order(column, descending=now.column is column and not now.descending))

    def _sort(self, order: Order) -> None:
        self.order = order
        self.host.read_tab()
