"""The one way a command changes anything: ask, execute, tell, acknowledge, exit status."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar, Generic, TypeVar

from renewal_tui.cli.asking import confirm, require_voice
from renewal_tui.cli.changing import How, acknowledge, changing_desk
from renewal_tui.cli.output import note
from renewal_tui.cli.progress import Batch, Progress
from renewal_tui.cli.session import answer
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.errors import Changed, Refused
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operations.documents import document
from renewal_tui.operations.execution import (
    NOTHING_SHOWN,
    NothingShown,
    Operation,
    Shown,
    check_note,
    execute,
    preview,
    rehearse,
)
from renewal_tui.operations.execution.idempotency import asked
from renewal_tui.operations.outcomes import Ending
from renewal_tui.operator import Source
from renewal_tui.store import operation_keys

SeenT = TypeVar("SeenT")
OutcomeT = TypeVar("OutcomeT")


class Page(ABC, Generic[SeenT, OutcomeT]):
    """How one operation is asked for and told of on the command line."""

    source: ClassVar[Source] = Source.COMMAND

    def __init__(self, operation: Operation[Any, SeenT, OutcomeT]) -> None:
        self.operation = operation

    def open(self, state: State, desk: Desk) -> None:
        """Get ready to tell."""

    def refuse_early(self, desk: Desk) -> None:
        """Refuse what a new key need not begin with. Raises Refused."""

    def part(self, part: OutcomeT) -> OutcomeT:
        """Take in a part after its commit; what is given back stands in the outcome."""
        return part

    def tell(self, state: State, outcome: OutcomeT) -> None:
        """Tell the outcome, in JSON or to people."""
        answer(state, outcome, self.write)

    @abstractmethod
    def write(self, outcome: OutcomeT) -> None:
        """Tell the outcome to people."""

    def status(self, _outcome: OutcomeT) -> ExitStatus:
        """The exit status of the outcome: done, unless it can be done in part."""
        return ExitStatus.DONE


class AskingPage(Page[SeenT, OutcomeT]):
    """One that moves money or cancels: it asks first, unless --yes."""

    @abstractmethod
    def preview(self, seen: SeenT) -> Iterable[str]:
        """What would happen, in lines."""

    @abstractmethod
    def question(self, seen: SeenT) -> str | None:
        """What is asked; the amount stands in it. None if there is nothing to ask about."""


def carry_out(state: State, page: Page[SeenT, OutcomeT], how: How) -> ExitStatus:
    """Carry an operation out as its page says, or rehearse it; the exit status."""
    if isinstance(page, AskingPage) and not how.dry_run and page.source is not Source.ENGINE:
        require_voice(yes=how.yes)
    with changing_desk(state, dry_run=how.dry_run, source=page.source) as desk:
        page.open(state, desk)
        if how.dry_run:
            page.refuse_early(desk)
            with Progress() as progress:
                outcome = rehearse(desk, page.operation, how.key, progress, page.part)
            page.tell(state, outcome)
            return page.status(outcome)
        chosen = state.key = how.key or new_key()
        shown = _shown(desk, page, chosen, how)
        try:
            with Batch() as batch:
                outcome = execute(
                    desk,
                    page.operation,
                    chosen,
                    shown,
                    note=how.note,
                    watch=batch,
                    tell=page.part,
                )
        except Changed:
            _tell_figures(state, desk, page)
            raise
        page.tell(state, outcome)
        acknowledge(desk, chosen)
        return _status(state, page, outcome, batch)


def _shown(
    desk: Desk, page: Page[SeenT, OutcomeT], key: str, how: How
) -> Shown[SeenT] | NothingShown:
    """Show and ask, unless it is done already, or nobody wants to be asked. Raises Declined."""
    operation = page.operation
    operation.check()
    far = asked(key, operation.action, operation.request()).state(desk)
    if far not in (operation_keys.STARTED, operation_keys.DONE):
        # Not before the key is known to be new: what it has changed may match no more [R29].
        page.refuse_early(desk)
        check_note(desk, operation, how.note)
    if how.yes or far == operation_keys.DONE or not isinstance(page, AskingPage):
        return NOTHING_SHOWN
    with Progress() as progress:
        shown = preview(desk, operation, progress, key if far == operation_keys.STARTED else None)
    question = page.question(shown.seen)
    if question:
        require_voice(yes=False)
        note(*page.preview(shown.seen))
        confirm(question)
    return shown


def _tell_figures(state: State, desk: Desk, page: Page[SeenT, OutcomeT]) -> None:
    """What is so now, beside the error that it has changed [R21]."""
    try:
        if state.json:
            state.figures = {"now": document(rehearse(desk, page.operation))}
        elif isinstance(page, AskingPage):
            note("What it comes to now:", *page.preview(preview(desk, page.operation).seen))
    except Refused:
        return  # it cannot be done any more: the error says so


def _status(state: State, page: Page[SeenT, OutcomeT], outcome: Any, batch: Batch) -> ExitStatus:
    """The status; of what was left half way it is said how the rest is done."""
    ending = outcome.ending
    if ending.changed:
        note(
            f"{state.path}: what comes next has changed since this was shown; nothing that was "
            f"not shown was charged; the same command with --key {ending.operation_key} shows "
            "the rest, and asks again"
        )
    return stopped(state, ending, batch) or page.status(outcome)


def stopped(state: State, ending: Ending, batch: Batch) -> ExitStatus | None:
    """The status of what a signal has stopped; it is said how the rest is done."""
    if not ending.interrupted:
        return None
    if batch.status:
        key = f"--key {ending.operation_key}"
        note(f"{state.path}: stopped by a signal; the same command with {key} does the rest")
    return batch.status
