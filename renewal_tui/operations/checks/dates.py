"""Dates are real calendar dates and times real times: SQLite stores any text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from renewal_tui.clock import parse_stamp
from renewal_tui.domain.calendar import parse_date
from renewal_tui.operations.checks.problem import Broken, Problem
from renewal_tui.store.checking.dates import never_valid, walk_dates, walk_stamps
from renewal_tui.store.connection import Store


def dates(store: Store) -> Iterator[Problem]:
    """Every stored date and time that is not looked at with its row elsewhere.

    A voucher must be valid on some day [R12].
    """
    for one in walk_dates(store):
        if not _is_date(one.value):
            detail = f"{one.row}: {one.column} {one.value!r} is not a date"
            yield Problem(Broken.BAD_DATE, detail)
    for never in never_valid(store):
        if _is_date(never.valid_from) and _is_date(never.expire_date):
            detail = (
                f"voucher {never.voucher}: valid_from {never.valid_from} "
                f"is after expire_date {never.expire_date}"
            )
            yield Problem(Broken.BAD_DATE, detail)
    for one in walk_stamps(store):
        if not _is_stamp(one.value):
            detail = f"{one.row}: {one.column} {one.value!r} is not a time"
            yield Problem(Broken.BAD_DATE, detail)


@lru_cache(maxsize=4096)
def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(parse_date(value))
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def _is_stamp(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(parse_stamp(value))
    except ValueError:
        return False
