"""Switching selected instances between manual and automatic renewal [R4 to R6]."""

from __future__ import annotations

from array import array
from typing import Any, NamedTuple

from renewal_tui.domain.codes import Policy, Skipped
from renewal_tui.domain.eligibility import why_not_switched
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Selection
from renewal_tui.errors import Changed
from renewal_tui.operations import keyed
from renewal_tui.operations.desk import Desk, Unwatched, Watch, Work
from renewal_tui.operations.documents import PolicyDocument, joined_skipped, skipped_document
from renewal_tui.operations.selection import resolve
from renewal_tui.operations.shown import fingerprint
from renewal_tui.store import keys
from renewal_tui.store.policies import write_policies

ACTION = "policy"


class Switch(NamedTuple):
    """What is asked for; `months` None leaves an automatic instance's period as it is [R5]."""

    selection: Selection
    policy: Policy
    months: int | None = None

    def value(self) -> dict[str, Any]:
        """The request as plain values, to recognise it by [R29]."""
        return {
            "selection": keyed.selection_value(self.selection),
            "policy": self.policy.value,
            "months": self.months,
        }


class SwitchPlan(NamedTuple):
    """Who would be switched, and who not and why [R6]; what each part of that rests on [R21]."""

    changed: tuple[Instance, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    parts: tuple[bytes, ...] = ()


def _plan(
    desk: Desk, switch: Switch, rows: array[int], done: frozenset[str] = frozenset()
) -> SwitchPlan:
    """Plan one part; `done` are switched already, by the same key before it was interrupted."""
    today = desk.today()
    changed, skipped = [], []
    for instance in desk.reader().by_rows(rows):
        if instance.instance_id in done:
            continue
        refusal = why_not_switched(instance, switch.policy, switch.months, today)
        if refusal:
            skipped.append(Skipped(instance.instance_id, *refusal))
        else:
            changed.append(instance)
    changed.sort(key=lambda one: (one.expire_date, one.instance_id))
    figures = [(one.instance_id, one.expire_date, _policy(one)) for one in changed]
    rests_on = fingerprint((switch.policy, switch.months, figures, sorted(skipped)))
    return SwitchPlan(tuple(changed), tuple(sorted(skipped)), (rests_on,))


def _policy(one: Instance) -> tuple[str, int, int]:
    return one.policy, one.auto_months, one.monthly_price


def preview(desk: Desk, switch: Switch, key: str | None = None) -> SwitchPlan:
    """Who would be switched; with `key`, what is left to do of a batch. Changes nothing."""
    resolved = resolve(desk, switch.selection)
    done = _switched(desk, key) if key else frozenset()
    changed: list[Instance] = []
    skipped: list[Skipped] = []
    rests_on: list[bytes] = []
    for rows in resolved.parts or [array("q")]:
        # Read part by part: a long look would keep others from committing.
        with desk.store.reading():
            part = _plan(desk, switch, rows, done)
        changed.extend(part.changed)
        skipped.extend(part.skipped)
        rests_on.extend(part.parts)
    return SwitchPlan(tuple(changed), (*skipped, *resolved.unknown), tuple(rests_on))


def dry_run(desk: Desk, switch: Switch, key: str | None) -> PolicyDocument:
    """The answer that `submit` would give now; changes nothing."""
    plan = preview(desk, switch)
    return {
        "operation_key": key,
        "dry_run": True,
        "interrupted": False,
        "changed": [instance.instance_id for instance in plan.changed],
        "skipped": [skipped_document(skipped) for skipped in plan.skipped],
    }


def submit(
    desk: Desk,
    switch: Switch,
    key: str,
    shown: SwitchPlan | None = None,
    watch: Watch | None = None,
) -> PolicyDocument:
    """Switch the eligible ones and report the others [R6]; nothing fails as a whole.

    With `shown`, a part that has changed since is not switched: Changed is raised when nothing was
    done yet, else the answer says where it stopped [R21]. Raises KeyConflict, StoreBusy,
    StoreReadOnly or StoreFull; then the part under way changed nothing.
    """
    watch = watch or Unwatched()
    keyed.check_key(key)
    request = keyed.request_hash(ACTION, switch.value())
    if keyed.earlier(desk, key, ACTION, request) == keys.DONE:
        return answer_of(desk, key)
    resolved = resolve(desk, switch.selection)
    parts = resolved.parts or [array("q")]
    switched: frozenset[str] = frozenset()
    done = 0
    for place, rows in enumerate(parts):
        last = place == len(parts) - 1
        with desk.work(key) as work:
            state = keyed.earlier(desk, key, ACTION, request)
            if state == keys.DONE:
                break
            if place == 0:
                switched = _switched(desk, key)
            plan = _plan(desk, switch, rows, switched)
            if shown is not None and plan.parts != shown.parts[place : place + 1]:
                if place:
                    break
                raise _changed(state)
            if place == 0:
                plan = plan._replace(skipped=(*plan.skipped, *resolved.unknown))
            _write(work, switch, plan)
            keyed.note(desk, key, ACTION, request, keys.DONE if last else keys.STARTED)
        done += len(rows)
        watch.progress(done, resolved.total)
        if watch.stopped():
            break
    return answer_of(desk, key)


def _changed(state: str | None) -> Changed:
    nothing = "nothing more" if state == keys.STARTED else "nothing"
    return Changed(f"something has changed since this was shown; {nothing} was switched")


def _write(work: Work, switch: Switch, plan: SwitchPlan) -> None:
    months = switch.months or 1
    write_policies(work.store, plan.changed, switch.policy, months)
    after: dict[str, Any] = {"policy": switch.policy.value}
    if switch.policy is Policy.AUTO:
        after["months"] = months
    for instance in plan.changed:
        before = {"policy": instance.policy.value, "months": instance.auto_months}
        work.trail.add(ACTION, instance.instance_id, before, after, work.key)
    keys.add_part(
        work.store,
        work.key,
        {
            "changed": [instance.instance_id for instance in plan.changed],
            "skipped": [skipped_document(skipped) for skipped in plan.skipped],
        },
    )


def _switched(desk: Desk, key: str) -> frozenset[str]:
    return frozenset(name for part in keys.read_parts(desk.store, key) for name in part["changed"])


def answer_of(desk: Desk, key: str) -> PolicyDocument:
    """The first answer that a key was given, from what the store has kept."""
    operation = keys.read_operation(desk.store, key)
    parts = keys.read_parts(desk.store, key)
    changed = [name for part in parts for name in part["changed"]]
    switched = frozenset(changed)
    return {
        "operation_key": key,
        "dry_run": False,
        "interrupted": operation is None or operation.state != keys.DONE,
        "changed": changed,
        "skipped": [one for one in joined_skipped(parts) if one["instance_id"] not in switched],
    }
