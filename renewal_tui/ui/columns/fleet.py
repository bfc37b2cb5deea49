"""The columns of the three tabs of instances, and a row's status in words [R3, R7]."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from renewal_tui.domain.calendar import left_text
from renewal_tui.domain.codes import Status, months_text
from renewal_tui.domain.eligibility import (
    FLAG_EXPIRED_AUTO,
    is_lapsed,
    release_date,
    row_reason,
    status_of,
)
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Sort
from renewal_tui.domain.money import show_money
from renewal_tui.ui.actions import Place
from renewal_tui.ui.columns.tones import tone_of, toned
from renewal_tui.ui.widgets.table import Column
from renewal_tui.ui.widgets.table.columns import FIRST


def status_text(instance: Instance, today: date) -> str:
    """A row's status in words, never by colour alone."""
    reason = row_reason(instance, today)
    status = status_of(instance, today)
    if status is Status.EXPIRED and reason:
        return reason[:1].upper() + reason[1:]
    if status is Status.EXPIRED:
        return f"Expired, released in {left_text((release_date(instance) - today).days)}"
    if reason:
        return reason[:1].upper() + reason[1:]
    if instance.unpaid_order is not None:
        return f"Active, order {instance.unpaid_order} unpaid"
    return "Active"


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


def fleet_columns(place: Place, today: date, *, accounts: bool) -> list[Column[Instance]]:
    """The columns of the three tabs of instances; `accounts` says that a row's owner is told."""

    def tone(instance: Instance) -> str:
        return "" if place is Place.EXCLUDED else tone_of(instance, today)

    owner = [
        Column[Instance](
            key=Sort.ACCOUNT,
            title="Account",
            cell=lambda one: one.account,
            min_width=10,
            max_width=16,
            cut="middle",
            priority=3,
            short_width=9,
            sortable=True,
        )
    ]
    period = [
        Column[Instance](
            key="period",
            title="Renews by",
            cell=lambda one: months_text(one.auto_months),
            min_width=9,
            flex=0,
            priority=3,
        )
    ]
    price = Column[Instance](
        key=Sort.MONTHLY_PRICE,
        title="Price/month",
        cell=lambda one: show_money(one.monthly_price),
        min_width=11,
        max_width=13,
        flex=0,
        align="right",
        priority=6,
        sortable=True,
    )
    return [
        *_identity(),
        *(owner if accounts else []),
        *_where(place),
        Column(
            key=Sort.EXPIRE_DATE,
            title="Expire date",
            short_title="Expires",
            short_width=10,
            cell=lambda one: one.expire_date.isoformat(),
            short_cell=lambda one: one.expire_date.isoformat(),
            min_width=13,
            flex=0,
            sortable=True,
        ),
        *([] if place is Place.EXCLUDED else [_left(today, tone)]),
        *(period if place is Place.AUTO else []),
        *([] if place is Place.EXCLUDED else [price]),
        _status(place, today),
    ]


def _identity() -> list[Column[Instance]]:
    return [
        Column(
            key=Sort.INSTANCE_ID,
            title="Instance",
            cell=lambda one: one.instance_id,
            min_width=13,
            max_width=20,
            flex=2,
            cut="middle",
            sortable=True,
        ),
        Column(
            key=Sort.NAME,
            title="Name",
            cell=lambda one: one.name or "-",
            min_width=15,
            max_width=32,
            flex=3,
            priority=1,
            short_width=9,
            sortable=True,
        ),
    ]


def _where(place: Place) -> list[Column[Instance]]:
    return [
        Column(
            key=Sort.PRODUCT,
            title="Product",
            cell=lambda one: one.product.code,
            min_width=7,
            max_width=9,
            flex=0,
            priority=5,
            sortable=True,
        ),
        Column(
            key=Sort.ROOM,
            title="Room type",
            cell=lambda one: one.room.name,
            min_width=22,
            max_width=24,
            flex=0,
            priority=6 if place is Place.EXCLUDED else 4,
            sortable=True,
            short_title="Room",
            short_cell=lambda one: one.room.code,
            short_width=14,
        ),
    ]


def _left(today: date, tone: Callable[[Instance], str]) -> Column[Instance]:
    return Column(
        key="left",
        title="Left",
        cell=lambda one: toned(left_text((one.expire_date - today).days), tone(one)),
        min_width=6,
        max_width=8,
        flex=0,
        align="right",
    )


def _status(place: Place, today: date) -> Column[Instance]:
    if place is Place.EXCLUDED:
        return Column(
            key="status",
            title="Why not renewable",
            cell=lambda one: status_text(one, today),
            min_width=46,
            max_width=84,
            flex=20,
            short_width=28,
            short_priority=2,
        )
    return Column(
        key="status",
        title="Status",
        cell=lambda one: _flagged_status(one, today),
        long_cell=lambda one: status_text(one, today),
        long_width=len(FLAG_EXPIRED_AUTO),
        min_width=25,
        max_width=48,
        flex=4,
        priority=1,
        short_cell=lambda one: _short_status(one, today),
        short_width=7,
        short_priority=FIRST + 1,
    )
