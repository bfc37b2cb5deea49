"""What was shown is what is done, in every dialog that asks [R21].

Somebody at another desk changes what it rests on while it asks; then the answer is yes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.another_desk import (
    CANCELLED,
    ENGINE_RAN,
    LAPSED,
    NEXT_DAY,
    PAID,
    RENEWED,
    TO_AUTO,
    TO_MANUAL,
    TO_SIX_MONTHS,
    TOP_UP,
    WAITING,
    WEB_PRICE,
    WEB_RENEWED,
    WORKER_PRICE,
    Deed,
    new_voucher,
    not_intended,
    run,
)
from tests.cli.calls import WEB_1, WORKER
from tests.ui.console import Console, play

Opening = Callable[[Console], Awaitable[None]]


async def renewal(desk: Console) -> None:
    """The renewal of one instance."""
    await desk.go_to(WEB_1)
    await desk.press("r")
    await desk.see("Pay CNY 320.00")


async def unification(desk: Console) -> None:
    """Its unification on a day of each month."""
    await desk.go_to(WEB_1)
    await desk.press("u", "m", "2", "8")
    await desk.see("2026-12-28", "Pay CNY")


async def to_automatic(desk: Console) -> None:
    """Its switch to automatic renewal."""
    await desk.go_to(WEB_1)
    await desk.press("a")
    await desk.see("1 will be renewed automatically")


async def another_period(desk: Console) -> None:
    """Another period of an automatic one."""
    await desk.press("2")
    await desk.go_to(WORKER)
    await desk.press("a", "right")
    await desk.see("1 will be renewed automatically")


async def to_manual(desk: Console) -> None:
    """Its switch to manual renewal."""
    await desk.press("2")
    await desk.go_to(WORKER)
    await desk.press("m")
    await desk.see("1 will no longer be renewed automatically")


async def engine(desk: Console) -> None:
    """A run of the engine."""
    await desk.command("run the engine")
    await desk.see("9 instances would be renewed", "for CNY 1,681.50")


async def top_up(desk: Console) -> None:
    """A top-up of the first account."""
    await desk.press("t", "enter")
    await desk.see("Top up acme-prod: balance CNY 12,480.00")
    await desk.type_text("20")
    await desk.see("12,500.00")


async def payment(desk: Console) -> None:
    """The payment of order 1."""
    await desk.press("4", "p")
    await desk.see("Pay CNY 320.00")


async def cancellation(desk: Console) -> None:
    """The cancellation of order 1."""
    await desk.press("4", "c")
    await desk.see("Cancel order 1?")


async def clock_set(desk: Console) -> None:
    """Another time for the sandbox's clock."""
    await desk.command("set the sandbox")
    await desk.see("it stands at 2026-11-22 10:00")
    await desk.press("ctrl+u")
    await desk.type_text("2026-12-24 10:00")


async def clock_advance(desk: Console) -> None:
    """A step of the sandbox's clock."""
    await desk.command("advance the sandbox")
    await desk.see("it stands at 2026-11-22 10:00")


class Case(NamedTuple):
    """A dialog, its yes, what another desk does meanwhile, and what the dialog shows then."""

    opening: Opening
    yes: str
    deed: Deed
    shown: tuple[str, ...]
    """The new figures."""
    again: bool = True
    """Whether a second yes does it."""


CASES = {
    "renewal, a price": Case(renewal, "p", WEB_PRICE, ("Pay CNY 640.00",)),
    "renewal, the balance": Case(renewal, "p", TOP_UP, ("before 12,481.00",)),
    "renewal, a voucher": Case(renewal, "p", new_voucher, ("VC-9 50.00",)),
    "renewal, the policy": Case(renewal, "p", TO_AUTO, ("Pay CNY 320.00",)),
    "renewal, renewed": Case(renewal, "p", WEB_RENEWED, ("2026-12-22", "2027-01-22")),
    "renewal, ordered": Case(
        renewal, "p", lambda path: void(run(path, *WAITING, status=3)), ("order 1 awaits",), False
    ),
    "renewal, the next day": Case(renewal, "p", NEXT_DAY, ("Pay CNY 320.00",)),
    "renewal to be paid later, a price": Case(renewal, "l", WEB_PRICE, ("Pay CNY 640.00",)),
    "unification, a price": Case(unification, "p", WEB_PRICE, ("768.00",)),
    "unification, the balance": Case(unification, "p", TOP_UP, ("before 12,481.00",)),
    "unification, a voucher": Case(unification, "p", new_voucher, ("VC-9 50.00",)),
    "to automatic, renewed": Case(to_automatic, "y", WEB_RENEWED, ("expires 2026-12-22",)),
    "to automatic, switched": Case(to_automatic, "y", TO_AUTO, ("None of them",), False),
    "to automatic, a price": Case(to_automatic, "y", WEB_PRICE, ("640.00 a month",)),
    "another period, renewed": Case(another_period, "y", RENEWED, ("expires 2026-12-22",)),
    "another period, switched": Case(another_period, "y", TO_SIX_MONTHS, ("Renews by",)),
    "to manual, renewed": Case(to_manual, "y", RENEWED, ("expires 2026-12-22",)),
    "to manual, switched": Case(to_manual, "y", TO_MANUAL, ("None of them",), False),
    "engine, a price": Case(engine, "y", WORKER_PRICE, ("for CNY 1,809.50",)),
    "engine, the policy": Case(engine, "y", TO_AUTO, ("10 instances would", "2,001.50")),
    "engine, one renewed": Case(engine, "y", RENEWED, ("8 instances would", "1,553.50")),
    "engine, the balance": Case(engine, "y", TOP_UP, ("9 instances would",)),
    "engine, a voucher": Case(engine, "y", new_voucher, ("9 instances would",)),
    "top-up, the balance": Case(top_up, "enter", TOP_UP, ("12,481.00", "12,501.00")),
    "top-up, the engine": Case(top_up, "enter", ENGINE_RAN, ("12,343.50", "12,363.50")),
    "payment, the balance": Case(payment, "p", TOP_UP, ("before 12,481.00",)),
    "payment, a voucher": Case(payment, "p", new_voucher, ("Pay CNY 320.00",)),
    "payment, a price": Case(payment, "p", WEB_PRICE, ("figures that have changed",), False),
    "payment, paid": Case(payment, "p", PAID, ("order 1 is paid",), False),
    "payment, cancelled": Case(payment, "p", CANCELLED, ("order 1 is cancelled",), False),
    "payment, lapsed": Case(payment, "p", LAPSED, ("not paid within 24 hours",), False),
    "cancellation, paid": Case(cancellation, "y", PAID, ("order 1 is paid",), False),
    "cancellation, cancelled": Case(cancellation, "y", CANCELLED, ("order 1 is",), False),
    "cancellation, lapsed": Case(cancellation, "y", LAPSED, ("order 1 is cancelled",), False),
    "clock, set": Case(clock_set, "enter", NEXT_DAY, ("stands at 2026-11-23",)),
    "clock, advanced": Case(clock_advance, "enter", NEXT_DAY, ("stands at 2026-11-23",)),
}


def void(_: object) -> None:
    """Nothing."""


TOLD = ("changed", "was moved meanwhile", "order 1 is", "is another now")
"""What a dialog says then, in one way or another."""


@pytest.mark.parametrize("name", CASES)
def test_a_yes_to_what_has_changed_meanwhile_does_nothing_and_shows_what_is_so_now(
    demo: Path, name: str
) -> None:
    opening, yes, deed, shown, again = CASES[name]
    if opening in (payment, cancellation):
        run(demo, *WAITING, status=3)

    async def scenario(desk: Console) -> None:
        await opening(desk)
        deed(demo)
        before = not_intended(demo)
        await desk.press(yes)
        await desk.until(lambda: any(words in desk.text for words in TOLD), "told")
        assert not desk.on_main
        await desk.see(*shown)
        assert not_intended(demo) == before
        await desk.press(yes)
        if again:
            await desk.until(lambda: not_intended(demo) != before, "done")
            await desk.settle()
        assert (not_intended(demo) != before) is again
        await desk.back()

    play(scenario, demo)
