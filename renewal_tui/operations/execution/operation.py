"""What an operation is: its action, its request, the course of its work, in parts or at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import document, parse
from renewal_tui.operations.execution.shown import Figures
from renewal_tui.operations.execution.work import Work
from renewal_tui.operations.outcomes import Ending
from renewal_tui.store import operation_keys

PlanT = TypeVar("PlanT")
SeenT = TypeVar("SeenT")
OutcomeT = TypeVar("OutcomeT")


class Course(ABC, Generic[PlanT, OutcomeT]):
    """One carrying out of an operation: what there is to do, planned and written part by part.

    A preview walks it once, remembering what its parts would spend; when it is carried out, each
    part is planned anew in the transaction that writes it.
    """

    total = 1
    """Rows to be worked through."""

    done = 0
    """Rows that were done under this key before."""

    most = 2_000
    """Rows in one commit at most, however fast the disk is."""

    paced = True
    """Whether a commit takes as many rows as it has time for; else one part, up to `stop_of`."""

    def stop_of(self, start: int, pace: int) -> int:
        """Where the part that begins at `start` ends; a commit has time for `pace` rows."""
        return min(start + pace, self.total)

    def begin(self, today: date) -> None:
        """Forget what was read of the store: a walk begins, or a transaction. Raises Refused."""

    def goes_on(self, _today: date) -> bool:
        """Whether the work may go on today; else it is left where it is."""
        return True

    @abstractmethod
    def plan(self, start: int, stop: int) -> PlanT:
        """Plan the rows from `start` up to `stop` by what the store holds; changes nothing."""

    @abstractmethod
    def figures(self, plan: PlanT) -> Iterable[Figures]:
        """Everything that a plan shows and rests on, item by item [R21]."""

    def changes(self, _plan: PlanT) -> bool:
        """Whether there is anything to write; where there is nothing, not even the key is kept."""
        return True

    @abstractmethod
    def planned(self, plan: PlanT) -> OutcomeT:
        """The part of the outcome that writing this plan would give."""

    @abstractmethod
    def write(self, work: Work, plan: PlanT, *, last: bool) -> OutcomeT:
        """Write a plan, with its audit records; the part of the outcome."""

    def surroundings(self) -> AbstractContextManager[None]:
        """Around each transaction."""
        return nullcontext()


class ClosingCourse(Course[PlanT, OutcomeT]):
    """One of which something is to be written when it is left half way."""

    @abstractmethod
    def close(self, work: Work) -> OutcomeT:
        """Write that; a part of the outcome."""


class Operation(ABC, Generic[PlanT, SeenT, OutcomeT]):
    """One thing that an operator can do."""

    action: ClassVar[str]
    """Its name, with the key and in the audit trail."""

    outcome: type[OutcomeT]
    """What comes of it."""

    by_people: ClassVar[bool] = False
    """Whether a store that demands notes demands one for it, when a person does it [R32]."""

    @abstractmethod
    def request(self) -> Any:
        """What is asked for as plain JSON values, to recognise it by [R29]."""

    def check(self) -> None:
        """Refuse a request that is not possible, whatever the store holds. Raises UsageProblem."""

    @abstractmethod
    def course(self, desk: Desk, key: str | None) -> Course[PlanT, OutcomeT]:
        """Find out what there is to do; with the key of what was interrupted, what is left of it.

        Raises Refused and the like; `key` is None where nothing is to be resumed.
        """

    @abstractmethod
    def see(self, seen: SeenT | None, plan: PlanT) -> SeenT:
        """What a preview shows, with the next part's plan; None is before the first."""

    @abstractmethod
    def join(self, parts: Sequence[OutcomeT], ending: Ending) -> OutcomeT:
        """The outcome as one, from those of its parts."""

    def kept(self, part: OutcomeT) -> Any:
        """A part's outcome as JSON values, to be kept under the key; None keeps nothing."""
        return document(part)

    def first_parts(self, desk: Desk, key: str) -> Iterable[OutcomeT]:
        """The parts that were done under a key, from what the store has kept of them [R29]."""
        return [parse(self.outcome, kept) for kept in operation_keys.read_parts(desk.store, key)]


class OneStep(Operation[PlanT, PlanT, OutcomeT]):
    """An operation whose plan is one value, and shown whole."""

    @abstractmethod
    def look(self, desk: Desk) -> PlanT:
        """Plan it by what the store holds. Raises Refused, UsageProblem."""

    @abstractmethod
    def figures(self, plan: PlanT) -> object:
        """Everything that the plan shows and rests on [R21]."""

    def changes(self, _plan: PlanT) -> bool:
        """Whether there is anything to write."""
        return True

    @abstractmethod
    def planned(self, desk: Desk, plan: PlanT) -> OutcomeT:
        """The outcome that writing this plan would have."""

    @abstractmethod
    def write(self, work: Work, plan: PlanT) -> None:
        """Write the plan, with its audit records."""

    def course(self, desk: Desk, _key: str | None) -> Course[PlanT, OutcomeT]:
        """One transaction."""
        return _Step(self, desk)

    def see(self, _seen: PlanT | None, plan: PlanT) -> PlanT:
        """The plan, whole."""
        return plan

    def join(self, parts: Sequence[OutcomeT], ending: Ending) -> OutcomeT:
        """The one part."""
        part: Any = parts[0]
        joined: OutcomeT = part._replace(ending=ending)
        return joined


class _Step(Course[PlanT, OutcomeT]):
    def __init__(self, operation: OneStep[PlanT, OutcomeT], desk: Desk) -> None:
        self._operation = operation
        self._desk = desk

    def plan(self, _start: int, _stop: int) -> PlanT:
        return self._operation.look(self._desk)

    def figures(self, plan: PlanT) -> Iterable[Figures]:
        yield (self._operation.figures(plan),)

    def changes(self, plan: PlanT) -> bool:
        return self._operation.changes(plan)

    def planned(self, plan: PlanT) -> OutcomeT:
        return self._operation.planned(self._desk, plan)

    def write(self, work: Work, plan: PlanT, *, last: bool) -> OutcomeT:
        del last
        self._operation.write(work, plan)
        return self._operation.planned(self._desk, plan)
