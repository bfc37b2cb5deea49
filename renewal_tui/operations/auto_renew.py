"""The engine: renews what is due today, vouchers first, then the balance [R8 to R11]."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from renewal_tui.clock import business_date, parse_stamp, stamp
from renewal_tui.domain.codes import OrderKind, OrderStatus
from renewal_tui.domain.planning import Funds, OrderPlan, Renew
from renewal_tui.errors import Changed
from renewal_tui.operations import keyed
from renewal_tui.operations.desk import Desk, Unwatched, Watch, Work, cancel_order
from renewal_tui.operations.documents import RunDocument, audit_head_document
from renewal_tui.operations.due import Batch, Limits, RunOptions, plan_batch
from renewal_tui.operations.pace import Pace
from renewal_tui.operations.requests import request_json
from renewal_tui.operations.run_answer import (
    Sink,
    empty_answer,
    failed_document,
    first_answer,
    tell_all,
    tell_renewed,
)
from renewal_tui.operations.shown import RunShown
from renewal_tui.store import engine, keys
from renewal_tui.store.audit import read_audit
from renewal_tui.store.booking import NewOrder
from renewal_tui.store.orders import orders_of_operation, read_order

ACTION = "auto_renew"
COMMIT_ROWS = 5_000
"""Renewals in one commit at most, however fast the disk is."""

DRY_ROWS = 2_000
"""Renewals that a dry run reads at one moment; what it tells waits for nobody in between."""

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
    since = engine.last_told_date(desk.store, today) or _first_day(desk)
    return engine.missed(desk.store, today, retention, since)


def _first_day(desk: Desk) -> date | None:
    """The business date of the store's first record."""
    first = read_audit(desk.store, newest_first=False, limit=1)
    with desk.store.readable():
        at = [parse_stamp(record.at) for record in first]
    return business_date(at[0], desk.store.settings.timezone) if at else None


def dry_run(
    desk: Desk,
    options: RunOptions,
    key: str | None,
    sink: Sink | None = None,
    shown: RunShown | None = None,
) -> RunDocument:
    """The answer that `run` would give now, for what is left to do under a key; changes nothing.

    What it tells is taken in by `shown`, to be compared when it is done [R21].
    """
    answer = empty_answer(desk, key, dry=True)
    answer["refused"] = why_refused(desk, options)
    if answer["refused"]:
        return answer
    tell, shown = sink or answer["renewed"].append, shown or RunShown()
    limits = Limits(options)
    with desk.store.reading():
        today = desk.today()
        answer["missed"] = missed_today(desk)
        shown.begin(today, answer["missed"])
        _count_renewed(desk, key, limits)
        due, funds = engine.due_rows(desk.store, today), Funds({}, {}, today)
    for start in range(0, len(due), DRY_ROWS):
        with desk.store.reading():
            instances = desk.reader().by_rows(due[start : start + DRY_ROWS])
            batch = plan_batch(desk, instances, funds, today, limits)
        shown.add(batch.outcomes)
        tell_all(batch.paid, [None] * len(batch.paid), tell)
        answer["failed"] += map(failed_document, batch.failed)
        answer["skipped"] += batch.skipped
    return answer


def run(
    desk: Desk,
    options: RunOptions,
    key: str,
    *,
    sink: Sink | None = None,
    watch: Watch | None = None,
    shown: RunShown | None = None,
) -> RunDocument:
    """Renew what is due today; running twice renews once [R9].

    Each renewal is told to `sink` after its commit (kept in the answer without one). With `shown`,
    nothing that was not shown is charged [R21]: Changed is raised when that is so from the first
    commit on, else the answer says that it was interrupted. Raises KeyConflict, StoreBusy,
    StoreReadOnly or StoreFull; what was committed before stays done.
    """
    keyed.check_key(key)
    fingerprint = keyed.request_hash(ACTION, [options.max_items, options.max_amount])
    answer = empty_answer(desk, key, dry=False)
    tell = sink or answer["renewed"].append
    if keyed.earlier(desk, key, ACTION, fingerprint) == keys.DONE:
        return first_answer(desk, key, answer, tell)
    # Before the write lock: under a wrong clock not even an unpaid order may lapse.
    answer["refused"] = why_refused(desk, options)
    if answer["refused"]:
        return answer
    watch, first = watch or Unwatched(), None
    with desk.work(key) as work:
        state = keyed.earlier(desk, key, ACTION, fingerprint)
        answer["refused"] = why_refused(desk, options) if state != keys.DONE else None
        if state != keys.DONE and not answer["refused"]:
            begun = _begin(work, desk, options, answer, shown)
            keyed.note(desk, key, ACTION, fingerprint, keys.STARTED)
            try:
                first = begun.first_commit(work, 0 if watch.stopped() else len(begun.due))
            except _Otherwise:
                raise _changed(state) from None
    if state == keys.DONE:
        return first_answer(desk, key, answer, tell)
    if first is None:
        return answer
    if state == keys.STARTED:
        tell_renewed(desk, key, tell)  # the first commit's too
        begun.committed(first, lambda _: None)
    else:
        begun.committed(first, tell)
    begun.renew_rest(watch, tell)
    _finish(desk, key, fingerprint, answer, begun.done)
    return answer


def _changed(state: str | None) -> Changed:
    nothing = "nothing more" if state == keys.STARTED else "nothing"
    return Changed(f"what is due has changed since this was shown; {nothing} was charged")


class _Otherwise(Exception):
    """What is to be done is not what was shown, or is another day's."""


class _Commit(NamedTuple):
    """What one commit did."""

    rows: int
    batch: Batch
    numbers: list[int]


def _begin(
    work: Work, desk: Desk, options: RunOptions, answer: RunDocument, shown: RunShown | None
) -> _Run:
    """Write that a run begins, in its first transaction."""
    today, limits = work.today, Limits(options)
    answer["business_date"] = today.isoformat()
    answer["missed"] = missed_today(desk)
    answer["run"] = engine.start_run(
        desk.store, today, stamp(work.now), desk.actor.operator, work.key
    )
    _count_renewed(desk, work.key, limits)
    return _Run(desk, work.key, today, answer, limits, shown, engine.due_rows(desk.store, today))


@dataclass
class _Run:
    """A run that is being done, commit by commit."""

    desk: Desk
    key: str
    today: date
    answer: RunDocument
    limits: Limits
    shown: RunShown | None
    due: Sequence[int]
    done: int = 0
    pace: Pace = field(default_factory=lambda: Pace(COMMIT_ROWS))

    def first_commit(self, work: Work, rows: int) -> _Commit:
        """Renew the first rows. Raises _Otherwise, also when the run as a whole is not as shown."""
        shown, missed = self.shown, self.answer["missed"]
        if shown is not None and not shown.begins_so(self.today, missed, len(self.due)):
            raise _Otherwise
        return self.commit(work, rows)

    def commit(self, work: Work, rows: int) -> _Commit:
        """Renew the next rows, in the caller's transaction: at most so many, and as many as fit.

        Raises _Otherwise when midnight has passed (perhaps while another was waited for), or when
        they come to something else than what was shown; then nothing of it may be committed.
        """
        if work.today != self.today:
            raise _Otherwise
        reader, funds = self.desk.reader(), Funds({}, {}, self.today)
        commit, done = _Commit(0, Batch([], [], [], []), []), self.done
        for size in self.pace.slices(rows, self.desk.store.engine.holding_seconds):
            numbers = self.due[done : done + size]
            instances = reader.by_rows(numbers)
            batch = plan_batch(self.desk, instances, funds, self.today, self.limits)
            if self.shown and not self.shown.goes_on_so(done, len(numbers), batch.outcomes):
                raise _Otherwise
            commit.numbers.extend(_book(work, batch, self.answer["run"] or 0))
            commit.batch.extend(batch)
            done += len(numbers)
        return commit._replace(rows=done - self.done)

    def committed(self, commit: _Commit, tell: Sink) -> None:
        """Take down in the answer what a commit did, once it is one."""
        self.pace.learn(commit.rows, self.desk.store.engine.held_seconds)
        self.done += commit.rows
        tell_all(commit.batch.paid, commit.numbers, tell)
        self.answer["failed"] += map(failed_document, commit.batch.failed)
        self.answer["skipped"] += commit.batch.skipped

    def renew_rest(self, watch: Watch, tell: Sink) -> None:
        """Renew what is left, until it is told to stop or something stands against it."""
        if self.done:
            watch.progress(self.done, len(self.due))
        while self.done < len(self.due):
            try:
                if watch.stopped():
                    raise _Otherwise
                with self.desk.work(self.key) as work:
                    commit = self.commit(work, len(self.due) - self.done)
            except _Otherwise:
                self.answer["interrupted"] = True
                return
            self.committed(commit, tell)
            watch.progress(self.done, len(self.due))


def _count_renewed(desk: Desk, key: str | None, limits: Limits) -> None:
    """Count what a run that was stopped has renewed: its limits are those of the whole."""
    for order in orders_of_operation(desk.store, key) if key else ():
        limits.count(order.currency, order.total)


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
        engine.FailedAttempt(one.instance.row, one.code.value, one.reason, one.short_by)
        for one in batch.failed
    ]
    engine.add_attempts(work.store, run_number, work.today, attempts)
    for one in batch.failed:
        facts = {"code": one.code.value, "reason": one.reason}
        work.trail.add("auto_renew_failed", one.instance.instance_id, {}, facts, work.key)
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
        answer["audit_head"] = audit_head_document(work.trail.head)
        kept = {name: answer[name] for name in ("missed", "skipped", "audit_head")}
        keys.add_part(desk.store, key, kept)
