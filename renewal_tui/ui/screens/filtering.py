"""What the main screen does with filters: opens a field, takes its answer, types a search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.widgets import Input

from renewal_tui.domain.calendar import parse_date
from renewal_tui.domain.codes import Status
from renewal_tui.domain.filters import Filter, matches
from renewal_tui.operations.accounts import list_accounts
from renewal_tui.operations.fleet import FleetSource
from renewal_tui.store.catalogue import read_catalogue
from renewal_tui.ui.actions import RENEWABLE
from renewal_tui.ui.widgets.filter_bar import FilterBar, SearchInput

if TYPE_CHECKING:
    from renewal_tui.ui.screens.main import MainScreen as _Main
else:
    _Main = object

WITHIN = (0, 7, 30, 90)
MATERIALISED = 5_000
"""Marks of "all that match" on at most so many rows are kept one by one when the filter changes."""


class Filtering(_Main if TYPE_CHECKING else object):  # type: ignore[misc]
    """The filter actions of the main screen."""

    def change_filter(self, **changes: Any) -> None:
        """Change the filter; marks of "all that match" do not come to mean other rows."""
        self.take_filter(replace(self.view.filter, **changes))

    def take_filter(self, wanted: Filter) -> None:
        """Show another filter's rows."""
        if wanted == self.view.filter:
            return
        self._settle_marks()
        self.view.filter = wanted
        self.read_again()

    def _settle_marks(self) -> None:
        for place in RENEWABLE & self.tables.keys():
            table = self.tables[place]
            if not table.marks.all_matching:
                continue
            total = table.source.count()
            if total <= MATERIALISED and isinstance(table.source, FleetSource):
                kept = [one for one in table.source.ids(0, total) if table.marks.is_marked(one)]
                table.marks.clear()
                table.marks.mark(kept)
            else:
                table.marks.clear()
                self.app.notify(
                    "The marks are cleared: they meant all that matched before.", markup=False
                )

    def action_filters(self) -> None:
        """Go to the filter bar."""
        if self.view.on_fleet:
            self.query_one(FilterBar).enter()

    def action_reset_filters(self) -> None:
        """Take all filters away."""
        if self.view.on_fleet:
            self.take_filter(Filter(accounts=self.view.filter.accounts))

    def on_filter_bar_moved(self) -> None:
        """Show which field has the focus."""
        self.show_chrome()

    def on_filter_bar_left(self) -> None:
        """Back to the table."""
        self.table.focus()

    def open_field(self, field: str) -> None:
        """Open a field of the filter bar."""
        openers: dict[str, Callable[[], None]] = {
            "date": self._open_dates,
            "product": self._open_products,
            "room": self._open_rooms,
            "status": self._open_status,
            "search": self.action_search,
        }
        openers[field]()

    def _open_dates(self) -> None:
        from renewal_tui.ui.dialogs.choose import Choice, ChooseOne

        choices = [Choice("all", "All dates")]
        choices += [
            Choice(str(days), "Today or before" if days == 0 else f"Within {days} days")
            for days in WITHIN
        ]
        choices += [
            Choice("on", "On a date ..."),
            Choice("range", "From a date to a date ..."),
        ]
        chosen = "all" if self.view.filter.within is None else str(self.view.filter.within)
        self.app.push_screen(ChooseOne("Expire date", choices, chosen), self._took_dates)

    def _took_dates(self, answer: str | None) -> None:
        none = {"within": None, "expires_from": None, "expires_to": None}
        if answer is None:
            return
        if answer in ("on", "range"):
            self._ask_dates(both=answer == "range")
        elif answer == "all":
            self.change_filter(**none)
        else:
            self.change_filter(**{**none, "within": int(answer)})

    def _ask_dates(self, *, both: bool) -> None:
        from renewal_tui.ui.dialogs.ask import AskText

        today = self.desk.today().isoformat()
        value = f"{today} to {today}" if both else today
        hint = "2026-11-22 to 2026-12-31" if both else "2026-11-22"
        ask = AskText(
            "Expire date",
            "From ... to ..." if both else "On",
            _why_no_dates,
            value=value,
            hint=hint,
        )
        self.app.push_screen(ask, self._took_range)

    def _took_range(self, answer: str | None) -> None:
        if answer is not None:
            start, end = _dates(answer)
            self.change_filter(within=None, expires_from=start, expires_to=end)

    def _open_products(self) -> None:
        from renewal_tui.ui.dialogs.choose import Choice, ChooseMany

        products = read_catalogue(self.desk.store).products.values()
        choices = [Choice(one.code, f"{one.code:<9}{one.name}") for one in sorted(products)]
        self.app.push_screen(
            ChooseMany("Product name", choices, self.view.filter.products),
            lambda answer: self._took("products", answer),
        )

    def _open_rooms(self) -> None:
        from renewal_tui.ui.dialogs.choose import Choice, ChooseMany

        rooms = read_catalogue(self.desk.store).rooms.values()
        choices = [Choice(one.code, f"{one.code:<16}{one.name}") for one in sorted(rooms)]
        self.app.push_screen(
            ChooseMany("Room type", choices, self.view.filter.rooms),
            lambda answer: self._took("rooms", answer),
        )

    def _took(self, name: str, answer: frozenset[str] | None) -> None:
        if answer is not None:
            self.change_filter(**{name: answer})

    def _open_status(self) -> None:
        from renewal_tui.ui.dialogs.choose import Choice, ChooseOne

        choices = [
            Choice("all", "All"),
            Choice("active", "Active", "up to its expire date"),
            Choice("expired", "Expired", "after it, while it is retained"),
        ]
        chosen = self.view.filter.status.value if self.view.filter.status else "all"
        self.app.push_screen(ChooseOne("Status", choices, chosen), self._took_status)

    def _took_status(self, answer: str | None) -> None:
        if answer is not None:
            self.change_filter(status=None if answer == "all" else Status(answer))

    def may_search(self) -> bool:
        """Whether a slash begins a search now, and is not part of what is being typed."""
        return self.view.on_fleet and not self.query(SearchInput)

    async def open_search(self) -> None:
        """Type a search in the filter bar's place; it has the focus when this returns."""
        bar = self.query_one(FilterBar)
        if self.may_search():
            field = SearchInput(self.view.filter.search)
            bar.display = False
            await self.mount(field, after=bar)
            self.set_focus(field)

    def action_search(self) -> None:
        """Search in ids and names."""
        self.call_later(self.open_search)

    def on_input_changed(self, message: Input.Changed) -> None:
        """The list follows each key of the search."""
        if isinstance(message.input, SearchInput):
            message.stop()
            # Behind whatever else was typed already: a pasted word is searched for once.
            self.call_later(self._search_typed)

    def _search_typed(self) -> None:
        for field in self.query(SearchInput):
            self.change_filter(search=field.value.strip())

    def on_search_input_kept(self) -> None:
        """Keep the search."""
        self._search_typed()
        self._close_search()

    def on_search_input_given_up(self) -> None:
        """Take the search back to what it was."""
        self.change_filter(search=self.query_one(SearchInput).before)
        self._close_search()

    def _close_search(self) -> None:
        for field in self.query(SearchInput):
            field.remove()
        self.query_one(FilterBar).display = self.view.on_fleet
        self.table.focus()

    def action_choose_account(self) -> None:
        """Show one account, or all of them."""
        from renewal_tui.ui.dialogs.choose import Choice, ChooseOne, account_choice

        accounts = list_accounts(self.desk)
        choices = [Choice("", f"All {len(accounts)} accounts")] if len(accounts) > 1 else []
        choices += [account_choice(one) for one in accounts]
        chosen = next(iter(self.view.filter.accounts), "")
        self.app.push_screen(ChooseOne("Account", choices, chosen), self._took_account)

    def _took_account(self, answer: str | None) -> None:
        if answer is not None:
            self.change_filter(accounts=frozenset((answer,)) if answer else frozenset())

    def hidden_marks(self) -> int:
        """How many of the marked rows the filter hides."""
        marks = self.table.marks
        if marks.all_matching or not marks:
            return 0
        today, wanted = self.desk.today(), self.view.wanted(self.view.place)
        found = self.desk.reader().by_ids(marks.ids)
        return sum(not matches(one, wanted, today) for one in found.values())


def _dates(text: str) -> tuple[Any, Any]:
    start, _, end = text.partition(" to ")
    first = parse_date(start.strip())
    return first, parse_date(end.strip()) if end else first


def _why_no_dates(text: str) -> str | None:
    try:
        start, end = _dates(text)
    except ValueError as problem:
        return f"{problem}, such as 2026-12-31"
    return None if start <= end else f"{start} is after {end}"
