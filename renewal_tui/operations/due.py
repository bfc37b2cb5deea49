"""One commit's worth of automatic renewals: who is paid, who fails, who waits [R9, R10]."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from renewal_tui.domain.codes import Code, Refusal
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.money import format_money
from renewal_tui.domain.planning import Funds, OrderPlan, plan_automatic
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import SkippedDocument
from renewal_tui.operations.selection import read_funds


class RunOptions(NamedTuple):
    """What an operator may limit; amounts in minor units, per currency."""

    max_items: int | None = None
    max_amount: int | None = None
    accept_clock: bool = False


class Outcome(NamedTuple):
    """What would become of one row: its plan, or why there is none (None: it is not due).

    `reached` is the limit that it waits for.
    """

    instance_id: str
    plan: OrderPlan | Refusal | None
    reached: str | None


class Failure(NamedTuple):
    """A renewal that cannot be done, and by how much (minor units) the balance is short [R9]."""

    instance: Instance
    code: Code
    reason: str
    short_by: int


class Batch(NamedTuple):
    """One commit's work: every row's outcome, who is paid, who fails, who is left for later."""

    outcomes: list[Outcome]
    paid: list[OrderPlan]
    failed: list[Failure]
    skipped: list[SkippedDocument]

    def extend(self, more: Batch) -> None:
        """Take in the next slice of the same commit."""
        self.outcomes.extend(more.outcomes)
        self.paid.extend(more.paid)
        self.failed.extend(more.failed)
        self.skipped.extend(more.skipped)


class Limits:
    """Counts down what --max-items and --max-amount allow; once reached, the rest waits."""

    def __init__(self, options: RunOptions) -> None:
        self._options = options
        self._items = 0
        self._amounts: dict[str, int] = {}
        self._reached: str | None = None

    def why_not(self, plan: OrderPlan) -> str | None:
        """Why one more renewal is too much; else it is counted."""
        if self._reached:
            return self._reached
        options, currency = self._options, plan.account.currency
        amount = self._amounts.get(currency, 0) + plan.total
        if options.max_items is not None and self._items >= options.max_items:
            self._reached = f"--max-items {options.max_items} is reached"
        elif options.max_amount is not None and amount > options.max_amount:
            limit = format_money(options.max_amount)
            self._reached = f"--max-amount {limit} {currency} would be passed"
        else:
            self.count(currency, plan.total)
        return self._reached

    def count(self, currency: str, amount: int) -> None:
        """Count a renewal: of this run, or of the one that it resumes."""
        self._items += 1
        self._amounts[currency] = self._amounts.get(currency, 0) + amount


def plan_batch(
    desk: Desk, instances: list[Instance], funds: Funds, today: date, limits: Limits
) -> Batch:
    """Plan the renewal of due instances in the order of work [R10]; `funds` are spent as planned.

    One that cannot be paid whole fails and spends nothing; it never stops the others.
    """
    batch = Batch([], [], [], [])
    read_funds(desk, instances, funds)
    instances.sort(key=lambda one: (one.account, one.expire_date, one.instance_id))
    for instance in instances:
        purse = funds.purse(instance.account)
        plan = plan_automatic(instance, funds.accounts[instance.account], purse, today)
        failure = _why_failed(instance, plan)
        reached = limits.why_not(plan) if isinstance(plan, OrderPlan) and not failure else None
        batch.outcomes.append(Outcome(instance.instance_id, plan, reached))
        if failure:
            batch.failed.append(failure)
        elif reached:
            purse.undo()
            batch.skipped.append(
                {
                    "instance_id": instance.instance_id,
                    "code": Code.LIMIT_REACHED.value,
                    "reason": reached,
                }
            )
        elif isinstance(plan, OrderPlan):
            batch.paid.append(plan)
    return batch


def _why_failed(instance: Instance, plan: OrderPlan | Refusal | None) -> Failure | None:
    if isinstance(plan, Refusal):
        return Failure(instance, plan.code, plan.reason, 0)
    if plan is None or not plan.short_by:
        return None
    reason = f"balance short by {format_money(plan.short_by)} {plan.account.currency}"
    return Failure(instance, Code.INSUFFICIENT_BALANCE, reason, plan.short_by)
