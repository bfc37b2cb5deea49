"""How a request, and an order that it made, are said."""

from __future__ import annotations

from renewal_tui.domain.calendar import LAST_DAY
from renewal_tui.domain.codes import OrderKind, months_text
from renewal_tui.domain.planning import Renew, Request, UnifyOnDate
from renewal_tui.domain.words import sentence


def request_text(request: Request) -> str:
    """A request in words: `renew by 3 months`, `unify on 2026-12-31`, `unify on day 12`."""
    if isinstance(request, Renew):
        return f"renew by {months_text(request.months)}"
    if isinstance(request, UnifyOnDate):
        return f"unify on {request.target}"
    if request.day == LAST_DAY:
        return "unify on the last day of the month"
    return f"unify on day {request.day} of the month"


def order_text(kind: OrderKind, request: Request) -> str:
    """What an order is for: `Renew by 3 months`, `Automatic renewal by 1 month`."""
    text = request_text(request)
    if kind is OrderKind.AUTO:
        return text.replace("renew", "Automatic renewal", 1)
    return sentence(text)
