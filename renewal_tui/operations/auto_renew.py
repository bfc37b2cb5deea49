"""The engine: renews what is due today, vouchers first, then the balance [R8 to R11]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from renewal_tui.clock import stamp
from renewal_tui.domain.codes import Code, OrderKind, OrderStatus
from renewal_tui.domain.planning import Funds, OrderPlan, Renew
from renewal_tui.operations import keyed
from renewal_tui.operations.desk import Desk, Unwatched, Watch, Work, cancel_order
from renewal_tui.operations.documents import RunDocument
from renewal_tui.operations.due import Batch, Limits, RunOptions, plan_batch
from renewal_tui.operations.pace import Pace
from renewal_tui.operations.requests import request_json
from renewal_tui.operations.run_answer import (
    Sink,
    empty_answer,
    failed_document,
    first_answer,
    short_text,
    tell_all,
    tell_renewed,
)
from renewal_tui.store import engine, keys
from renewal_tui.store.booking import NewOrder
from renewal_tui.store.orders import orders_of_operation, read_order

_T = TypeVar("_T")

ACTION = "auto_renew"
COMMIT_ROWS = 5_000
"""Renewals in one commit at most, however fast the disk is."""

MAX_JUMP_DAYS = 40
"""A run this long after the last one is taken for a wrong clock [R11]."""


def why_refused(desk: Desk, options: RunOptions) -> str | None:
    """What the clock guards say against a run now [R11]; None when it may run."""
    today, last = desk.today(), engine.last_run_date(desk.store)
    if last is None or last == today:
        return None
    if today < last:
        return f"today is {today}, before the last run's {last}: nothing was done"
    if (today - last).days > MAX_JUMP_DAYS and not options.accept_clock:
        return (
            f"today is {today}, {(today - last).days} days after the last run's {last}: "
            "nothing was done; if the clock is right, run it with --accept-clock"
        )
    return None


def missed_today(desk: Desk) -> list[str]:
    """Expired automatic instances whose day the engine did not run [R8]."""
    products = desk.reader().catalogue.products
    retention = {row: product.retention_days for row, product in products.items()}
    return engine.missed(desk.store, desk.today(), retention)


def dry_run(
    desk: Desk, options: RunOptions, key: str | None, sink: Sink | None = None
) -> RunDocument:
    """The answer that `run` would give now; changes nothing."""
    answer = empty_answer(desk.today(), key, dry=True)
    answer["refused"] = why_refused(desk, options)
    if answer["refused"]:
        return answer
    tell = sink or answer["renewed"].append
    limits = Limits(options)
    with desk.store.reading():
        today = desk.today()
        answer["missed"] = missed_today(desk)
        reader, funds = desk.reader(), Funds({}, {}, today)
        for instances in _slices(reader.due(today)):
            batch = plan_batch(desk, instances, funds, today, limits)
            tell_all(batch.paid, [None] * len(batch.paid), tell)
            answer["failed"] += [failed_document(*pair) for pair in batch.failed]
            answer["skipped"] += batch.skipped
    return answer


def run(
    desk: Desk,
    options: RunOptions,
    key: str,
    *,
    sink: Sink | None = None,
    watch: Watch | None = None,
) -> RunDocument:
    """Renew what is due today; running twice renews once [R9].

    Each renewal is told to `sink` after its commit (kept in the answer without one). Raises
    KeyConflict, StoreBusy, StoreReadOnly or StoreFull; what was committed before stays done.
    """
    keyed.check_key(key)
    watch = watch or Unwatched()
    fingerprint = keyed.request_hash(ACTION, [options.max_items, options.max_amount])
    answer = empty_answer(desk.today(), key, dry=False)
    tell = sink or answer["renewed"].append
    state = keyed.earlier(desk, key, ACTION, fingerprint)
    if state == keys.DONE:
        return first_answer(desk, key, answer, tell)
    # Before the write lock: under a wrong clock not even an unpaid order may lapse.
    answer["refused"] = why_refused(desk, options)
    if answer["refused"]:
        return answer
    with desk.work(key) as work:
        if keyed.earlier(desk, key, ACTION, fingerprint) == keys.DONE:
            return first_answer(desk, key, answer, tell)
        answer["refused"] = why_refused(desk, options)
        if answer["refused"]:
            return answer
        today = work.today
        answer["business_date"] = today.isoformat()
        number = engine.start_run(desk.store, today, stamp(work.now), desk.actor.operator, key)
        keyed.note(desk, key, ACTION, fingerprint, keys.STARTED)
    answer["run"] = number
    answer["missed"] = missed_today(desk)
    limits = Limits(options)
    if state == keys.STARTED:
        tell_renewed(desk, key, tell)
        for order in orders_of_operation(desk.store, key):
            limits.count(order.currency, order.total)
    done = _Run(desk, key, number, today, answer, limits, tell, watch).renew_due()
    _finish(desk, key, fingerprint, answer, done)
    return answer


@dataclass(frozen=True)
class _Run:
    """A run that is being done, commit by commit."""

    desk: Desk
    key: str
    number: int
    today: date
    answer: RunDocument
    limits: Limits
    tell: Sink
    watch: Watch

    def renew_due(self) -> int:
        """Renew what is due, and take down in the answer what happens; how many were looked at."""
        due, pace, done = engine.due_rows(self.desk.store, self.today), Pace(COMMIT_ROWS), 0
        while done < len(due):
            rows = due[done : done + pace.rows]
            if self.watch.stopped() or not self._commit(rows):
                self.answer["interrupted"] = True
                break
            pace.learn(len(rows), self.desk.store.turns.held)
            done += len(rows)
            self.watch.progress(done, len(due))
        return done

    def _commit(self, rows: Sequence[int]) -> bool:
        """Renew some; False when midnight has passed, perhaps while another was waited for."""
        with self.desk.work(self.key) as work:
            if work.today != self.today:
                return False
            instances = self.desk.reader().by_rows(rows)
            funds = Funds({}, {}, self.today)
            batch = plan_batch(self.desk, instances, funds, self.today, self.limits)
            numbers = _book(work, batch, self.number)
        tell_all(batch.paid, numbers, self.tell)
        self.answer["failed"] += [failed_document(*pair) for pair in batch.failed]
        self.answer["skipped"] += batch.skipped
        return True


def _slices(rows: Iterator[_T]) -> Iterator[list[_T]]:
    while part := list(islice(rows, COMMIT_ROWS)):
        yield part


def _book(work: Work, batch: Batch, run_number: int) -> list[int]:
    """Pay one commit's orders and record its failures; the orders' numbers."""
    for plan in batch.paid:
        instance = plan.lines[0].term.instance
        if instance.unpaid_order is not None:
            note = f"replaced by the automatic renewal of {instance.instance_id}"
            _cancel_once(work, instance.unpaid_order, note)
    numbers = work.books.make_paid([_new_order(plan, work.key) for plan in batch.paid])
    for number, plan in zip(numbers, batch.paid, strict=True):
        term = plan.lines[0].term
        work.trail.add(
            ACTION,
            term.instance.instance_id,
            {"expire_date": term.instance.expire_date.isoformat(), "balance": plan.account.balance},
            {
                "expire_date": term.to_date.isoformat(),
                "order": number,
                "total": plan.total,
                "voucher_total": plan.voucher_total,
                "balance": plan.balance_after,
            },
            work.key,
        )
    attempts = [
        engine.FailedAttempt(
            instance.row, Code.INSUFFICIENT_BALANCE.value, short_text(plan), plan.short_by
        )
        for instance, plan in batch.failed
    ]
    engine.add_attempts(work.store, run_number, work.today, attempts)
    for (instance, _), attempt in zip(batch.failed, attempts, strict=True):
        facts = {"code": attempt.code, "reason": attempt.reason}
        work.trail.add("auto_renew_failed", instance.instance_id, {}, facts, work.key)
    engine.count_run(work.store, run_number, len(batch.paid), len(batch.failed))
    return numbers


def _cancel_once(work: Work, number: int, note: str) -> None:
    """Two due instances may share one unpaid order: it is cancelled once [R20]."""
    order = read_order(work.store, number)
    if order is not None and order.status is OrderStatus.UNPAID:
        cancel_order(work, number, note)


def _new_order(plan: OrderPlan, key: str) -> NewOrder:
    request = request_json(Renew(plan.lines[0].term.months))
    return NewOrder(plan, OrderKind.AUTO, request, key, use_vouchers=True)


def _finish(desk: Desk, key: str, fingerprint: str, answer: RunDocument, done: int) -> None:
    """Close the run: its part of the answer, and one audit record when anything happened."""
    with desk.work(key) as work:
        keys.add_part(
            desk.store,
            key,
            {"missed": answer["missed"], "skipped": answer["skipped"]},
        )
        state = keys.STARTED if answer["interrupted"] else keys.DONE
        keyed.note(desk, key, ACTION, fingerprint, state)
        if done or answer["missed"]:
            work.trail.add(
                "auto_renew_run",
                f"run {answer['run']}",
                {},
                {
                    "business_date": answer["business_date"],
                    "due": done,
                    "failed": len(answer["failed"]),
                    "missed": len(answer["missed"]),
                    "skipped": len(answer["skipped"]),
                },
                key,
            )
