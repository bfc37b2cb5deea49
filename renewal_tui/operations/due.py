"""Automatic renewals that are planned together: who is paid, who fails, who waits [R9, R10]."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
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


class Left(NamedTuple):
    """One due instance that is not renewed now, how it would be paid, and one of two reasons."""

    instance: Instance
    plan: OrderPlan | Refusal
    failed: Failed | None = None
    """Why it cannot be renewed; by how much (minor units) the balance is short [R9]."""
    skipped: Skipped | None = None
    """Which limit leaves it for later."""


Tried = OrderPlan | Left
"""What becomes of one due instance: the order by which it is renewed, or why it is not."""


def figures_of(tried: Tried) -> tuple[object, ...]:
    """Everything that is shown of a due instance and that it rests on [R21]."""
    if isinstance(tried, OrderPlan):
        return (tried.lines[0].instance_id, None, payment_figures([tried]))
    plan = tried.plan
    rests_on = plan if isinstance(plan, Refusal) else payment_figures([plan])
    return (tried.instance.instance_id, tried.skipped, rests_on)


class LimitCount:
    """Counts down what the limits allow; once one is reached, the rest waits."""

    def __init__(self, limits: RunLimits) -> None:
        self._limits = limits
        self.is_limited = limits != NO_LIMITS
        self._items = 0
        self._amounts: dict[str, int] = {}
        self._reached: str | None = None

    def why_not(self, plan: OrderPlan) -> str | None:
        """Why one more renewal is too much, the limit's name first; else it is counted."""
        if self._reached:
            return self._reached
        limits, currency = self._limits, plan.payer.currency
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
    """Plan due instances, which come in the order of work [R10]; what fails spends no `funds`."""
    found: list[Tried] = []
    read_funds(desk, instances, funds)
    is_limited, today = count.is_limited, funds.today
    for code, some in groupby(instances, attrgetter("account")):
        account, purse = funds.accounts[code], funds.purse(code)
        for instance in some:
            plan = plan_automatic(instance, account, purse, today)
            if plan is None:
                continue
            failed = skipped = None
            if isinstance(plan, Refusal):
                failed = Failed(instance.instance_id, plan.code, plan.reason, 0)
            elif plan.short_by:
                reason = short_text(account.currency, plan.short_by)
                short = Code.INSUFFICIENT_BALANCE
                failed = Failed(instance.instance_id, short, reason, plan.short_by)
            elif is_limited and (limit := count.why_not(plan)):
                purse.undo()
                skipped = Skipped(instance.instance_id, Code.LIMIT_REACHED, limit)
            else:
                found.append(plan)
                continue
            found.append(Left(instance, plan, failed, skipped))
    return found
