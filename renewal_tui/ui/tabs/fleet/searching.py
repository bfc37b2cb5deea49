"""The search of the fleet's tabs: a query typed in the filter bar's place, or pasted ids [R31]."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic

from textual.widgets import Input

from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter
from renewal_tui.domain.query.terms import QueryProblem
from renewal_tui.operations.wanted import sought
from renewal_tui.ui.tabs.fleet.fields import SharedFilter
from renewal_tui.ui.tabs.tab import FiguresT
from renewal_tui.ui.tabs.table_tab import TableTab
from renewal_tui.ui.widgets.filter_bar import FilterBar, SearchInput
from renewal_tui.ui.widgets.line_bar import Piece


class Searching(TableTab[Instance, FiguresT], Generic[FiguresT]):
    """Has its list follow each key of a search; what is wrong with one is told on enter."""

    shared: SharedFilter
    problem = ""
    """What is wrong with the search that was entered."""

    @abstractmethod
    def take_filter(self, wanted: Filter, text: str | None = None) -> None:
        """Show another filter's rows; of a search with its text, as it was typed."""

    @abstractmethod
    def go_elsewhere(self) -> bool:
        """Go where something matches, if nothing does here: the empty table says that it does."""

    async def open_search(self) -> bool:
        """Type a search in the filter bar's place; not while one is typed: the slash is its own."""
        if self.query(SearchInput):
            return False
        field, bar = SearchInput(self.shared.text, self.shared.earlier), self.query_one(FilterBar)
        bar.display = False
        await self.mount(field, before=bar)
        self.screen.set_focus(field)
        return True

    def action_search(self) -> None:
        """Search by a query, or for pasted ids."""
        self.call_later(self.open_search)

    def action_drop_search(self) -> None:
        """Take the search that was entered away; the other filters stay."""
        self._search("")

    def on_input_changed(self, message: Input.Changed) -> None:
        """The list follows each key of the search."""
        message.stop()
        # Behind whatever else was typed already: a pasted word is searched for once.
        self.call_later(self._search_typed)

    def _search_typed(self) -> None:
        for field in self.query(SearchInput):
            self._tell("")
            self._search(field.value.strip())

    def _search(self, text: str) -> QueryProblem | None:
        """Show what a search finds; for one that asks nothing that can be, the last rows stay."""
        try:
            self.take_filter(sought(self.host.desk, self.shared.filter, text), text)
        except QueryProblem as problem:
            return problem
        return None

    def on_search_input_ended(self, message: SearchInput.Ended) -> None:
        """Back to the table with the search that stays; or to the place where it is wrong."""
        problem = self._search(message.text)
        if problem and message.kept:
            field = self.query_one(SearchInput)
            field.cursor_position = len(field.value) - len(field.value.lstrip()) + problem.at
            self._tell(str(problem))
            return
        self.shared.remember(self.shared.text)
        self.leave()
        self.take_focus()
        if message.entered:
            self.go_elsewhere()

    def _tell(self, problem: str) -> None:
        if problem != self.problem:
            self.problem = problem
            self.query_one(FilterBar).display = bool(problem)
            self.host.show_chrome()

    def problem_pieces(self) -> list[Piece]:
        """What is wrong, below the search that is being typed."""
        return [Piece(f"  {self.problem}", "bad")]

    def leave(self) -> None:
        """Take the search's field away; what was typed stays."""
        self.query(SearchInput).remove()
        self.query_one(FilterBar).display = True
        if self.problem:
            self.problem = ""
            self.show_bars()
