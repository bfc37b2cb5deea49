"""The reason codes, fixed words and rows that programs outside rely on (section 5)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from renewal_tui.domain.money import Money


class Code(StrEnum):
    """Why something was refused, skipped or failed."""

    EXPIRED = "expired"
    EXPIRED_MANUAL = "expired_manual"
    RELEASED = "released"
    TRIAL = "trial"
    ONE_TIME = "one_time"
    PAY_AS_YOU_GO = "pay_as_you_go"
    PRODUCT_NOT_RENEWABLE = "product_not_renewable"
    ORDER_UNPAID = "order_unpaid"
    ALREADY_AUTO = "already_auto"
    ALREADY_MANUAL = "already_manual"
    NOT_BEFORE = "not_before"
    PERIOD_TOO_SHORT = "period_too_short"
    INSUFFICIENT_BALANCE = "insufficient_balance"
    CHANGED = "changed"
    UNKNOWN_INSTANCE = "unknown_instance"
    OUT_OF_RANGE = "out_of_range"
    """Ours: it would end beyond the last year, or cost more than any amount that is kept."""

    LIMIT_REACHED = "limit_reached"
    """Ours: a limit of an automatic run left it for later; the reason begins with its name."""


class Refusal(NamedTuple):
    """One reason why something may not be done, as a code and as a sentence for people."""

    code: Code
    reason: str


class Skipped(NamedTuple):
    """An instance left out of an operation, and why."""

    instance_id: str
    code: Code
    reason: str


class Renewed(NamedTuple):
    """One automatic renewal; `order` is None in a dry run."""

    instance_id: str
    order: int | None
    from_date: date
    to_date: date
    payable: Money
    voucher_total: Money
    balance_total: Money


class Failed(NamedTuple):
    """One failed automatic renewal [R9]."""

    instance_id: str
    code: Code
    reason: str
    short_by: Money


class Type(StrEnum):
    """The type of an instance; trials are not renewed [R1]."""

    STANDARD = "standard"
    TRIAL = "trial"


class BillingMode(StrEnum):
    """How an instance is billed; only subscriptions are renewed [R1]."""

    SUBSCRIPTION = "subscription"
    ONE_TIME = "one_time"
    PAY_AS_YOU_GO = "pay_as_you_go"


class Policy(StrEnum):
    """The renewal policy [R4]."""

    MANUAL = "manual"
    AUTO = "auto"


class Status(StrEnum):
    """The derived status of an instance; never stored."""

    ACTIVE = "active"
    EXPIRED = "expired"
    RELEASED = "released"


class Tab(StrEnum):
    """Where an instance stands in the console and in `list --tab` [R1, R2]."""

    MANUAL = "manual"
    AUTO = "auto"
    EXCLUDED = "excluded"


class Use(StrEnum):
    """What a voucher may be used for [R12]."""

    RENEWAL = "renewal"
    GENERAL = "general"
    PURCHASE = "purchase"


class OrderStatus(StrEnum):
    """The state of an order [R15, R20]."""

    UNPAID = "unpaid"
    PAID = "paid"
    CANCELLED = "cancelled"


class OrderKind(StrEnum):
    """What an order buys: a manual renewal, a unification or an automatic renewal."""

    RENEW = "renew"
    UNIFY = "unify"
    AUTO = "auto"


PERIODS: tuple[int, ...] = (1, 2, 3, 6, 12, 24, 36)
"""The months that can be bought at once [R5, R15]."""


def months_text(months: int) -> str:
    """Name a period as the console does: `1 month`, `3 months`, `1 year`, `2 years`."""
    number, noun = (months // 12, "year") if months and months % 12 == 0 else (months, "month")
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
