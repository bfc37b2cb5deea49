"""A sandbox's clock: it moves forward only, and only when told (section 3)."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from renewal_tui.clock import LAST_YEAR, local_text, parse_local, parse_step, stamp
from renewal_tui.errors import Refused, UsageProblem
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
            f"{desk.store.path} is a real store: its clock is the machine's and cannot be told"
        )


def set_clock(desk: Desk, text: str) -> ClockDocument:
    """Move a sandbox's clock to a local time such as `2026-11-22 10:00`.

    Raises Refused (a real store, or a time before its present one), UsageProblem (not a time).
    """
    require_sandbox(desk)
    try:
        wanted = parse_local(text, desk.store.settings.timezone)
    except ValueError as problem:
        raise UsageProblem(str(problem)) from None
    return _move(desk, wanted)


def advance_clock(desk: Desk, text: str) -> ClockDocument:
    """Move a sandbox's clock on by a step such as `10d`. Raises as `set_clock` does."""
    require_sandbox(desk)
    try:
        return _move(desk, desk.now() + parse_step(text))
    except (ValueError, OverflowError) as problem:
        raise UsageProblem(str(problem)) from None


def _move(desk: Desk, wanted: datetime) -> ClockDocument:
    if wanted.year > LAST_YEAR:
        raise UsageProblem(f"the clock goes to the end of {LAST_YEAR} and no further")
    with desk.work("") as work:
        if wanted < work.now:
            stands = local_text(work.now, desk.store.settings.timezone)
            raise Refused(
                f"the clock stands at {stands} and moves forward only; nothing was changed"
            )
        if wanted > work.now:
            desk.store.set_setting("sandbox_now", stamp(wanted))
            work.trail.add("clock", "clock", {"now": stamp(work.now)}, {"now": stamp(wanted)})
    return clock_document(desk)
