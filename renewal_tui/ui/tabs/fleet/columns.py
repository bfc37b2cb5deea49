"""The columns of the tabs of instances [R3, R7]."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from renewal_tui.domain.codes import months_text
from renewal_tui.domain.eligibility import FLAG_EXPIRED_AUTO, is_lapsed, row_reason, status_of
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Sort
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import left_of, policy_text, sentence, status_text
from renewal_tui.ui.widgets.table import Cell, Column
from renewal_tui.ui.widgets.table.columns import FIRST

DUE_SOON = 7
"""Days within which what is left turns amber."""

SORTS: tuple[Sort, ...] = (
    Sort.EXPIRE_DATE,
    Sort.INSTANCE_ID,
    Sort.NAME,
    Sort.PRODUCT,
    Sort.ROOM,
    Sort.MONTHLY_PRICE,
)
"""What `s` sorts by, in turns; a click on a heading sorts by the account, too."""


LAPSED = "Expired, no longer auto"
"""The flag of R7 where there is no room for its sentence: cut, that would say the opposite."""


def _flagged_status(instance: Instance, today: date) -> str:
    return LAPSED if is_lapsed(instance, today) else status_text(instance, today)


def _short_status(instance: Instance, today: date) -> str:
    if is_lapsed(instance, today):
        return "Lapsed"
    status = status_of(instance, today)
    if row_reason(instance, today) is None and instance.unpaid_order is not None:
        return "Unpaid"
    return status.value.capitalize()


def _left(instance: Instance, today: date) -> Cell:
    days = (instance.expire_date - today).days
    return left_of(instance, today), "expired" if days < 0 else "due" if days <= DUE_SOON else ""


_fact = partial(Column[Instance], sortable=True)

PERIOD = Column[Instance](
    "period", "Renews by", lambda one: months_text(one.auto_months), 9, priority=3
)
POLICY = Column[Instance](
    "policy",
    "Policy",
    lambda one: one.policy.value.capitalize(),
    6,
    14,
    long_cell=lambda one: sentence(policy_text(one)),
    long_width=14,
    flex=8,
    priority=2,
)
_ID = _fact(Sort.INSTANCE_ID, "Instance", lambda one: one.instance_id, 13, 20, flex=2, cut="middle")
_NAME = _fact(
    Sort.NAME, "Name", lambda one: one.name or "-", 15, 32, flex=3, priority=1, short_width=9
)
_OWNER = _fact(
    Sort.ACCOUNT,
    "Account",
    lambda one: one.account,
    10,
    16,
    cut="middle",
    priority=3,
    short_width=9,
)
_PRODUCT = _fact(Sort.PRODUCT, "Product", lambda one: one.product.code, 7, priority=5)
_ROOM = _fact(
    Sort.ROOM,
    "Room type",
    lambda one: one.room.name,
    22,
    priority=4,
    short_title="Room",
    short_cell=lambda one: one.room.code,
    short_width=14,
)
_EXPIRES = _fact(
    Sort.EXPIRE_DATE,
    "Expire date",
    lambda one: one.expire_date.isoformat(),
    13,
    short_title="Expires",
    short_width=10,
)
_PRICE = _fact(
    Sort.MONTHLY_PRICE,
    "Price/month",
    lambda one: show_money(one.monthly_price),
    11,
    align="right",
    priority=6,
)


def _identity(*, accounts: bool) -> tuple[Column[Instance], ...]:
    return (_ID, _NAME, _OWNER) if accounts else (_ID, _NAME)


def fleet_columns(
    today: date, *, accounts: bool, policy: Iterable[Column[Instance]] = ()
) -> list[Column[Instance]]:
    """The columns of what can be renewed here; `accounts` says that a row's owner is told."""
    left = Column[Instance]("left", "Left", lambda one: _left(one, today), 6, align="right")
    status = Column[Instance](
        "status",
        "Status",
        lambda one: _flagged_status(one, today),
        25,
        48,
        long_cell=lambda one: status_text(one, today),
        long_width=len(FLAG_EXPIRED_AUTO),
        flex=4,
        priority=1,
        short_cell=lambda one: _short_status(one, today),
        short_width=7,
        short_priority=FIRST + 1,
    )
    identity = _identity(accounts=accounts)
    return [*identity, _PRODUCT, _ROOM, _EXPIRES, left, *policy, _PRICE, status]


def reason_columns(today: date, *, accounts: bool) -> list[Column[Instance]]:
    """The columns of what cannot be renewed here: the reason takes the room of what that costs."""
    reason = Column[Instance](
        "status",
        "Why not renewable",
        lambda one: status_text(one, today),
        46,
        84,
        flex=20,
        short_width=28,
        short_priority=2,
    )
    room = _ROOM._replace(priority=6)
    return [*_identity(accounts=accounts), _PRODUCT, room, _EXPIRES, reason]
