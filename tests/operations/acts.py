"""What operators do, in tests: operations carried out, as the JSON documents that come of them."""

from __future__ import annotations

from typing import Any

from renewal_tui.domain.filters import Selection
from renewal_tui.domain.planning import Renew, Request
from renewal_tui.operations.auto_renew import AutomaticRun
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import Document, document
from renewal_tui.operations.due import RunLimits
from renewal_tui.operations.execution import NOTHING_SHOWN, Operation, Shown, execute, rehearse
from renewal_tui.operations.execution.shown import NothingShown
from renewal_tui.operations.purchase import Purchase
from renewal_tui.operations.renew import Renewal
from renewal_tui.operations.unify import Unification
from renewal_tui.operations.watch import Watch

AnyOperation = Operation[Any, Any, Any]


def done(
    desk: Desk,
    operation: AnyOperation,
    key: str,
    shown: Shown[Any] | NothingShown = NOTHING_SHOWN,
    watch: Watch | None = None,
    *,
    note: str = "",
) -> Document:
    """Carry an operation out."""
    return document(execute(desk, operation, key, shown, watch=watch, note=note))


def dry(desk: Desk, operation: AnyOperation, key: str | None) -> Document:
    """Rehearse an operation."""
    return document(rehearse(desk, operation, key))


def purchase_of(selection: Selection, request: Request, **how: bool) -> Purchase:
    """A renewal or a unification."""
    if isinstance(request, Renew):
        return Renewal(selection, request.months, **how)
    return Unification(selection, request, **how)


def run_of(
    max_items: int | None = None, max_amount: int | None = None, *, accept_clock: bool = False
) -> AutomaticRun:
    """A run of the engine."""
    return AutomaticRun(RunLimits(max_items, max_amount), accept_clock)
