"""A sandbox's clock: it moves forward only, and only when told (section 3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict

from renewal_tui.clock import LAST_YEAR, local_text, parse_local, parse_step, stamp
from renewal_tui.errors import Changed, Refused, UsageProblem
from renewal_tui.operations.desk import Desk


class ClockDocument(TypedDict):
    """The answer of `clock`."""

    now: str
    today: str
    timezone: str
    sandbox: bool


def clock_document(desk: Desk) -> ClockDocument:
    """What time it is in the store."""
    zone = desk.store.settings.timezone
    return {
        "now": local_text(desk.now(), zone),
        "today": desk.today().isoformat(),
        "timezone": zone.key,
        "sandbox": desk.store.settings.sandbox,
    }


def require_sandbox(desk: Desk) -> None:
    """Refuse a real store, whose clock is the machine's. Raises Refused."""
    if not desk.store.settings.sandbox:
        raise Refused(
            f"{desk.store.name} is a real store: its clock is the machine's and cannot be told"
        )


def set_clock(desk: Desk, text: str, shown: datetime | None = None) -> ClockDocument:
    """Move a sandbox's clock to a local time such as `2026-11-22 10:00`.

    Raises Refused (a real store, or a time before its present one), UsageProblem (not a time),
    Changed when it stands at another time than was `shown` [R21].
    """
    require_sandbox(desk)
    try:
        wanted = parse_local(text, desk.store.settings.timezone)
    except ValueError as problem:
        raise UsageProblem(str(problem)) from None
    return _move(desk, lambda _: wanted, shown)


def advance_clock(desk: Desk, text: str, shown: datetime | None = None) -> ClockDocument:
    """Move a sandbox's clock on by a step such as `10d`. Raises as `set_clock` does."""
    require_sandbox(desk)
    try:
        step = parse_step(text)
        return _move(desk, lambda now: now + step, shown)
    except (ValueError, OverflowError) as problem:
        raise UsageProblem(str(problem)) from None


def _move(desk: Desk, to: Callable[[datetime], datetime], shown: datetime | None) -> ClockDocument:
    with desk.work("") as work:
        stands = local_text(work.now, desk.store.settings.timezone)
        if shown not in (None, work.now):
            raise Changed(f"the clock was moved and stands at {stands} now; nothing was changed")
        wanted = to(work.now)
        if wanted.year > LAST_YEAR:
            raise UsageProblem(f"the clock goes to the end of {LAST_YEAR} and no further")
        if wanted < work.now:
            raise Refused(
                f"the clock stands at {stands} and moves forward only; nothing was changed"
            )
        if wanted > work.now:
            desk.store.set_setting("sandbox_now", stamp(wanted))
            work.trail.add("clock", "clock", {"now": stamp(work.now)}, {"now": stamp(wanted)})
    return clock_document(desk)
