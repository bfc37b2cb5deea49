"""Automatic renewals that are planned together: who is paid, who fails, who waits [R9, R10]."""

from __future__ import annotations

from typing import NamedTuple

from renewal_tui.domain.codes import Code, Failed, Refusal, Skipped
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.money import format_money
from renewal_tui.domain.planning import Funds, OrderPlan, payment_figures, plan_automatic
from renewal_tui.domain.words import short_text
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.selection import read_funds


class RunLimits(NamedTuple):
    """What an operator may limit; amounts in minor units, per currency."""

    max_items: int | None = None
    max_amount: int | None = None


NO_LIMITS = RunLimits()


class Tried(NamedTuple):
    """One due instance, how it would be paid, and which one of three things becomes of it."""

    instance: Instance
    plan: OrderPlan | Refusal
    paid: OrderPlan | None = None
    """The order by which it is renewed now."""
    failed: Failed | None = None
    """Why it cannot be renewed; by how much (minor units) the balance is short [R9]."""
    skipped: Skipped | None = None
    """Which limit leaves it for later."""

    def figures(self) -> tuple[object, ...]:
        """Everything that is shown of it and that it rests on [R21]."""
        plan = self.plan
        rests_on = plan if isinstance(plan, Refusal) else payment_figures([plan])
        return (self.instance.instance_id, self.skipped, rests_on)


class LimitCount:
    """Counts down what the limits allow; once one is reached, the rest waits."""

    def __init__(self, limits: RunLimits) -> None:
        self._limits = limits
        self._items = 0
        self._amounts: dict[str, int] = {}
        self._reached: str | None = None

    def why_not(self, plan: OrderPlan) -> str | None:
        """Why one more renewal is too much, the limit's name first; else it is counted."""
        if self._reached:
            return self._reached
        limits, currency = self._limits, plan.account.currency
        amount = self._amounts.get(currency, 0) + plan.total
        if limits.max_items is not None and self._items >= limits.max_items:
            self._reached = f"max_items {limits.max_items} is reached"
        elif limits.max_amount is not None and amount > limits.max_amount:
            limit = format_money(limits.max_amount)
            self._reached = f"max_amount {limit} {currency} would be passed"
        else:
            self.count(currency, plan.total)
        return self._reached

    def count(self, currency: str, amount: int) -> None:
        """Count a renewal: of this run, or of the one that it resumes."""
        self._items += 1
        self._amounts[currency] = self._amounts.get(currency, 0) + amount


def try_due(desk: Desk, instances: list[Instance], funds: Funds, count: LimitCount) -> list[Tried]:
    """Plan due instances in the order of work [R10], spending `funds`; what fails spends none."""
    found = []
    read_funds(desk, instances, funds)
    instances.sort(key=lambda one: (one.account, one.expire_date, one.instance_id))
    for instance in instances:
        purse = funds.purse(instance.account)
        plan = plan_automatic(instance, funds.accounts[instance.account], purse, funds.today)
        if plan is None:
            continue
        name = instance.instance_id
        if isinstance(plan, Refusal):
            failed = Failed(name, plan.code, plan.reason, 0)
            found.append(Tried(instance, plan, failed=failed))
        elif plan.short_by:
            reason = short_text(plan.account.currency, plan.short_by)
            failed = Failed(name, Code.INSUFFICIENT_BALANCE, reason, plan.short_by)
            found.append(Tried(instance, plan, failed=failed))
        elif limit := count.why_not(plan):
            purse.undo()
            skipped = Skipped(name, Code.LIMIT_REACHED, limit)
            found.append(Tried(instance, plan, skipped=skipped))
        else:
            found.append(Tried(instance, plan, paid=plan))
    return found
