"""Carries out operations: part by part, each a transaction, as shown, recorded, once for a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from renewal_tui.errors import Changed, UsageProblem
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution.idempotency import Asked, asked
from renewal_tui.operations.execution.operation import ClosingCourse, Course, Operation
from renewal_tui.operations.execution.pace import Pace
from renewal_tui.operations.execution.shown import Digests, NothingShown, Shown, agree, as_many
from renewal_tui.operations.execution.work import (
    NothingToWrite,
    Stopped,
    Work,
    recorded,
    transaction,
)
from renewal_tui.operations.outcomes import Ending
from renewal_tui.operations.watch import Unwatched, Watch
from renewal_tui.operator import Source
from renewal_tui.store import operation_keys

PlanT = TypeVar("PlanT")
SeenT = TypeVar("SeenT")
OutcomeT = TypeVar("OutcomeT")
Tell = Callable[[OutcomeT], OutcomeT]
"""Whoever is told each part after its commit; what is given back stands in the outcome."""

READ_ROWS = 2_000
"""Rows that a preview reads at one moment: a commit may have to wait for so long."""


def plans(
    desk: Desk,
    operation: Operation[PlanT, SeenT, OutcomeT],
    watch: Watch | None = None,
    key: str | None = None,
) -> Iterator[tuple[Course[PlanT, OutcomeT], PlanT]]:
    """The plans of an operation's parts, without changing anything [R21].

    What one part would spend is gone for the next, exactly as it will be when they are paid. With
    the key of a batch that was interrupted, what that has done already is left out [R29].
    """
    watch = watch or Unwatched()
    operation.check()
    course = operation.course(desk, key)
    course.begin(desk.today())
    done = course.done
    while True:
        stop = course.stop_of(done, min(course.most, READ_ROWS))
        # Read part by part: a long look would keep others from committing.
        with desk.store.reading():
            plan = course.plan(done, stop)
        yield course, plan
        done = stop
        watch.progress(done, course.total)
        if done >= course.total or watch.stopped():
            return


def preview(
    desk: Desk,
    operation: Operation[PlanT, SeenT, OutcomeT],
    watch: Watch | None = None,
    key: str | None = None,
) -> Shown[SeenT]:
    """What would happen and what it would cost; with `key`, what is left to do of a batch."""
    seen: SeenT | None = None
    digests = Digests()
    for course, plan in plans(desk, operation, watch, key):
        digests.add(course.figures(plan))
        digests.rows = course.total - course.done
        seen = operation.see(seen, plan)
    if seen is None:
        raise AssertionError("an operation without a part")
    return Shown(seen, digests)


def rehearse(
    desk: Desk,
    operation: Operation[PlanT, SeenT, OutcomeT],
    key: str | None = None,
    watch: Watch | None = None,
    tell: Tell[OutcomeT] | None = None,
) -> OutcomeT:
    """The outcome that `execute` would have now; changes nothing. A dry run."""
    watch = watch or Unwatched()
    parts = (course.planned(plan) for course, plan in plans(desk, operation, watch, key))
    told = [tell(part) if tell else part for part in parts]
    return operation.join(told, Ending(key, dry_run=True, interrupted=watch.stopped()))


def execute(
    desk: Desk,
    operation: Operation[PlanT, SeenT, OutcomeT],
    key: str,
    shown: Shown[SeenT] | NothingShown,
    *,
    note: str = "",
    watch: Watch | None = None,
    tell: Tell[OutcomeT] | None = None,
) -> OutcomeT:
    """Carry out an operation; the same key is answered, not done again [R29].

    The note stands on its orders and records, and is no part of what a key was used for [R32].
    A part whose figures are not those that were shown is not charged: Changed is raised when
    nothing was done yet, else the outcome says where it stopped [R21]. Raises KeyConflict, Refused,
    StoreBusy, StoreReadOnly or StoreFull; then the part under way changed nothing.
    """
    if not isinstance(shown, Shown | NothingShown):
        raise TypeError("say what was shown, or NOTHING_SHOWN")
    operation.check()
    asking = asked(key, operation.action, operation.request())
    tell = tell or _silently
    state = asking.state(desk)
    begun = state in (operation_keys.STARTED, operation_keys.DONE)
    before = operation.first_parts(desk, key) if begun else ()
    parts = list(map(tell, before))
    ending = Ending(key, dry_run=False, interrupted=False)
    if state == operation_keys.DONE:
        return operation.join(parts, ending)
    check_note(desk, operation, note)
    course = operation.course(desk, key)
    execution = _Execution(desk, operation, asking, shown, watch or Unwatched(), course, tell, note)
    execution.run()
    if execution.overtaken:
        return operation.join(list(operation.first_parts(desk, key)), ending)
    ending = ending._replace(interrupted=execution.left, changed=execution.changed)
    return operation.join(parts + execution.parts, ending)


NOTE_LENGTH = 200
NOTES_DEMANDED = "require_note"
"""The store's setting that says `on` where people have to leave a note [R32]."""


def check_note(desk: Desk, operation: Operation[Any, Any, Any], note: str) -> None:
    """Refuse a note that is too long, or none where one is demanded [R32]. Raises UsageProblem."""
    if len(note) > NOTE_LENGTH:
        raise UsageProblem(f"a note can have {NOTE_LENGTH} characters at most", "note")
    if not note.strip() and needs_note(desk, operation):
        raise UsageProblem("this store demands a note of what is done: a ticket, a reason", "note")


def needs_note(desk: Desk, operation: Operation[Any, Any, Any]) -> bool:
    """Whether whoever does this here has to leave a note."""
    if not operation.by_people or desk.actor.source is Source.ENGINE:
        return False
    return desk.store.setting(NOTES_DEMANDED) == "on"


def _silently(part: OutcomeT) -> OutcomeT:
    return part


@dataclass
class _Execution(Generic[PlanT, SeenT, OutcomeT]):
    """An operation that is being carried out, commit by commit."""

    desk: Desk
    operation: Operation[PlanT, SeenT, OutcomeT]
    asking: Asked
    shown: Shown[Any] | NothingShown
    watch: Watch
    course: Course[PlanT, OutcomeT]
    tell: Tell[OutcomeT]
    note: str
    parts: list[OutcomeT] = field(default_factory=list)
    left: bool = False
    """Whether there is more to do, which the same key does."""
    changed: bool = False
    """Whether it was left since what comes next is not as it was shown."""
    overtaken: bool = False
    """Whether another process has done it all with the same key."""
    _items: int = 0
    _unkept: list[OutcomeT] = field(default_factory=list)

    def run(self) -> None:
        """Do part after part, until all is done or it has to be left where it is."""
        course, done = self.course, self.course.done
        pace = Pace(course.most)
        while True:
            commit = self._commit(done, pace)
            self.parts += map(self.tell, commit.parts)
            pace.learn(commit.stop - done, self.desk.store.engine.held_seconds)
            done = commit.stop
            if self.overtaken or self.left:
                break
            self.watch.progress(done, course.total)
            if done >= course.total:
                return
            if self.watch.stopped():
                self.left = True
                break
        if self.left and isinstance(course, ClosingCourse) and done > course.done:
            self._close(course)

    def _commit(self, start: int, pace: Pace) -> _Commit[OutcomeT]:
        """One transaction: as many rows as it has time for."""
        course, commit = self.course, _Commit[OutcomeT](start)
        try:
            with course.surroundings(), self._transaction() as work:
                state = self.asking.state(self.desk)
                self.overtaken = state == operation_keys.DONE
                self.left = not course.goes_on(work.today)
                if not (self.overtaken or self.left):
                    course.begin(work.today)
                    for size in self._sizes(start, pace):
                        if not self._do(work, commit, size, state):
                            break
                    self._keep(work, commit, begun=state == operation_keys.STARTED)
        except NothingToWrite:
            # Kept with the next part that does write something, if one does.
            self._unkept += commit.parts
        except Stopped:
            self.left = True
            return _Commit(start)
        return commit

    def _transaction(self) -> AbstractContextManager[Work]:
        return transaction(self.desk, self.asking.key, self.watch, self.note)

    def _sizes(self, start: int, pace: Pace) -> Iterator[int]:
        left = self.course.total - start
        if self.course.paced and left:
            yield from pace.slices(left, self.desk.store.engine.holding_seconds)
        else:
            yield left

    def _do(self, work: Work, commit: _Commit[OutcomeT], size: int, state: str | None) -> bool:
        """Plan, compare and write some rows; False when they are not as they were shown."""
        course, start = self.course, commit.stop
        stop = course.stop_of(start, size)
        last = stop >= course.total
        plan = course.plan(start, stop)
        items = agree(self.shown, self._items, course.figures(plan), last=last)
        first = commit.start == course.done
        if items is None or (first and not as_many(self.shown, course.total - course.done)):
            if first:
                raise Changed(_changed_text(state))
            self.left = self.changed = True
            return False
        self._items = items
        if course.changes(plan):
            commit.parts.append(recorded(work, lambda: course.write(work, plan, last=last)))
            commit.wrote = True
        else:
            commit.parts.append(course.planned(plan))
        commit.stop = stop
        return True

    def _keep(self, work: Work, commit: _Commit[OutcomeT], *, begun: bool) -> None:
        """Keep the key, and the answer so far, once there is anything to keep [R29]."""
        if not (commit.wrote or begun):
            raise NothingToWrite
        last = commit.stop >= self.course.total and not self.left
        self.asking.note(self.desk, operation_keys.DONE if last else operation_keys.STARTED)
        for part in (*self._unkept, *commit.parts):
            kept = self.operation.kept(part)
            if kept is not None:
                operation_keys.add_part(work.store, work.key, kept)
        self._unkept.clear()

    def _close(self, course: ClosingCourse[PlanT, OutcomeT]) -> None:
        with self._transaction() as work:
            part = recorded(work, lambda: course.close(work))
            operation_keys.add_part(work.store, work.key, self.operation.kept(part))
        self.parts.append(self.tell(part))


@dataclass
class _Commit(Generic[OutcomeT]):
    """What one transaction did, from one row up to, not including, another."""

    start: int
    stop: int = field(init=False)
    parts: list[OutcomeT] = field(default_factory=list)
    wrote: bool = False

    def __post_init__(self) -> None:
        self.stop = self.start


def _changed_text(state: str | None) -> str:
    nothing = "nothing more" if state == operation_keys.STARTED else "nothing"
    return f"something has changed since this was shown; {nothing} was charged"
