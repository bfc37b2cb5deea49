"""The console in a test: started on a store, driven by keys and clicks, read as text."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from renewal_tui.domain.filters import Filter
from renewal_tui.operations.desk import Desk
from renewal_tui.ui.app import RenewalApp
from renewal_tui.ui.main.screen import MainScreen
from renewal_tui.ui.tabs.fleet.fields import SharedFilter
from renewal_tui.ui.tabs.fleet.tab import FleetTab
from renewal_tui.ui.tabs.tab import Tab
from renewal_tui.ui.tabs.table_tab import TableTab
from renewal_tui.ui.widgets.line_bar import LineBar
from renewal_tui.ui.widgets.table import RowTable
from tests.stores import ANN, desk_on, sql

TIMEOUT = 60.0
"""Seconds that a slow machine gets before a test gives up waiting."""

HANDS = 6
"""So many widgets, one within the other, pass a message on at most."""

_KEYS = {
    " ": "space",
    "-": "minus",
    "*": "asterisk",
    "/": "slash",
    "?": "question_mark",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    ".": "full_stop",
    ":": "colon",
}
"""Keys whose names are not what they type."""

ScreenT = TypeVar("ScreenT", bound=Screen[Any])


class Clock:
    """The clock of a console's keys: it stands still until whoever sits there takes a moment."""

    def __init__(self) -> None:
        # Before any time of the machine's: what is clicked comes after all that was typed.
        self.now = -1_000_000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now

    def wait(self, seconds: float = 1.0) -> None:
        """Take a moment, to read what is there."""
        self.now += seconds


def instance(path: Path, instance_id: str) -> tuple[str, str, int]:
    """An instance's expire date, policy, and the months that an automatic renewal buys."""
    text = (
        "SELECT expire_date, i.policy, auto_months FROM instance i JOIN term t ON t.id = i.id"
        " WHERE i.instance_id = ?"
    )
    ((expire, policy, months),) = sql(path, text, instance_id)
    return str(expire), str(policy), int(months)


def expire_date(path: Path, instance_id: str) -> str:
    """An instance's expire date."""
    return instance(path, instance_id)[0]


def balance(path: Path, account: str = "acme-prod") -> int:
    """An account's balance in minor units."""
    return int(sql(path, "SELECT balance FROM account WHERE code = ?", account)[0][0])


def orders(path: Path) -> list[tuple[int, str]]:
    """Each order's number and what the store holds as its status."""
    return [(row[0], row[1]) for row in sql(path, "SELECT id, status FROM orders ORDER BY id")]


def screen_text(app: RenewalApp) -> str:
    """What the terminal shows, line by line."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def wait_for(
    pilot: Pilot[None], condition: Callable[[], object], what: str | None = None
) -> None:
    """Let the app go on until something is so; fails with the screen when it never is."""
    end = time.monotonic() + TIMEOUT
    while not condition():
        if time.monotonic() > end:
            app = pilot.app
            assert isinstance(app, RenewalApp)
            raise AssertionError(f"never {what or 'so'}:\n{screen_text(app)}")
        await asyncio.sleep(0.01)
        await _drain(pilot)


async def _drain(pilot: Pilot[None]) -> None:
    """Let every message that is on its way arrive; a key passes through some hands."""
    for _ in range(HANDS):
        await pilot._wait_for_screen()
        pilot.app.screen._on_timer_update()


@dataclass
class Console:
    """A console that runs, and whoever sits before it."""

    app: RenewalApp
    pilot: Pilot[None]
    desk: Desk

    @property
    def clock(self) -> Clock:
        """The clock of the keys."""
        clock = self.app.monotonic
        assert isinstance(clock, Clock)
        return clock

    # -- what is done --------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the screen has settled and could be read."""
        for key in keys:
            self.clock.wait()
            self.post(key)
            await self.settle()
        self.clock.wait()

    async def type_text(self, text: str) -> None:
        """Type a text at once, as a terminal delivers what is pasted without brackets."""
        self.post(*text)
        await self.settle()
        self.clock.wait()

    async def paste(self, text: str) -> None:
        """Paste a text, as a terminal with bracketed paste delivers it."""
        event = events.Paste(text)
        event.set_sender(self.app)
        self.app.post_message(event)
        await self.settle()

    def post(self, *keys: str, at: float | None = None) -> None:
        """Type keys at once, without a look at the screen between them; `at` some time, or now."""
        for key in keys:
            event = events.Key(_KEYS.get(key, key), key if len(key) == 1 else None)
            event.time = self.clock.now if at is None else at
            event.set_sender(self.app)
            self.app.post_message(event)

    async def settle(self) -> None:
        """Wait until no operation is under way and a dialog and its figures are painted."""
        await _drain(self.pilot)
        await wait_for(self.pilot, self._settled, "settled")

    def _settled(self) -> bool:
        shown: float = getattr(self.app.screen, "figures_at", 0.0)
        return self.app.progress is None and shown < math.inf

    async def click(self, widget: Widget, x: int, y: int = 0, times: int = 1) -> None:
        """Click a cell of a widget."""
        await self.pilot.click(widget, offset=(x, y), times=times)
        await self.settle()

    async def click_text(self, bar: str, text: str) -> None:
        """Click a piece of one of the main screen's bars, by what it says."""
        widget = self._bar(bar)
        line = "".join(piece.text for piece in widget.pieces())
        await self.click(widget, line.index(text) + 1)

    async def see(self, *texts: str) -> str:
        """Wait until the screen says all of these."""
        wanted = f"showing {texts!r}"
        await wait_for(self.pilot, lambda: all(text in self.text for text in texts), wanted)
        return self.text

    async def until(self, condition: Callable[[], object], what: str | None = None) -> None:
        """Wait until something is so."""
        await wait_for(self.pilot, condition, what)

    async def opened(self, kind: type[ScreenT]) -> ScreenT:
        """Wait until a dialog is open and takes keys, and read it."""
        await wait_for(
            self.pilot,
            lambda: isinstance(self.app.screen, kind) and self._settled(),
            f"opened {kind.__name__}",
        )
        screen = self.app.screen
        assert isinstance(screen, kind)
        self.clock.wait()
        return screen

    async def back(self) -> None:
        """Close what is open with esc, until the main screen is there."""
        while self.app.screen is not self.main:
            assert self.app.unexpected is None, self.app.unexpected
            await self.press("escape")

    async def command(self, words: str) -> None:
        """Run a command of the palette by typing what it is called."""
        await self.press("ctrl+p")
        await self.type_text(words)
        await self.press("enter")

    # -- what is seen --------------------------------------------------------------------------

    @property
    def main(self) -> MainScreen:
        """The main screen, which may have a dialog over it."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    @property
    def on_main(self) -> bool:
        """Whether no dialog is open."""
        return self.app.screen is self.main

    @property
    def table(self) -> RowTable[Any]:
        """The table of the tab that is shown."""
        tab = self.tab
        assert isinstance(tab, TableTab)
        return tab.table

    @property
    def tab(self) -> Tab[Any]:
        """The tab that is shown."""
        return self.main.tab

    @property
    def fleet(self) -> FleetTab:
        """The tab that is shown, which is one of instances."""
        tab = self.tab
        assert isinstance(tab, FleetTab)
        return tab

    @property
    def filter(self) -> Filter:
        """The filter of the tabs of instances."""
        return self.main.host.shared(SharedFilter).filter

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return screen_text(self.app)

    @property
    def lines(self) -> list[str]:
        """What the terminal shows, as lines."""
        return self.text.split("\n")

    def bar(self, name: str) -> str:
        """What one of the bars around the table says."""
        bar = self._bar(name)
        return "".join(piece.text for piece in (*bar._left, *bar._right))

    def _bar(self, name: str) -> LineBar:
        in_tab = self.tab.query(f"#{name}").results(LineBar)
        return next(in_tab, None) or self.main.query_one(f"#{name}", LineBar)

    @property
    def ids(self) -> list[str]:
        """The ids of all rows of the table, shown or not."""
        source = self.table.source
        return list(source.ids(0, source.count()))

    @property
    def under(self) -> str | None:
        """The id of the row under the cursor."""
        return self.table.cursor_id

    @property
    def marked(self) -> list[str]:
        """The ids of the table's marked rows, in its order."""
        return [one for one in self.ids if self.table.marks.is_marked(one)]

    @property
    def toasts(self) -> list[str]:
        """What the toasts say."""
        return [one.message for one in self.app._notifications]

    async def go_to(self, instance_id: str) -> None:
        """Move the cursor to a row by keys."""
        steps = self.ids.index(instance_id) - self.table.cursor_row
        self.post(*(["down"] * steps if steps > 0 else ["up"] * -steps))
        await self.settle()
        assert self.under == instance_id


@asynccontextmanager
async def console(
    path: Path, size: tuple[int, int] = (120, 36), **options: Any
) -> AsyncIterator[Console]:
    """The console on a store, as the program starts it."""
    read_only = bool(options.get("read_only"))
    desk = desk_on(path, ANN, read_only=read_only)
    app = app_on(desk, **options)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            one = Console(app, pilot, desk)
            await one.until(lambda: bool(app.screen_stack), "started")
            await one.settle()
            yield one
            if not app._exit and app._exception is None:
                await one.settle()
    finally:
        desk.store.close()


def app_on(desk: Desk, **options: Any) -> RenewalApp:
    """The app on a desk, with everything as usual unless told otherwise."""
    usual: dict[str, Any] = {"read_only": False, "ascii_only": False, "theme": "dark", "ansi": None}
    usual["monotonic"] = Clock()
    return RenewalApp(desk, **{**usual, **options})


Scenario = Callable[[Console], Awaitable[None]]


def play(scenario: Scenario, path: Path, size: tuple[int, int] = (120, 36), **options: Any) -> None:
    """Run a scenario before a console on a store."""

    async def run() -> None:
        async with console(path, size, **options) as one:
            await scenario(one)

    asyncio.run(run())
