"""The main screen: one tab at a time, and the lines around it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from renewal_tui.errors import DeskError, StoreBusy, StoreGone
from renewal_tui.operations.desk import Desk
from renewal_tui.ui.actions import SCREEN_ACTIONS, Action, Owner, offered
from renewal_tui.ui.dispatch import Dispatcher
from renewal_tui.ui.error_boundary import ErrorBoundary
from renewal_tui.ui.main import chrome
from renewal_tui.ui.main.counting import Counting, Figures, answer
from renewal_tui.ui.tabs.registry import ACTIONS, BY_NAME, TABS
from renewal_tui.ui.tabs.tab import Host, Tab
from renewal_tui.ui.widgets.line_bar import LineBar, length

LOOK_EVERY = 1.0
"""Seconds between looks for changes by others; the screen is never older than twice that."""

BUTTONS_FROM_HEIGHT = 30
"""Lower screens have no line of buttons: the footer names the keys."""

UNSEEN: tuple[int, object] = (-1, None)
"""Nothing that was seen is like it: the next look reads everything again."""


class MainScreen(ErrorBoundary, Screen[None]):
    """Shows one tab at a time; its widgets are made when it is first looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(",".join(one.keys), f"do('{one.name}')", one.label, show=False)
            for one in ACTIONS
            if one.keys
        ),
        *(Binding(tab.KEY, f"tab('{tab.NAME}')", tab.TITLE, show=False) for tab in TABS),
    ]
    AUTO_FOCUS = ""

    def __init__(self, desk: Desk, *, read_only: bool, ascii_only: bool) -> None:
        super().__init__()
        self.desk = desk
        self.read_only = read_only
        self.header: chrome.Header | None = None
        self._header_rests_on: object = None
        self._counting = Counting(desk, self.post_message)
        self._uncounted = False
        self._lapsed: list[int] = []
        self.host = Host(
            desk,
            Dispatcher(self, desk, read_only=read_only, refresh=self.action_refresh),
            self.read_again,
            partial(self.read_again, count=False),
            partial(self.call_later, self.action_tab),
            self.show_chrome,
            read_only,
            ascii_only,
        )
        self.tabs: list[Tab[Any]] = [tab(self.host) for tab in TABS]
        self.tab = self.tabs[0]

    def compose(self) -> ComposeResult:
        """One line each; the tab stands between the tabs' titles and the status."""
        yield LineBar(id="title", right_first=True)
        yield LineBar(id="tabs")
        yield LineBar(id="status")
        yield LineBar(id="keys")

    async def on_mount(self) -> None:
        """Show the first tab."""
        self._mark_seen()
        await self.show_tab(self.tab)
        self.set_interval(LOOK_EVERY, self._look_round)

    def on_resize(self, _: events.Resize) -> None:
        """The bars fold on a small screen."""
        self.show_chrome()

    async def show_tab(self, tab: Tab[Any]) -> None:
        """Go to a tab; a search that is being typed is kept."""
        if self.tab.is_mounted:
            self.tab.leave()
            self.tab.display = False
        self.tab = tab
        if not tab.is_attached:
            await self.mount(tab, before="#status")
        tab.display = True
        self.read_again()
        tab.take_focus()

    def read_again(self, *, count: bool = True) -> None:
        """Read the tab and what is around it from the store; the cursor stays on its row."""
        try:
            self._read_header()
            prepare = self.tab.read()
            if count or prepare is not None or self._uncounted or self.tab.figures is None:
                self._count(prepare)
        except StoreBusy:
            # The last good page stays; the next look tries again.
            self.host.seen = UNSEEN
        except DeskError as error:
            self.app.notify(str(error), severity="error", markup=False)
        self.show_chrome()

    def _read_header(self) -> None:
        host = self.host
        rests_on = (host.seen, host.accounts)
        if self.header is None or self._header_rests_on != rests_on:
            self.header = chrome.read_header(self.desk, host.accounts)
            self._header_rests_on = rests_on
            host.account, host.currencies = self.header.account, len(self.header.means)

    def _count(self, prepare: Callable[[Any], object] | None) -> None:
        """Read the figures around the tab: at once, or of a large fleet in a thread."""
        questions = {tab.NAME: tab.question(self.tab) for tab in self.tabs}
        self._counting.give_up()
        if not self.desk.is_large():
            self._take(answer(self.desk, questions))
            questions = {}
        self._uncounted = bool(questions)
        if questions or prepare is not None:
            # Once the rows can be seen: a thread beside the painting would slow it down.
            self.call_after_refresh(self._counting.ask, questions, self.tab.NAME, prepare)

    def _take(self, figures: Figures) -> None:
        for tab in self.tabs:
            tab.figures = figures.get(tab.NAME, tab.figures)

    def on_counting_answered(self, message: Counting.Answered) -> None:
        """Show what took a while, unless something else has been asked since."""
        if message.asked != self._counting.asked:
            return
        if message.trouble:
            self.host.seen = UNSEEN
        elif message.figures is None:
            self.tab.show_read()
        else:
            self._take(message.figures)
            self._uncounted = False
            self.show_chrome()

    def show_chrome(self) -> None:
        """Show the lines around the tab, as far as anything about them has changed."""
        if not self.tab.is_mounted:
            return
        tab, size, actions = self.tab, self.app.size, self.offered
        tab.show_bars()
        buttons = chrome.button_pieces(actions)
        bar = tab.query_one("#actions", LineBar)
        bar.show(buttons)
        bar.display = size.height >= BUTTONS_FROM_HEIGHT and len(buttons) > 1
        self._bar("keys").show(tab.footer() or chrome.key_pieces(actions, size.width))
        self._bar("status").show(*chrome.status_pieces(tab, counting=self._uncounted))
        self._bar("tabs").show(chrome.tab_pieces(self.tabs, tab, size.width))
        if self.header is not None:
            title = chrome.title_pieces(
                self.desk, self.header, size.width, read_only=self.read_only
            )
            room = size.width - length(title) - 1
            self._bar("title").show(title, chrome.date_pieces(self.desk, self.header, room))

    def _bar(self, name: str) -> LineBar:
        return self.query_one(f"#{name}", LineBar)

    # -- changes by others ---------------------------------------------------------------------

    def look(self) -> None:
        """See whether anybody else has changed the store, or a new day has begun."""
        try:
            if self._now_seen() != self.host.seen:
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
            self.host.seen = UNSEEN
        self.look()

    def _mark_seen(self) -> None:
        try:
            self.host.seen = self._now_seen()
        except DeskError:
            self.host.seen = UNSEEN

    def _now_seen(self) -> tuple[int, object]:
        self.desk.store.engine.refuse_replaced()
        return self.desk.store.engine.changes_seen(), self.desk.today()

    def on_key(self, _: events.Key) -> None:
        """A key is answered with what is so now."""
        self.look()

    # -- actions -------------------------------------------------------------------------------

    @property
    def offered(self) -> list[Action]:
        """What can be done on the shown tab of this store."""
        return self._of_this_store((*self.tab.ACTIONS, *SCREEN_ACTIONS))

    def _of_this_store(self, actions: tuple[Action, ...]) -> list[Action]:
        sandbox = self.desk.store.settings.sandbox
        return offered(actions, read_only=self.read_only, sandbox=sandbox)

    async def action_do(self, name: str) -> None:
        """Let its owner carry an action out, where it is offered."""
        action = BY_NAME[name]
        if action in self.offered:
            if action.owner is Owner.SCREEN:
                await self.run_action(name)
            else:
                await self.tab.do(action)
        elif action.changes and self._of_this_store((action,)):
            self.app.notify(f"{action.label}: there is nothing to do this to here.", markup=False)

    async def on_line_bar_picked(self, message: LineBar.Picked) -> None:
        """A tab, a button or a key was clicked."""
        message.stop()
        if message.bar.id == "tabs":
            await self.action_tab(message.payload)
        else:
            await self.action_do(message.payload)

    async def action_tab(self, name: str) -> None:
        """Go to a tab by its name."""
        await self.show_tab(next(tab for tab in self.tabs if name == tab.NAME))

    async def action_previous_tab(self) -> None:
        """Go to the tab before."""
        await self.action_next_tab(-1)

    async def action_next_tab(self, step: int = 1) -> None:
        """Go to the next tab."""
        at = (self.tabs.index(self.tab) + step) % len(self.tabs)
        await self.show_tab(self.tabs[at])

    def action_refresh(self) -> None:
        """Read everything again."""
        self._mark_seen()
        self.header = None
        self.read_again()

    def action_choose_account(self) -> None:
        """Show one account, or all of them."""
        self._ask_account("Account", self.show_account, every=True)

    def _ask_account(
        self, heading: str, take: Callable[[str], None], *, every: bool = False
    ) -> None:
        from renewal_tui.operations.accounts import list_accounts
        from renewal_tui.ui.dialogs.choose import Choice, account_choice

        accounts = list_accounts(self.desk)
        choices = [account_choice(one) for one in accounts]
        if every and len(accounts) > 1:
            choices.insert(0, Choice("", f"All {len(accounts)} accounts"))
        if choices:
            chosen = next(iter(self.host.accounts), "")
            self.host.dispatcher.choose(heading, choices, chosen, take)

    def show_account(self, account: str) -> None:
        """Show an account, or all of them when none is named."""
        wanted = frozenset((account,)) if account else frozenset()
        if wanted != self.host.accounts:
            for tab in self.tabs:
                tab.before_other_rows()
            self.host.accounts = wanted
            self.read_again()

    def action_top_up(self) -> None:
        """Top up the account that is shown, or the one that is chosen now."""
        if self.host.account:
            self.host.dispatcher.top_up(self.host.account)
        else:
            self._ask_account("Top up which account?", self.host.dispatcher.top_up)

    def action_set_clock(self) -> None:
        """Move the sandbox's clock to a time."""
        self.host.dispatcher.move_clock(step=False)

    def action_advance_clock(self) -> None:
        """Move the sandbox's clock on."""
        self.host.dispatcher.move_clock(step=True)

    def action_run_engine(self) -> None:
        """Renew what is due today, after a look at what that would be."""
        self.host.dispatcher.run_engine()

    def action_undo(self) -> None:
        """Take back what this operator did last, after a look at what that is."""
        self.host.dispatcher.undo()

    def action_theme(self) -> None:
        """Choose a theme."""
        from renewal_tui.ui.themes import NAMES

        choices = [(name, name) for name in NAMES]
        self.host.dispatcher.choose(
            "Theme", choices, self.app.theme, partial(setattr, self.app, "theme")
        )

    def action_palette(self) -> None:
        """All commands, to be searched."""
        choices = [
            (one.name, f"{one.label:<26}{one.shown:<6}{one.help}")
            for one in self.offered
            if one.palette
        ]
        took = partial(self.call_later, self.action_do)
        self.host.dispatcher.choose("Commands", choices, "", took, size="medium")

    def action_help(self) -> None:
        """Keys and what they do."""
        from renewal_tui.ui.dialogs.pages import help_page

        page = help_page(self._of_this_store(ACTIONS), read_only=self.read_only)
        self.app.push_screen(page)

    async def action_quit(self) -> None:
        """Leave."""
        await self.app.action_quit()
