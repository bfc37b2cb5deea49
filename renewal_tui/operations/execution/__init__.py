"""The one way anything is changed: `preview` shows an operation, `execute` carries it out.

In comes an `Operation` (its action, its request, and the course of its work), a key, and what was
shown; out goes its typed outcome. What is true of every change has its one place here: what was
shown is what is charged [R21] in `shown`, one audit record for every change [R28] in `work`, one
answer for a key [R29] in `idempotency`; parts and their pace are in `execute`. An operation says
what it plans and writes, and cannot forget the rest.
"""

from renewal_tui.operations.execution.execute import (
    check_note,
    execute,
    needs_note,
    preview,
    rehearse,
)
from renewal_tui.operations.execution.operation import ClosingCourse, Course, OneStep, Operation
from renewal_tui.operations.execution.shown import NOTHING_SHOWN, NothingShown, Shown
from renewal_tui.operations.execution.work import Work

__all__ = [
    "NOTHING_SHOWN",
    "ClosingCourse",
    "Course",
    "NothingShown",
    "OneStep",
    "Operation",
    "Shown",
    "Work",
    "check_note",
    "execute",
    "needs_note",
    "preview",
    "rehearse",
]
