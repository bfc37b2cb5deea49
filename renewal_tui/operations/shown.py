"""What was shown, kept as a fingerprint of its values, to be compared in the transaction [R21]."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from renewal_tui.domain.planning import OrderPlan, order_figures
from renewal_tui.operations.due import Outcome

SIZE = hashlib.sha256().digest_size


def fingerprint(values: object) -> bytes:
    """The SHA-256 of plain values: tuples, texts, numbers, dates."""
    return hashlib.sha256(repr(values).encode()).digest()


class RunShown:
    """What a dry run of the engine has shown: its day, who missed theirs, and every row due.

    The rows are kept one by one, since nobody knows beforehand how many a commit will take.
    """

    def __init__(self) -> None:
        self._head = b""
        self._rows = bytearray()

    def begin(self, today: date, missed: Sequence[str]) -> None:
        """Take in the day, and who was missed."""
        self._head = fingerprint((today, tuple(missed)))

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Take in the next rows, in the order of work [R10]."""
        self._rows += _rows(outcomes)

    def begins_so(self, today: date, missed: Sequence[str], due: int) -> bool:
        """Whether a run of so many rows is the one that was shown, as far as it can be told."""
        head = fingerprint((today, tuple(missed)))
        return (self._head, len(self._rows)) == (head, SIZE * due)

    def goes_on_so(self, done: int, rows: int, outcomes: Sequence[Outcome]) -> bool:
        """Whether so many rows, after those that are done, come to what was shown."""
        return self._rows[SIZE * done : SIZE * (done + rows)] == _rows(outcomes)


def _rows(outcomes: Sequence[Outcome]) -> bytes:
    return b"".join(map(_row, outcomes))


def _row(outcome: Outcome) -> bytes:
    plan = outcome.plan
    figures = order_figures(plan) if isinstance(plan, OrderPlan) else plan
    return fingerprint((outcome.instance_id, outcome.reached, figures))
