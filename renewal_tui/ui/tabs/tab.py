"""What a tab is: all that the main screen knows of it, and all that it knows of the main screen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from renewal_tui.operations.desk import Desk
from renewal_tui.ui.actions import Action
from renewal_tui.ui.dispatch import Dispatcher
from renewal_tui.ui.error_boundary import ErrorBoundary
from renewal_tui.ui.widgets.line_bar import LineBar, Piece

FiguresT = TypeVar("FiguresT")
SharedT = TypeVar("SharedT")

Question = tuple[Any, ...]
"""A function that counts, and what it takes after the desk; equal questions are asked once."""


@dataclass
class Host:
    """What a tab finds around it, and what it may ask of the screen that it stands on."""

    desk: Desk
    dispatcher: Dispatcher
    read_again: Callable[[], None]
    """Reads the tab and all figures anew."""

    read_tab: Callable[[], None]
    """Reads the tab anew where nothing that is counted has changed."""

    show_tab: Callable[[str], object]
    """Goes to a tab by its name."""

    show_chrome: Callable[[], None]
    """Shows the lines around the tab, as far as they have changed."""

    read_only: bool
    ascii_only: bool
    accounts: frozenset[str] = frozenset()
    """The accounts that are chosen; none when all are shown."""

    account: str = ""
    """The one account that is shown; "" when there are several."""

    currencies: int = 0
    """How many currencies the shown accounts have."""

    seen: object = None
    """Another value once the store has changed or a new day has begun."""

    _shared: dict[Callable[[], Any], Any] = field(default_factory=dict)

    def shared(self, kind: Callable[[], SharedT]) -> SharedT:
        """What the tabs of one folder share: made once, by the first that asks."""
        found: SharedT = self._shared.setdefault(kind, kind())
        return found


class Tab(ErrorBoundary, Container, Generic[FiguresT]):
    """One tab: its title and key, its actions, its body, its figures and the words about them.

    A tab is made with the screen, and its widgets only when it is first looked at.
    """

    NAME: ClassVar[str]
    KEY: ClassVar[str]
    TITLE: ClassVar[str]
    SHORT_TITLE: ClassVar[str] = ""
    """The title on a narrow screen, where that is another."""

    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    """What can be done here, in the order of footer, help and palette."""

    figures: FiguresT | None = None
    """What was counted last."""

    def __init__(self, host: Host) -> None:
        super().__init__(id=self.NAME)
        self.host = host

    def compose(self) -> ComposeResult:
        """The bars of its own, the buttons of its actions, and the body."""
        yield from self.bars()
        yield LineBar(id="actions")
        yield self.body()

    def bars(self) -> Iterable[Widget]:
        """Bars above the body."""
        return ()

    def show_bars(self) -> None:
        """Show what they say now."""

    @abstractmethod
    def body(self) -> Widget:
        """What fills the tab: a table, or anything else."""

    @abstractmethod
    def take_focus(self) -> None:
        """Have the keys."""

    @abstractmethod
    def read(self) -> Callable[[FiguresT], object] | None:
        """Show what can be read in a moment; what cannot is returned, to be done in a thread.

        There it is given the figures. The next question interrupts the thread; once that is
        through, `show_read` is called.
        """

    def show_read(self) -> None:
        """Show what was read in a thread."""

    @abstractmethod
    def question(self, shown: Tab[Any]) -> Question:
        """What is to be counted for it while a tab is shown."""

    @abstractmethod
    def count(self, figures: FiguresT) -> int | None:
        """The number that stands on the tab, if one does."""

    @abstractmethod
    def status(self, figures: FiguresT) -> list[Piece]:
        """What the status line says of the figures."""

    def notice(self) -> str:
        """What the status line says of the tab at its left, such as what is marked."""
        return ""

    def footer(self) -> list[Piece] | None:
        """What the footer says in place of the keys of the actions."""
        return None

    def before_other_rows(self) -> None:
        """Other rows will be asked for: what was said of all that match must not mean those."""

    async def open_search(self) -> bool:
        """Begin a search, if a slash does that now; what is typed goes there when this returns."""
        return False

    def leave(self) -> None:
        """Another tab will be shown."""

    async def do(self, action: Action) -> None:
        """Carry one of its actions out."""
        await self.run_action(action.name)
