"""What was asked of an order, as the store keeps it, and back [R15, R22]."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from renewal_tui.domain.calendar import LAST_DAY, parse_date
from renewal_tui.domain.codes import PERIODS
from renewal_tui.domain.planning import Renew, Request, UnifyOnDate, UnifyOnDay
from renewal_tui.errors import UsageProblem

DAYS = (*range(1, 29), LAST_DAY)
"""The days of the month that a unification may ask for [R23]."""


def check_request(request: Request) -> None:
    """Refuse a period or a day that is not offered [R15, R23]. Raises UsageProblem."""
    if isinstance(request, Renew) and request.months not in PERIODS:
        offered = ", ".join(map(str, PERIODS))
        raise UsageProblem(f"{request.months} months are not a period; there are {offered}")
    if isinstance(request, UnifyOnDay) and request.day not in DAYS:
        raise UsageProblem(f"{request.day} is not a day of every month: 1 to 28, or the last")


def request_value(request: Request) -> dict[str, Any]:
    """A request as plain values."""
    if isinstance(request, Renew):
        return {"months": request.months}
    if isinstance(request, UnifyOnDate):
        return {"date": request.target.isoformat()}
    return {"day": "last" if request.day == LAST_DAY else request.day}


# By type, too: as tuples, renewing by 1 month and unifying on day 1 are the same.
@lru_cache(maxsize=256, typed=True)
def request_json(request: Request) -> str:
    """A request as it is stored with its order."""
    return json.dumps(request_value(request))


def parse_request(text: str) -> Request:
    """A stored request back."""
    value = json.loads(text)
    if "months" in value:
        return Renew(value["months"])
    if "date" in value:
        return UnifyOnDate(parse_date(value["date"]))
    return UnifyOnDay(LAST_DAY if value["day"] == "last" else value["day"])
