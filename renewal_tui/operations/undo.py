"""Undo: takes back an operator's last switch of policy, or an order that awaits payment [R33]."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from renewal_tui.domain.codes import Code, OrderStatus, Policy, Skipped
from renewal_tui.domain.eligibility import why_not_switched
from renewal_tui.domain.facts import Instance
from renewal_tui.errors import Refused
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import parse
from renewal_tui.operations.execution import Course, Operation, Work
from renewal_tui.operations.execution.shown import Figures
from renewal_tui.operations.execution.work import cancel_unpaid
from renewal_tui.operations.outcomes import UNENDED, Ending, Switched, Undone
from renewal_tui.operations.set_policy import PolicySwitch, switch_over
from renewal_tui.store import operation_keys, undoing
from renewal_tui.store.orders import StoredOrder, orders_of_operation
from renewal_tui.store.undoing import UNDO, Last

NEVER = {
    "pay_order": "a payment is never undone: refunds are the provider's to give",
    "cancel_order": "a cancellation is never undone: renew the instances anew",
}
"""Why an operation cannot be taken back, by its action."""


class Back(NamedTuple):
    """An instance that is switched back, and to what."""

    instance: Instance
    policy: Policy
    months: int


class UndoPlan(NamedTuple):
    """What would be taken back of an operation: switches, or orders; and what not, and why."""

    last: Last
    back: tuple[Back, ...]
    orders: tuple[StoredOrder, ...]
    skipped: tuple[Skipped, ...]
    paid: tuple[int, ...]

    def outcome(self) -> Undone:
        """What comes of it."""
        return Undone(
            self.last.key,
            self.last.action,
            tuple(one.instance.instance_id for one in self.back),
            tuple(one.number for one in self.orders),
            self.paid,
            self.skipped,
        )


@dataclass(frozen=True)
class Undo(Operation[UndoPlan, Undone, Undone]):
    """Take back the operator's last operation, as far as it can be."""

    action = UNDO
    by_people = True
    outcome = Undone

    def request(self) -> None:
        """Nothing is asked for but that: what comes next is found when it is done."""

    def course(self, desk: Desk, key: str | None) -> UndoCourse:
        """Find what to take back. Raises Refused where nothing can be."""
        return UndoCourse(self, desk, key)

    def see(self, seen: Undone | None, plan: UndoPlan) -> Undone:
        """Add a part."""
        return self.join([*([seen] if seen else []), plan.outcome()], UNENDED)

    def join(self, parts: Sequence[Undone], ending: Ending) -> Undone:
        """All that was taken back; what is left out stands there once."""
        changed = tuple(name for part in parts for name in part.changed)
        skipped = {one.instance_id: one for part in parts for one in part.skipped}
        left = tuple(one for name, one in skipped.items() if name not in frozenset(changed))
        return parts[0]._replace(
            changed=changed,
            cancelled=tuple(number for part in parts for number in part.cancelled),
            skipped=left,
            ending=ending,
        )


def _last(desk: Desk) -> Last:
    """What comes next to be taken back. Raises Refused where nothing can be."""
    last = undoing.last_of(desk.store, desk.actor.operator)
    if last is None:
        raise Refused(f"{desk.actor.operator} has done nothing here that could be undone")
    if last.action in NEVER:
        raise Refused(f"{NEVER[last.action]}; nothing was changed")
    return last


class UndoCourse(Course[UndoPlan, Undone]):
    """An undo that is being planned or made, part by part."""

    def __init__(self, undo: Undo, desk: Desk, key: str | None) -> None:
        self._desk = desk
        before = list(undo.first_parts(desk, key)) if key else []
        self._before = frozenset(name for part in before for name in part.changed)
        self._told = bool(before)
        # An undo that was interrupted goes on with what it had begun to take back.
        self._last = Last(*before[0][:2]) if before else _last(desk)
        self._ids: list[str] = []
        if self._last.action == PolicySwitch.action:
            parts = operation_keys.read_parts(desk.store, self._last.key)
            self._ids = [name for part in parts for name in parse(Switched, part).changed]
        else:
            self._refuse_paid()
        self.total = max(len(self._ids), 1)

    def _refuse_paid(self) -> None:
        """Refuse what was paid whole, or is cancelled by now."""
        unpaid, others = self._orders()
        if not unpaid:
            closed = ", ".join(f"order {one.number} is {one.status.value}" for one in others)
            paid = any(one.status is OrderStatus.PAID for one in others)
            why = f"; {NEVER['pay_order']}" if paid else ""
            raise Refused(f"{closed or 'no order was made'}{why}; nothing was changed")

    def _orders(self) -> tuple[list[StoredOrder], list[StoredOrder]]:
        """The operation's orders that await payment, and the others."""
        lapsed = frozenset(self._desk.lapsed())
        found = orders_of_operation(self._desk.store, self._last.key)
        waits = [one.status is OrderStatus.UNPAID and one.number not in lapsed for one in found]
        pairs = list(zip(found, waits, strict=True))
        return [one for one, wait in pairs if wait], [one for one, wait in pairs if not wait]

    def begin(self, today: date) -> None:
        """What may be switched depends on the day."""
        self._today = today
        self._reader = self._desk.reader()

    def plan(self, start: int, stop: int) -> UndoPlan:
        """Plan one part: a row that has changed since is left as it is."""
        if not self._ids:
            unpaid, others = self._orders()
            paid = tuple(one.number for one in others if one.status is OrderStatus.PAID)
            return UndoPlan(self._last, (), tuple(unpaid), (), paid)
        ids = [name for name in self._ids[start:stop] if name not in self._before]
        found = self._reader.by_ids(ids)
        made = undoing.switches_of(self._desk.store, self._last.key, ids)
        back: list[Back] = []
        skipped: list[Skipped] = []
        for name in ids:
            one = self._back(found[name], *made[name])
            (skipped if isinstance(one, Skipped) else back).append(one)  # type: ignore[arg-type]
        return UndoPlan(self._last, tuple(back), (), tuple(skipped), ())

    def _back(self, instance: Instance, before: str, after: str) -> Back | Skipped:
        was, became = json.loads(before), json.loads(after)
        policy, months = Policy(was["policy"]), int(was["months"])
        if (instance.policy.value, instance.auto_months) != (
            became["policy"],
            became.get("months", 1),
        ):
            now = f"is on {instance.policy.value} renewal by {instance.auto_months} now"
            return Skipped(instance.instance_id, Code.CHANGED, f"has changed since: {now}")
        refusal = why_not_switched(instance, policy, months, self._today)
        return (
            Skipped(instance.instance_id, *refusal) if refusal else Back(instance, policy, months)
        )

    def figures(self, plan: UndoPlan) -> Iterable[Figures]:
        """The operation, and row by row what it is now and would be again."""
        for one in plan.back:
            facts = one.instance
            now = (facts.instance_id, facts.expire_date, facts.policy, facts.auto_months)
            yield ((plan.last, *now, one.policy, one.months),)
        yield from (((plan.last, one.number, one.total),) for one in plan.orders)
        yield from (((plan.last, one),) for one in (*plan.skipped, *plan.paid))

    def changes(self, plan: UndoPlan) -> bool:
        """Whether there is anything to take back."""
        return bool(plan.back or plan.orders)

    def planned(self, plan: UndoPlan) -> Undone:
        """What would be taken back."""
        return plan.outcome()

    def write(self, work: Work, plan: UndoPlan, *, last: bool) -> Undone:
        """Switch back, a record each, or cancel; the first part says what is undone."""
        del last
        alike: dict[tuple[Policy, int], list[Instance]] = {}
        for one in plan.back:
            alike.setdefault((one.policy, one.months), []).append(one.instance)
        for (policy, months), instances in alike.items():
            switch_over(work, instances, policy, months)
        for order in plan.orders:
            cancel_unpaid(work, order.number, f"undone by {work.operator}")
        if not self._told:
            self._told = True
            target = f"operation {plan.last.key}"
            work.record(UNDO, target, {"action": plan.last.action}, {"undone": True})
        return plan.outcome()
