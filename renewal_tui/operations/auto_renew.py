"""The engine: renews what is due today, vouchers first, then the balance [R8 to R11]."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, repeat
from typing import Any, NamedTuple

from renewal_tui.clock import business_date, parse_stamp, stamp
from renewal_tui.domain.codes import Failed, OrderKind, OrderStatus, Renewed
from renewal_tui.domain.planning import Funds, OrderPlan, Renew
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.due import (
    NO_LIMITS,
    Left,
    LimitCount,
    RunLimits,
    Tried,
    figures_of,
    try_due,
)
from renewal_tui.operations.execution import ClosingCourse, Operation, Work
from renewal_tui.operations.execution.shown import Figures
from renewal_tui.operations.execution.work import cancel_unpaid
from renewal_tui.operations.outcomes import ClockGuard, Ending, Ran
from renewal_tui.operations.requests import request_json
from renewal_tui.store import operation_keys, runs
from renewal_tui.store.audit import read_audit, read_head
from renewal_tui.store.booking import NewOrder
from renewal_tui.store.orders import orders_of_operation, read_order

MAX_JUMP_DAYS = 40
"""A run this long after the last one is taken for a wrong clock [R11]."""


class DuePlan(NamedTuple):
    """What comes next; the first one also tells what was missed [R8]."""

    today: date
    tried: list[Tried]
    missed: tuple[str, ...]
    refused: ClockGuard | None = None
    """What a clock guard says against a run now [R11]."""

    @property
    def paid(self) -> list[OrderPlan]:
        """The orders that are to be paid."""
        return [one for one in self.tried if isinstance(one, OrderPlan)]

    @property
    def left(self) -> list[Left]:
        """Why the others are not renewed."""
        return [one for one in self.tried if isinstance(one, Left)]

    def outcome(self, run: int | None, numbers: Iterable[int | None]) -> Ran:
        """The part of the outcome that this gives, with the orders' numbers."""
        return Ran(
            self.today,
            run,
            self.refused,
            renewed=tuple(map(_renewed, self.paid, numbers)),
            failed=tuple(failed for one in self.left if (failed := one.failed)),
            missed=self.missed,
            skipped=tuple(later for one in self.left if (later := one.skipped)),
        )


@dataclass(frozen=True)
class AutomaticRun(Operation[DuePlan, Ran, Ran]):
    """Renew what is due today; running twice renews once [R9]. Amounts in minor units."""

    limits: RunLimits = NO_LIMITS
    accept_clock: bool = False
    action = "auto_renew"
    outcome = Ran

    def request(self) -> Any:
        """The request as plain values, to recognise it by [R29]."""
        return list(self.limits)

    def course(self, desk: Desk, key: str | None) -> RunCourse:
        """Find what is due."""
        return RunCourse(self, desk, key)

    def see(self, seen: Ran | None, plan: DuePlan) -> Ran:
        """Add what a part would do."""
        part = plan.outcome(None, repeat(None))
        if seen is None:
            return part
        return seen._replace(
            renewed=seen.renewed + part.renewed,
            failed=seen.failed + part.failed,
            skipped=seen.skipped + part.skipped,
        )

    def join(self, parts: Sequence[Ran], ending: Ending) -> Ran:
        """The run as one; what a resumed run has tried again is told once."""
        renewed = tuple(row for part in parts for row in part.renewed)
        failed = {row.instance_id: row for part in parts for row in part.failed}
        last = parts[-1]
        return Ran(
            last.business_date,
            next((part.run for part in reversed(parts) if part.run), None),
            last.refused,
            renewed,
            tuple(failed.values()),
            next((part.missed for part in reversed(parts) if part.missed), ()),
            tuple({one.instance_id: one for part in parts for one in part.skipped}.values()),
            last.audit_head,
            ending,
        )

    def kept(self, part: Ran) -> Any:
        """Only what closes a run: what was renewed, and what failed, has rows of its own."""
        if part.audit_head is None:
            return None
        return super().kept(part._replace(renewed=(), failed=()))

    def first_parts(self, desk: Desk, key: str) -> Iterable[Ran]:
        """What a key has renewed so far, and once it is done the rest of its first answer."""
        found = runs.run_of_key(desk.store, key)
        if found is None:
            return
        number, day = found
        rows = runs.renewed_rows(desk.store, key)
        while some := tuple(islice(rows, RunCourse.most)):
            yield Ran(day, number, renewed=some)
        operation = operation_keys.read_operation(desk.store, key)
        if operation is not None and operation.state == operation_keys.DONE:
            closing = list(super().first_parts(desk, key))[-1]
            yield closing._replace(failed=tuple(runs.failed_in_run(desk.store, number)))


class RunCourse(ClosingCourse[DuePlan, Ran]):
    """A run that is being planned or done, commit by commit."""

    most = 10_000

    def __init__(self, run: AutomaticRun, desk: Desk, key: str | None) -> None:
        self._run = run
        self._desk = desk
        self._today = desk.today()
        self._rows = runs.due_rows(desk.store, self._today)
        self.total = len(self._rows)
        self._missed = tuple(missed_today(desk))
        self._count = LimitCount(run.limits)
        for order in orders_of_operation(desk.store, key) if key else ():
            self._count.count(order.currency, order.total)
        self._number: int | None = None
        self._told = Ran(self._today)
        self._due = 0

    def goes_on(self, today: date) -> bool:
        """Whether midnight has not passed, perhaps while another was waited for."""
        return today == self._today

    def begin(self, today: date) -> None:
        """What earlier commits have spent is in the store now."""
        self._refused = None
        if self._number is None:
            self._refused = why_refused(self._desk, today, accepted=self._run.accept_clock)
        self._funds = Funds({}, {}, today)
        self._reader = self._desk.reader()

    def plan(self, start: int, stop: int) -> DuePlan:
        """Plan what comes next, in the order of work [R10]; nothing under a wrong clock [R11]."""
        if self._refused:
            return DuePlan(self._today, [], (), self._refused)
        instances = self._reader.by_rows(self._rows[start:stop])
        tried = try_due(self._desk, instances, self._funds, self._count)
        return DuePlan(self._today, tried, () if start else self._missed)

    def figures(self, plan: DuePlan) -> Iterable[Figures]:
        """What was missed, and each due instance: how it is paid, or why not."""
        if plan.refused:
            yield (plan.refused,)
        yield from ((plan.today, name) for name in plan.missed)
        yield from map(figures_of, plan.tried)

    def changes(self, plan: DuePlan) -> bool:
        """A run is written down even if nothing is due."""
        return plan.refused is None

    def planned(self, plan: DuePlan) -> Ran:
        """What would be renewed; the trail ends where it does."""
        return plan.outcome(None, repeat(None))._replace(audit_head=read_head(self._desk.store))

    def write(self, work: Work, plan: DuePlan, *, last: bool) -> Ran:
        """Pay orders and record failures; the last part closes the run."""
        paid, rows = plan.paid, [one.instance.row for one in plan.left if one.failed]
        if paid or rows or last:
            run = self._begun(work)
            part = plan.outcome(run, _pay(work, self._run.action, paid))
            failed = dict(zip(rows, part.failed, strict=True))
            _record_failures(work, run, self._today, failed)
            runs.count_run(work.store, run, len(part.renewed), len(part.failed))
        else:  # a limit leaves them all for later: there is nothing to be written down
            part = plan.outcome(self._number, ())
        self._due += len(plan.tried)
        self._told = self._told._replace(
            failed=self._told.failed + part.failed, skipped=self._told.skipped + part.skipped
        )
        return self._closed(work, part) if last else part

    def close(self, work: Work) -> Ran:
        """Close a run that is left half way."""
        return self._closed(work, Ran(self._today, self._begun(work)))

    def _begun(self, work: Work) -> int:
        """The number of the run, which is written down before the first of its rows."""
        if self._number is None:
            at = stamp(work.now)
            self._number = runs.start_run(work.store, self._today, at, work.operator, work.key)
        return self._number

    def _closed(self, work: Work, part: Ran) -> Ran:
        """One record of the whole run, and the head of the trail with it [R28]."""
        facts = {
            "business_date": self._today.isoformat(),
            "due": self._due,
            "failed": len(self._told.failed),
            "missed": len(self._missed),
            "skipped": len(self._told.skipped),
        }
        work.record("auto_renew_run", f"run {self._number}", {}, facts)
        return part._replace(
            missed=self._missed, skipped=self._told.skipped, audit_head=work.trail.head
        )


def why_refused(desk: Desk, today: date, *, accepted: bool) -> ClockGuard | None:
    """What the clock guards say against a run now [R11]; None when it may run."""
    last = runs.last_run_date(desk.store)
    if last is None or (last <= today and (accepted or (today - last).days <= MAX_JUMP_DAYS)):
        return None
    return ClockGuard(today, last)


def missed_today(desk: Desk) -> list[str]:
    """Expired automatic instances whose day the engine did not run [R8].

    One that is retained is told by every run, since it can still be renewed by hand. One that is
    released already is told by the first run that could see that its day had passed, and by no
    later one: there is nothing to be done for it any more. A run that did not come to its end does
    not count. Before the first run of all those count whose day came after this store's first
    record: what was gone when it was imported has missed no day here.
    """
    products = desk.reader().catalogue.products
    retention = {row: product.retention_days for row, product in products.items()}
    today = desk.today()
    since = runs.last_told_date(desk.store, today) or _first_day(desk)
    return runs.missed(desk.store, today, retention, since)


def _first_day(desk: Desk) -> date | None:
    """The business date of the store's first record."""
    first = read_audit(desk.store, newest_first=False, limit=1)
    with desk.store.readable():
        at = [parse_stamp(record.at) for record in first]
    return business_date(at[0], desk.store.settings.timezone) if at else None


def _renewed(plan: OrderPlan, order: int | None) -> Renewed:
    line = plan.lines[0]
    return Renewed(
        line.instance.instance_id,
        order,
        line.instance.expire_date,
        line.to_date,
        plan.total,
        plan.voucher_total,
        plan.balance_total,
    )


def _pay(work: Work, action: str, plans: Sequence[OrderPlan]) -> list[int]:
    """Pay orders of one instance each, a record for each; their numbers."""
    for plan in plans:
        instance = plan.lines[0].instance
        if instance.unpaid_order is not None:
            note = f"replaced by the automatic renewal of {instance.instance_id}"
            _cancel_once(work, instance.unpaid_order, note)
    numbers = work.books.make_paid([_new_order(plan, work.key) for plan in plans])
    for number, plan in zip(numbers, plans, strict=True):
        line = plan.lines[0]
        work.record(
            action,
            line.instance.instance_id,
            {"expire_date": line.instance.expire_date.isoformat(), "balance": plan.balance},
            {
                "expire_date": line.to_date.isoformat(),
                "order": number,
                "total": plan.total,
                "voucher_total": plan.voucher_total,
                "balance": plan.balance_after,
            },
        )
    return numbers


def _record_failures(work: Work, run: int, today: date, failed: Mapping[int, Failed]) -> None:
    """Keep failed attempts and their reasons, by the store's number of the instance [R9]."""
    runs.add_attempts(work.store, run, today, failed)
    for one in failed.values():
        facts = {"code": one.code.value, "reason": one.reason}
        work.record("auto_renew_failed", one.instance_id, {}, facts)


def _cancel_once(work: Work, number: int, note: str) -> None:
    """Two due instances may share one unpaid order: it is cancelled once [R20]."""
    order = read_order(work.store, number)
    if order is not None and order.status is OrderStatus.UNPAID:
        cancel_unpaid(work, number, note)


def _new_order(plan: OrderPlan, key: str) -> NewOrder:
    request = request_json(Renew(plan.lines[0].months))
    return NewOrder(plan, OrderKind.AUTO, request, key, use_vouchers=True)
