"""Switching selected instances between manual and automatic renewal [R4 to R6]."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from renewal_tui.clock import moment
from renewal_tui.domain.codes import Policy, Skipped
from renewal_tui.domain.eligibility import why_not_switched
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Selection
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution import Course, Operation, Work
from renewal_tui.operations.execution.shown import Figures
from renewal_tui.operations.outcomes import Ending, Switched
from renewal_tui.operations.selection import resolve, selection_value
from renewal_tui.store.instances import write_policies
from renewal_tui.store.runs import last_run_at


class SwitchPlan(NamedTuple):
    """Who would be switched, and who not and why [R6]."""

    changed: tuple[Instance, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True)
class PolicySwitch(Operation[SwitchPlan, SwitchPlan, Switched]):
    """Switch a selection; `months` None leaves an automatic instance's period as it is [R5]."""

    selection: Selection
    policy: Policy
    months: int | None = None
    action = "policy"
    by_people = True
    outcome = Switched

    def request(self) -> Any:
        """The request as plain values, to recognise it by [R29]."""
        return {
            "selection": selection_value(self.selection),
            "policy": self.policy.value,
            "months": self.months,
        }

    def course(self, desk: Desk, key: str | None) -> SwitchCourse:
        """Find the selection's rows."""
        return SwitchCourse(self, desk, key)

    def see(self, seen: SwitchPlan | None, plan: SwitchPlan) -> SwitchPlan:
        """Add a part's plan."""
        if seen is None:
            return plan
        return SwitchPlan(seen.changed + plan.changed, seen.skipped + plan.skipped)

    def join(self, parts: Sequence[Switched], ending: Ending) -> Switched:
        """All that were switched; nobody stands among those left out as well."""
        changed = tuple(name for part in parts for name in part.changed)
        skipped = {one.instance_id: one for part in parts for one in part.skipped}
        done = frozenset(changed)
        return Switched(
            changed, tuple(one for name, one in skipped.items() if name not in done), ending
        )


def comes_too_late(desk: Desk, plan: SwitchPlan, policy: Policy) -> tuple[int, str] | None:
    """How many of a switch to automatic renewal expire today, after the engine's run of today.

    With the run's time, in the store's zone: the next run finds them expired [R8]. None if not so.
    """
    today = desk.today()
    late = sum(one.expire_date == today for one in plan.changed)
    if policy is not Policy.AUTO or not late:
        return None
    at = last_run_at(desk.store, today)
    return None if at is None else (late, moment(at, desk.store.settings.timezone)[-5:])


class SwitchCourse(Course[SwitchPlan, Switched]):
    """A switch of policy that is being planned or made, part by part."""

    def __init__(self, switch: PolicySwitch, desk: Desk, key: str | None) -> None:
        self._switch = switch
        self._desk = desk
        resolved = resolve(desk, switch.selection)
        self._rows = [row for part in resolved.parts for row in part]
        self._unknown = resolved.unknown
        self.total = resolved.total
        # Switched by the same key before it was interrupted.
        before = switch.first_parts(desk, key) if key else ()
        self._before = frozenset(name for part in before for name in part.changed)

    def begin(self, today: date) -> None:
        """What may be switched depends on the day."""
        self._today = today

    def plan(self, start: int, stop: int) -> SwitchPlan:
        """Plan one part [R6]."""
        changed, skipped = [], []
        for instance in self._desk.reader().by_rows(self._rows[start:stop]):
            if instance.instance_id in self._before:
                continue
            refusal = why_not_switched(
                instance, self._switch.policy, self._switch.months, self._today
            )
            if refusal:
                skipped.append(Skipped(instance.instance_id, *refusal))
            else:
                changed.append(instance)
        changed.sort(key=lambda one: (one.expire_date, one.instance_id))
        unknown = () if start else self._unknown
        return SwitchPlan(tuple(changed), (*sorted(skipped), *unknown))

    def figures(self, plan: SwitchPlan) -> Iterable[Figures]:
        """Row by row what it is now; and who is left out."""
        for one in plan.changed:
            yield (
                (one.instance_id, one.expire_date, one.policy, one.auto_months, one.monthly_price),
            )
        yield from ((one,) for one in plan.skipped)

    def changes(self, plan: SwitchPlan) -> bool:
        """Whether there is anybody to switch."""
        return bool(plan.changed)

    def planned(self, plan: SwitchPlan) -> Switched:
        """Who would be switched."""
        return Switched(tuple(one.instance_id for one in plan.changed), plan.skipped)

    def write(self, work: Work, plan: SwitchPlan, *, last: bool) -> Switched:
        """Switch the eligible ones, a record each."""
        del last
        switch_over(work, plan.changed, self._switch.policy, self._switch.months or 1)
        return self.planned(plan)


def switch_over(work: Work, instances: Sequence[Instance], policy: Policy, months: int) -> None:
    """Give instances a policy, with a record each [R5, R28]. Raises Changed."""
    write_policies(work.store, instances, policy, months)
    after: dict[str, Any] = {"policy": policy.value}
    if policy is Policy.AUTO:
        after["months"] = months
    for instance in instances:
        before = {"policy": instance.policy.value, "months": instance.auto_months}
        work.record(PolicySwitch.action, instance.instance_id, before, after)
