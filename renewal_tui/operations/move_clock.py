"""A sandbox's clock: it moves forward only, and only when told (section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from renewal_tui.clock import LAST_YEAR, local_text, parse_local, parse_step, stamp
from renewal_tui.errors import Refused, UsageProblem
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.execution import OneStep, Work
from renewal_tui.operations.outcomes import UNENDED, Ending


class Clock(NamedTuple):
    """What time it is in a store, in its own zone."""

    now: str
    today: date
    timezone: str
    sandbox: bool
    ending: Ending = UNENDED


class ClockPlan(NamedTuple):
    """Where the clock stands, and where it would stand; both in UTC."""

    now: datetime
    wanted: datetime


def clock(desk: Desk, now: datetime | None = None) -> Clock:
    """What time it is in the store, or at another moment there."""
    settings = desk.store.settings
    zone, moment = settings.timezone, now or desk.now()
    today = moment.astimezone(zone).date()
    return Clock(local_text(moment, zone), today, zone.key, settings.sandbox)


def require_sandbox(desk: Desk) -> None:
    """Refuse a real store, whose clock is the machine's. Raises Refused."""
    if not desk.store.settings.sandbox:
        raise Refused(
            f"{desk.store.name} is a real store: its clock is the machine's and cannot be told"
        )


@dataclass(frozen=True)
class ClockMove(OneStep[ClockPlan, Clock]):
    """Move a sandbox's clock to a local time such as `2026-11-22 10:00`, or on by a step.

    Raises Refused (a real store, or a time before its present one), UsageProblem (not a time).
    """

    to: str | None = None
    by: str | None = None
    action = "clock"
    outcome = Clock

    def request(self) -> Any:
        """The request as plain values, to recognise it by [R29]."""
        return {"to": self.to, "by": self.by}

    def look(self, desk: Desk) -> ClockPlan:
        """Where the clock would stand."""
        require_sandbox(desk)
        now, zone = desk.now(), desk.store.settings.timezone
        try:
            if self.to is not None:
                wanted = parse_local(self.to, zone)
            else:
                wanted = now + parse_step(self.by or "")
        except (ValueError, OverflowError) as problem:
            raise UsageProblem(str(problem)) from None
        if wanted.year > LAST_YEAR:
            raise UsageProblem(f"the clock goes to the end of {LAST_YEAR} and no further")
        if wanted < now:
            stands = local_text(now, zone)
            raise Refused(
                f"the clock stands at {stands} and moves forward only; nothing was changed"
            )
        return ClockPlan(now, wanted)

    def figures(self, plan: ClockPlan) -> object:
        """Where it stands, and would stand."""
        return (stamp(plan.now), stamp(plan.wanted))

    def changes(self, plan: ClockPlan) -> bool:
        """Whether it moves at all."""
        return plan.wanted > plan.now

    def planned(self, desk: Desk, plan: ClockPlan) -> Clock:
        """Where it would stand."""
        return clock(desk, plan.wanted)

    def write(self, work: Work, plan: ClockPlan) -> None:
        """Move it."""
        work.store.set_setting("sandbox_now", stamp(plan.wanted))
        before, after = {"now": stamp(plan.now)}, {"now": stamp(plan.wanted)}
        work.record(self.action, "clock", before, after)
