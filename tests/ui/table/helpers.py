"""A small app around one table, rows to put into it, and eyes to see what it shows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.geometry import Region
from textual.pilot import Pilot

from renewal_tui.ui.widgets.table import Column, ListSource, RowTable


class Server(NamedTuple):
    """A row: just enough of an instance to fill a table."""

    number: int
    name: str
    left: int = 20

    @property
    def id(self) -> str:
        """Its id; ids grow with the number."""
        return f"i-{self.number:08d}"


def servers(*numbers: int) -> list[Server]:
    """Servers with these numbers and plain names."""
    return [Server(number, f"web-{number}") for number in numbers]


def source_of(rows: Sequence[Server]) -> ListSource[Server]:
    """A source of rows that are all there."""
    return ListSource(rows, lambda row: row.id)


class VirtualSource:
    """Any number of rows that exist only while they are looked at; it remembers what was asked."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.asked: list[tuple[int, int]] = []
        self.counted = 0
        self.ids_asked: list[tuple[int, int]] = []

    def count(self) -> int:
        """How many rows there are."""
        self.counted += 1
        return self._count

    def rows(self, start: int, stop: int) -> Sequence[Server]:
        """The rows of a part, made up on the spot."""
        self.asked.append((start, stop))
        return servers(*range(max(start, 0), min(stop, self._count)))

    def ids(self, start: int, stop: int) -> Sequence[str]:
        """The ids of a part."""
        self.ids_asked.append((start, stop))
        return [row.id for row in servers(*range(max(start, 0), min(stop, self._count)))]

    def position(self, row_id: str) -> int | None:
        """The number is the position."""
        number = int(row_id.removeprefix("i-"))
        return number if number < self._count else None

    def id_of(self, row: Server) -> str:
        """The id of a row."""
        return row.id


COLUMNS: list[Column[Server]] = [
    Column("id", "Instance", lambda row: row.id, 10, sortable=True),
    Column("name", "Name", lambda row: row.name, 12, 30),
    Column(
        "left", "Left", lambda row: (f"{row.left} d", tone_of(row)), 6, align="right", sortable=True
    ),
    Column("note", "Note", lambda _: "fine", 6, priority=1),
]


def tone_of(row: Server) -> str:
    """The tone of what is left, as the desk would have it."""
    return "expired" if row.left < 0 else "due" if row.left < 7 else ""


class WatchedTable(RowTable[Server]):
    """A table that remembers which of its lines were repainted."""

    repainted: set[int]

    def refresh(self, *regions: Region, **options: bool) -> Any:
        """Note the lines down."""
        lines = {y for region in regions for y in region.line_range}
        if not regions and options.get("repaint", True):
            lines = set(range(1000))
        self.repainted = getattr(self, "repainted", set()) | lines
        return super().refresh(*regions, **options)


class TableApp(App[None]):
    """One table and the keys that a screen would bind."""

    BINDINGS = [  # noqa: RUF012 - Textual's own way
        Binding("space", "table('toggle_mark')"),
        Binding("v", "table('range')"),
        Binding("asterisk", "table('mark_all')"),
        Binding("minus", "table('clear_marks')"),
    ]

    def __init__(self, table: WatchedTable) -> None:
        super().__init__()
        self.table = table
        self.heard: list[tuple[str, str | None]] = []

    def compose(self) -> ComposeResult:
        """Nothing but the table."""
        yield self.table

    def action_table(self, name: str) -> None:
        """Pass a key on to the table, as a screen does."""
        getattr(self.table, f"action_{name}")()

    def on_row_table_row_chosen(self) -> None:
        self.heard.append(("chosen", self.table.cursor_id))

    def on_row_table_marks_changed(self) -> None:
        self.heard.append(("marks", None))

    def on_row_table_header_clicked(self, message: RowTable.HeaderClicked) -> None:
        self.heard.append(("header", message.key))


@dataclass
class Desk:
    """What a scenario works with."""

    pilot: Pilot[None]
    app: TableApp
    table: WatchedTable = field(init=False)

    def __post_init__(self) -> None:
        self.table = self.app.table

    async def press(self, *keys: str) -> None:
        """Press keys and wait until the screen has settled."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def click(self, x: int, y: int, times: int = 1) -> None:
        """Click a cell of the table."""
        await self.pilot.click(self.table, offset=(x, y), times=times)
        await self.pilot.pause()

    def lines(self) -> list[str]:
        """What the table's lines say, the header first."""
        return [self.table.render_line(y).text for y in range(self.table.size.height)]

    def cursor_line(self) -> str:
        """The line with the cursor's sign."""
        (line,) = [line for line in self.lines()[1:] if line.startswith(">")]
        return line

    def heard(self, kind: str) -> list[str | None]:
        """What the messages of one kind said, in order."""
        return [said for what, said in self.app.heard if what == kind]


Scenario = Callable[[Desk], Awaitable[None]]


def play(scenario: Scenario, table: WatchedTable, size: tuple[int, int] = (60, 11)) -> None:
    """Run a scenario on a screen of this size; ten rows fit unless told otherwise."""

    async def run() -> None:
        app = TableApp(table)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await scenario(Desk(pilot, app))

    asyncio.run(run())


def table_of(rows: Sequence[Server], **options: Any) -> WatchedTable:
    """A table over rows in memory."""
    return WatchedTable(COLUMNS, source_of(rows), **options)
