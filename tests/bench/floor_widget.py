"""The floor under any key: a Textual program that repaints two lines, and has no rows at all.

python -m tests.bench.floor_widget
"""

from __future__ import annotations

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.events import Key
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

WIDTH, LINES = 120, 30


class Lines(Widget, can_focus=True):
    """Lines of one letter, and a sign that each key moves down."""

    at = 0

    def render_line(self, y: int) -> Strip:
        """The same for all lines but one."""
        return Strip([Segment((">" if y == self.at else " ") + "x" * (WIDTH - 1))], WIDTH)

    def on_key(self, _: Key) -> None:
        """Go down."""
        before, self.at = self.at, (self.at + 1) % LINES
        self.refresh(Region(0, before, WIDTH, 1), Region(0, self.at, WIDTH, 1))


class WidgetApp(App[None]):
    """The widget and nothing else."""

    def compose(self) -> ComposeResult:
        """One widget."""
        yield Lines()


if __name__ == "__main__":
    WidgetApp().run()
