"""Operations of one transaction: they look, and then write what they saw."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution.operation import Course, Operation
from renewal_tui.operations.execution.shown import Figures
from renewal_tui.operations.execution.work import Work
from renewal_tui.operations.outcomes import Ending

PlanT = TypeVar("PlanT")
OutcomeT = TypeVar("OutcomeT")


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


class _Step(Course[PlanT, OutcomeT], Generic[PlanT, OutcomeT]):
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
