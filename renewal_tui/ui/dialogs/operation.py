"""The one dialog that shows a plan and carries it out; each operation brings its page [R21]."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.timer import Timer

from renewal_tui.domain.filters import Filter
from renewal_tui.domain.words import counted
from renewal_tui.errors import Changed, DeskError, StoreError
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operations.execution import Operation, Shown, execute, needs_note, preview
from renewal_tui.operations.execution.execute import NOTE_LENGTH
from renewal_tui.operations.execution.idempotency import asked, intend
from renewal_tui.operations.unanswered import acknowledge
from renewal_tui.operations.watch import Watch
from renewal_tui.ui.dialogs.ask import AskText
from renewal_tui.ui.dialogs.progress import Progress
from renewal_tui.ui.dialogs.rows import RowsDialog
from renewal_tui.ui.jobs import Job

SeenT = TypeVar("SeenT")
OutcomeT = TypeVar("OutcomeT")

NOTE_HINT = "a ticket's number, a reason"
NOTE_DEMANDED = "This store demands a note of what is done."

MANY, SHARE, LISTED = 500, 10, 1_000
"""Rows that are confirmed by typing their number: more than so many, or than such a part of what is
listed, where that is so many at least (section 6)."""

AT_REST = 0.3
"""Seconds without a key after which a term is taken to be typed."""


class AtStake(NamedTuple):
    """How many rows of how many accounts, and for how much."""

    rows: int
    accounts: int
    money: str


class OperationDialog(RowsDialog[OutcomeT], Generic[SeenT, OutcomeT]):
    """Shows what an operation would do, does exactly that, and answers with its outcome."""

    NOTICE = "notice"
    TAKES_NOTE = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("N", "note", "Note", show=False)]
    CHANGED: ClassVar[str] = (
        "Something has changed: these are the new figures. Nothing was charged."
    )
    PART_DONE: ClassVar[str] = "A part is done; what is left is shown, and can be paid."

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.key = new_key()
        self.shown: Shown[SeenT] | None = None
        self.notice = ""
        self.note = ""
        self._planning: Job | None = None
        self._stale = False
        self._waiting: Timer | None = None
        self._begun: Any = None

    @abstractmethod
    def operation(self) -> Operation[Any, SeenT, OutcomeT] | None:
        """What is asked for now; None while it is not complete."""

    @abstractmethod
    def show_plan(self) -> None:
        """Show the plan that stands, and `notice`."""

    def is_large(self) -> bool:
        """Whether it is planned in a thread, so that the screen does not stand still."""
        return False

    def on_mount(self) -> None:
        """Show the first plan."""
        self.plan_anew()

    def again(self, _: object) -> None:
        """Plan anew after another dialog: the account was topped up, perhaps."""
        self.look_again()
        self.notice = ""
        self.plan_anew()

    def at_stake(self) -> AtStake | None:
        """What is shown, where so much of it may be done by mistake that its number is typed."""
        return None

    def typed(self, event: events.Key) -> None:
        """Take what is typed while a plan is made; each page has its own."""

    @property
    def seen(self) -> SeenT | None:
        """What is shown, if a plan stands."""
        return self.shown.seen if self.shown else None

    def plan_anew(self, *, typing: bool = False) -> None:
        """Ask the planner again: the term, the vouchers, or something else has changed.

        While the operator is `typing`, a large selection is planned once that has come to rest.
        """
        operation = self.operation()
        self.shown = None
        if self._waiting is not None:
            self._waiting.stop()
        if operation is not None:
            if self._begun not in (None, operation.request()):
                self.key, self._begun = new_key(), None  # a key is for one request [R29]
            if not self.is_large():
                try:
                    self.shown = preview(self.desk, operation, key=self._key_begun)
                except DeskError as error:
                    self.notice = str(error)
            elif typing:
                self._waiting = self.set_timer(AT_REST, self._plan_large)
            else:
                self._plan_large()
        if self.has_new_figures():
            self.figures_changed()
        self.show_plan()

    def has_new_figures(self) -> bool:
        """Whether a new plan shows what has to be read before it is answered."""
        return True

    @property
    def _key_begun(self) -> str | None:
        return self.key if self._begun is not None else None

    def _plan_large(self) -> None:
        operation, key = self.operation(), self._key_begun
        if self._planning is not None:
            self._stale = True  # planned again when this one has ended
            self._planning.stop()
        elif operation is not None:
            self._planning = Job(self.desk, lambda watch: preview(self.desk, operation, watch, key))
            progress = Progress("Planning", self._planning, pass_on=self.typed)
            self.app.push_screen(progress, self._planned)

    def _planned(self, job: Job | None) -> None:
        self._planning, stale, self._stale = None, self._stale, False
        if job is None:
            return
        self.look_again()
        if stale:
            self.plan_anew()
            return
        if job.error is not None or job.stopped():
            self.notice = str(job.error) if job.error else "Planning was stopped."
        else:
            self.shown = job.answer
        self.show_plan()

    def carry_out(
        self,
        operation: Operation[Any, Any, OutcomeT] | None,
        shown: Shown[Any] | None,
        heading: str = "",
        *,
        answered: bool = False,
        numbered: bool = False,
    ) -> None:
        """Do what is shown, if it could be read; `answered` when another page has asked.

        Very many rows are confirmed by their number, which is `numbered` then.
        """
        if operation is None or shown is None or not (answered or self.may_answer()):
            return
        desk, key, note = self.desk, self.key, self.note
        if not note and needs_note(desk, operation):
            self.notice = f"{NOTE_DEMANDED} N takes it."
            self.show_plan()
            return
        stake = None if numbered else self.at_stake()
        if stake is not None and self._is_many(stake.rows):
            self._ask_number(stake, partial(self.carry_out, operation, shown, heading))
            return

        def work(watch: Watch) -> OutcomeT:
            intend(desk, asked(key, operation.action, operation.request()))
            try:
                return execute(desk, operation, key, shown, note=note, watch=watch)
            except DeskError as error:
                if not _is_part_way(error):  # which stays to be told of
                    # A store that is busy still: the first trouble is the one to tell.
                    with suppress(DeskError):
                        acknowledge(desk, key)
                raise

        job = Job(desk, work)
        self.app.push_screen(Progress(heading or self.heading(), job), self._ended)

    def _is_many(self, rows: int) -> bool:
        """Whether so many rows are confirmed by typing their number."""
        if rows > MANY or rows * SHARE <= LISTED:
            return rows > MANY
        listed = self.desk.reader().count(Filter())
        return listed >= LISTED and rows * SHARE > listed

    def _ask_number(self, stake: AtStake, go_on: Callable[..., None]) -> None:
        """Have the number of rows typed; only then it goes on."""

        def why_not(text: str) -> str | None:
            right = text.replace(",", "") == str(stake.rows)
            return None if right else f"{stake.rows} is to be typed, or esc"

        def typed(text: str | None) -> None:
            self.look_again()
            if text is not None:
                go_on(answered=True, numbered=True)

        heading = f"{counted(stake.rows)} of {counted(stake.accounts, 'account')}, {stake.money}"
        asking = AskText(heading, f"Type {stake.rows}", why_not)
        self.app.push_screen(asking, typed)

    def action_note(self) -> None:
        """Ask for a note: a ticket's number, a reason [R32]."""

        def why_not(text: str) -> str | None:
            long = len(text) > NOTE_LENGTH
            return f"a note can have {NOTE_LENGTH} characters at most" if long else None

        asking = AskText("A note on what is done", "Note", why_not, value=self.note, hint=NOTE_HINT)
        self.app.push_screen(asking, self._noted)

    @property
    def remark(self) -> str:
        """The note as it is shown."""
        return f"Note: {self.note}" if self.note else ""

    def _noted(self, text: str | None) -> None:
        if text is not None:
            self.note, self.notice = text, ""
            self.say("#remark", self.remark)
        self.look_again()
        self.show_plan()

    def _ended(self, job: Job | None) -> None:
        if job is None:
            return
        if job.error is None:
            self.dismiss(job.answer)
            return
        if not isinstance(job.error, DeskError):
            raise job.error
        self.look_again()
        operation = self.operation()
        if _is_part_way(job.error):
            # The same key does the rest, and only the rest.
            self._begun = operation.request() if operation else None
            self.notice = f"{job.error}. {self.PART_DONE}"
        else:
            # The key that was refused stays with what it was asked for.
            self.key = new_key()
            self.notice = self.CHANGED if isinstance(job.error, Changed) else str(job.error)
        self.plan_anew()


def _is_part_way(error: DeskError) -> bool:
    return isinstance(error, StoreError) and error.part_way
