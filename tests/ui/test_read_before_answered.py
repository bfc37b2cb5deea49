"""An answer counts only for figures that have been there for a moment to be read [R21].

The clock of the keys stands still but where a test lets it go on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.another_desk import WAITING, not_intended, run
from tests.cli.calls import WEB_1, WORKER
from tests.ui.console import Console, play

TOO_SOON = "had only just been shown"
ALMOST, REST = 0.149, 0.002
"""Seconds: not enough to read anything, and what is missing."""


async def on_web(desk: Console) -> None:
    """On a manual instance."""
    await desk.go_to(WEB_1)


async def renewal(desk: Console) -> None:
    """In its renewal."""
    await desk.go_to(WEB_1)
    await desk.press("r")


async def pay_button(desk: Console) -> None:
    """In its renewal, on the button that pays."""
    await renewal(desk)
    await desk.press("tab")


async def unification(desk: Console) -> None:
    """In its unification, on a day of the month that is half typed."""
    await desk.go_to(WEB_1)
    await desk.press("u", "m", "2")


async def automatic(desk: Console) -> None:
    """In its switch to automatic renewal."""
    await desk.go_to(WEB_1)
    await desk.press("a")


async def on_worker(desk: Console) -> None:
    """On an automatic instance."""
    await desk.press("2")
    await desk.go_to(WORKER)


def in_palette(words: str) -> Callable[[Console], Awaitable[None]]:
    """At a command of the palette."""

    async def typed(desk: Console) -> None:
        await desk.press("ctrl+p")
        await desk.type_text(words)

    return typed


async def accounts(desk: Console) -> None:
    """Where the account to top up is chosen."""
    await desk.press("t")


async def orders(desk: Console) -> None:
    """On an order that awaits payment."""
    await desk.press("4")


class Case(NamedTuple):
    """Where one is, the keys that bring new figures, and the keys that answer them."""

    before: Callable[[Console], Awaitable[None]]
    shows: tuple[str, ...]
    answers: tuple[str, ...]


CASES = {
    "a renewal": Case(on_web, ("r",), ("p",)),
    "a renewal to be paid later": Case(on_web, ("r",), ("l",)),
    "another period": Case(renewal, ("right",), ("p",)),
    "without vouchers": Case(renewal, ("v",), ("p",)),
    "the button that pays": Case(pay_button, ("right",), ("enter",)),
    "another day": Case(unification, ("8",), ("p",)),
    "to automatic": Case(on_web, ("a",), ("y",)),
    "to automatic by another period": Case(automatic, ("right",), ("y",)),
    "to manual": Case(on_worker, ("m",), ("y",)),
    "the engine": Case(in_palette("run the engine"), ("enter",), ("y",)),
    "a top-up": Case(accounts, ("enter",), ("2", "0", "enter")),
    "a payment": Case(orders, ("p",), ("p",)),
    "a cancellation": Case(orders, ("c",), ("y",)),
    "the clock": Case(in_palette("advance the sandbox"), ("enter",), ("enter",)),
}


@pytest.mark.parametrize("name", CASES)
def test_an_answer_to_figures_that_nobody_can_have_read_is_told_and_does_nothing(
    demo: Path, name: str
) -> None:
    before, shows, answers = CASES[name]
    if before is orders:
        run(demo, *WAITING, status=3)
    at_first = not_intended(demo)

    async def scenario(desk: Console) -> None:
        await before(desk)
        desk.post(*shows)
        await desk.until(lambda: not desk.on_main, "a dialog")
        await desk.settle()
        desk.clock.wait(ALMOST)
        desk.post(*answers)
        await desk.settle()
        await desk.see(TOO_SOON)
        assert not_intended(demo) == at_first
        desk.clock.wait(REST)
        await desk.until(lambda: not desk.app.screen.query("Button.-active"), "let go")
        desk.post(answers[-1])
        await desk.until(lambda: not_intended(demo) != at_first, "done")
        await desk.settle()
        await desk.back()

    play(scenario, demo)


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        (("right", "right", "right", "p"), "1 year"),
        (("right", "right", "right", "l"), "1 year"),
        (("right", "v", "p"), "2 months"),
        (("right", "p", "p", "p"), "2 months"),
    ],
)
def test_a_period_that_is_chosen_and_paid_in_one_burst_is_not_paid(
    demo: Path, keys: tuple[str, ...], shown: str
) -> None:
    at_first = not_intended(demo)

    async def scenario(desk: Console) -> None:
        await renewal(desk)
        desk.post(*keys)
        await desk.settle()
        await desk.see(TOO_SOON, shown)
        assert not_intended(demo) == at_first
        desk.clock.wait()
        await desk.press(keys[-1])
        await desk.until(lambda: not_intended(demo) != at_first, "done")
        await desk.settle()
        await desk.back()

    play(scenario, demo)


def test_keys_that_only_choose_wait_for_nobody(demo: Path) -> None:
    async def scenario(desk: Console) -> None:
        await renewal(desk)
        desk.post("right", "right", "left", "right", "right", "right")
        await desk.settle()
        text = await desk.see("2027-11-22")
        assert TOO_SOON not in text
        await desk.back()

    play(scenario, demo)
