"""What an operator wants done, as values: who asks says what, and how is the dispatcher's business.

A tab makes an intent of what is marked and hands it to the screen; once the operation is over it is
told what was done, so that it can take the marks away.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

from renewal_tui.domain.codes import Policy
from renewal_tui.domain.filters import Selection


class Chosen(NamedTuple):
    """The instances that an action is for, how many they are, and how many the filter hides."""

    selection: Selection
    rows: int
    hidden: int


@dataclass(frozen=True)
class Renew:
    """Renew them by a period [R15]."""

    chosen: Chosen


@dataclass(frozen=True)
class Unify:
    """Give them one expiration [R22]."""

    chosen: Chosen


@dataclass(frozen=True)
class SwitchPolicy:
    """Switch their renewal policy [R4]."""

    chosen: Chosen
    policy: Policy


@dataclass(frozen=True)
class OpenOrder:
    """Look at an order, and pay or cancel it; `cancelling` asks at once whether to cancel [R19]."""

    number: int
    cancelling: bool = False


@dataclass(frozen=True)
class TopUp:
    """Top up an account's balance."""

    account: str


@dataclass(frozen=True)
class RunEngine:
    """Renew what is due today [R8]."""


@dataclass(frozen=True)
class MoveClock:
    """Move the sandbox's clock to a time, or on by a `step`."""

    step: bool


Intent = Renew | Unify | SwitchPolicy | OpenOrder | TopUp | RunEngine | MoveClock


class Done(NamedTuple):
    """What became of an intent: the instances it was done to, and whether it came to its end."""

    instances: Collection[str]
    whole: bool


Then = Callable[[Done], None]


def nothing_then(_: Done) -> None:
    """Nobody waits for what becomes of it."""
