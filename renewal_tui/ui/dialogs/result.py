"""What became of an operation: every row with its outcome."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.widget import Widget

from renewal_tui.domain.codes import Code, OrderStatus, Skipped
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import clock_text, counted, money_text
from renewal_tui.operations.outcomes import Ending, Purchased, Ran, Switched
from renewal_tui.ui.dialogs.base import label, paragraph
from renewal_tui.ui.dialogs.rows import RowsDialog
from renewal_tui.ui.widgets.table import Cell, Column, ListSource, RowTable

RULED = 3
"""So many notes have a rule each; more would take the room of the rows."""

MISSED = "its day passed without a run: renew it by hand while it is retained"
STOPPED = "Stopped before the end: the rows that are not listed were not touched."
CHANGED = (
    "What comes next has changed since it was shown: what was not shown was not charged. "
    "Do it again to see the rest."
)


class Outcome(NamedTuple):
    """One row of a result: what became of an instance, its new date, what it cost, and why."""

    instance_id: str
    word: str
    tone: str
    to_date: str = ""
    payable: str = ""
    note: str = ""


class Result(RowsDialog[None]):
    """A heading that says how many, and a table with each row's outcome."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "cancel", show=False),
    ]

    def __init__(
        self, heading: str, outcomes: Sequence[Outcome], notes: Sequence[str] = ()
    ) -> None:
        super().__init__(heading)
        self._outcomes = list(outcomes)
        self._notes = notes

    def body(self) -> Iterable[Widget]:
        """The rows, and what else there is to say."""
        if self._outcomes:
            source = ListSource(self._outcomes, lambda one: one.instance_id)
            yield self.rows_table(_columns(self._outcomes), source)
        for note in self._notes:
            yield label(note, classes="ruled" if note in self._ruled else None)

    @property
    def _ruled(self) -> Sequence[str]:
        """The notes under a rule: all below the rows, or only the first where they are many."""
        notes = self._notes if self._outcomes else ()
        return notes if len(notes) <= RULED else notes[:1]

    def fit(self) -> None:
        """The rows take what the notes leave."""
        notes = sum(map(self.lines_of, self._notes)) + len(self._ruled)
        room = max(self.app.size.height - 9 - notes, 3)
        for table in self.query(RowTable):
            table.styles.height = min(len(self._outcomes) + 1, room)


def _columns(outcomes: Sequence[Outcome]) -> list[Column[Outcome]]:
    def word(one: Outcome) -> Cell:
        return one.word, one.tone

    columns = [
        Column[Outcome]("id", "Instance", lambda one: one.instance_id, 14, cut="middle"),
        Column[Outcome]("word", "Outcome", word, 14),
    ]
    where_told: tuple[Column[Outcome], ...] = (
        Column("to", "New date", lambda one: one.to_date, 10),
        Column("payable", "Payable", lambda one: one.payable, 11, align="right", priority=2),
        Column("note", "Note", lambda one: one.note, 16, 80, flex=4, priority=1),
    )
    return [*columns, *(it for it in where_told if any(map(it.cell, outcomes)))]


def purchase_result(found: Purchased, verb: str) -> Result:
    """What became of a renewal, a unification or a payment; `verb` is Renewed or Unified."""
    outcomes = []
    notes = []
    done = 0
    for order in found.orders:
        paid = order.status is OrderStatus.PAID
        money = money_text(order.currency, order.total)
        if paid:
            done += len(order.lines)
            notes.append(
                f"Order {order.order} of {order.account}: {money} paid, vouchers "
                f"{show_money(order.voucher_total)}, balance {show_money(order.balance_total)}."
            )
        else:
            short = show_money(order.short_by)
            why = f", the balance is short by {short}" if order.short_by else ""
            notes.append(
                f"Order {order.order} of {order.account}: {money} awaits payment{why}. "
                "Pay it on the Orders tab within 24 hours."
            )
        outcomes += [
            Outcome(
                line.instance_id,
                verb if paid else "Awaits payment",
                "good" if paid else "due",
                line.to_date.isoformat(),
                show_money(line.payable),
                f"order {order.order}",
            )
            for line in order.lines
        ]
    # What asks for something more stands first.
    outcomes = [*_skipped(found.skipped), *sorted(outcomes, key=lambda one: one.tone == "good")]
    heading = f"{verb}: {counted(done)}"
    waiting = len(outcomes) - done - len(found.skipped)
    if waiting:
        heading += f", {waiting:,} await payment"
    if found.skipped:
        heading += f", {len(found.skipped):,} left out"
    return Result(heading, outcomes, [*notes, *_stopped(found.ending)])


def _stopped(ending: Ending) -> list[str]:
    """Why there is more to do, if there is."""
    if ending.changed:
        return [CHANGED]
    return [STOPPED] if ending.interrupted else []


def policy_result(found: Switched, to: str, period: str = "") -> Result:
    """What became of a switch of policy; `to` is `automatic renewal` or `manual renewal`."""
    note = f"to {to} by {period}" if period else f"to {to}"
    outcomes = [Outcome(name, "Switched", "good", note=note) for name in found.changed]
    heading = f"Switched to {to}: {counted(len(found.changed))}"
    if found.skipped:
        heading += f", {len(found.skipped):,} left out"
    return Result(heading, [*_skipped(found.skipped), *outcomes], _stopped(found.ending))


def run_text(found: Ran, currencies: Collection[str]) -> str:
    """What a run of the engine would do, in lines: for whom, how many, and for how much."""
    total = sum(one.payable for one in found.renewed)
    # Amounts of several currencies have no sum.
    money = f" for {money_text(next(iter(currencies)), total)}" if len(currencies) == 1 else ""
    lines = [
        f"Of all accounts, {counted(len(found.renewed))} would be renewed "
        f"on {found.business_date}{money}."
    ]
    if found.failed:
        short = all(one.code is Code.INSUFFICIENT_BALANCE for one in found.failed)
        lines.append(f"{len(found.failed):,} would fail{' for lack of balance' if short else ''}.")
    if found.missed:
        lines.append(
            f"{len(found.missed):,} missed their day and would not be renewed: "
            "do it by hand while they are retained."
        )
    return paragraph(lines)


def run_result(found: Ran) -> Result:
    """What a run of the engine did."""
    if found.refused:
        return Result("The engine did nothing", [], [clock_text(*found.refused)])
    outcomes = [
        Outcome(one.instance_id, "Failed", "expired", note=one.reason) for one in found.failed
    ]
    outcomes += [Outcome(name, "Missed", "expired", note=MISSED) for name in found.missed]
    outcomes += [
        Outcome(
            one.instance_id,
            "Renewed",
            "good",
            one.to_date.isoformat(),
            show_money(one.payable),
            f"order {one.order}",
        )
        for one in found.renewed
    ]
    heading = (
        f"Engine on {found.business_date}: {len(found.renewed):,} renewed, "
        f"{len(found.failed):,} failed, {len(found.missed):,} missed"
    )
    notes = _stopped(found.ending) or ([] if outcomes else ["Nothing was due."])
    return Result(heading, [*outcomes, *_skipped(found.skipped)], notes)


def _skipped(rows: Iterable[Skipped]) -> list[Outcome]:
    return [Outcome(row.instance_id, "Left out", "dim", note=row.reason) for row in rows]
