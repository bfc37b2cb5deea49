"""Tells of a run of the engine as it goes: in JSON or in lines, without keeping what was told."""

from __future__ import annotations

from collections.abc import Iterator

from renewal_tui.cli.options import option_name
from renewal_tui.cli.order_text import write_skipped
from renewal_tui.cli.output import DocumentStream, OutputLost, note, say
from renewal_tui.cli.state import State
from renewal_tui.cli.tables import Column, Table, write_table
from renewal_tui.domain.codes import Failed, Renewed, Skipped
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import audit_head_text, clock_text, counted, money_text
from renewal_tui.operations.documents import document as document_of
from renewal_tui.operations.outcomes import ClockGuard, Ran

_RENEWED: tuple[Column[Renewed], ...] = (
    Column("Renewed", lambda one: one.instance_id),
    Column("From", lambda one: one.from_date),
    Column("To", lambda one: one.to_date),
    Column("Payable", lambda one: show_money(one.payable), right=True),
    Column("Vouchers", lambda one: show_money(one.voucher_total), right=True),
    Column("Balance", lambda one: show_money(one.balance_total), right=True),
    Column("Order", lambda one: one.order or "", right=True),
)
_FAILED: tuple[Column[Failed], ...] = (
    Column("Failed", lambda one: one.instance_id),
    Column("Code", lambda one: one.code),
    Column("Reason", lambda one: one.reason, limit=None),
)
_MISSED = "Missed: expired on a day without a run, renew it manually while it is retained"


def refused_text(guard: ClockGuard) -> str:
    """Why nothing was done, and what can be done about it."""
    advice = f"; if the clock is right, run it with {option_name('accept_clock')}"
    return clock_text(*guard) + (advice if guard.is_late else "")


def _spelt(later: Skipped) -> Skipped:
    """The reason begins with the name of the limit."""
    limit, rest = later.reason.split(" ", 1)
    return later._replace(reason=f"{option_name(limit)} {rest}")


class Told:
    """Takes each renewal after its commit, and the whole outcome at the end."""

    def __init__(self, state: State | None, currency: str | None, *, quiet: bool) -> None:
        """`currency` is that of all accounts; without one amounts are not added up."""
        self.number = 0
        self._payable = 0
        self._currency = currency
        self._quiet = quiet
        self._table = Table(_RENEWED)
        self._stream: DocumentStream | None = None
        self._lost: OutputLost | None = None
        if state is not None and state.json:
            self._stream = state.stream = DocumentStream({}, "renewed")

    def part(self, part: Ran) -> Ran:
        """Tell of a part; that nobody listens any more never stops the others [R10]."""
        for row in part.renewed:
            self.number += 1
            self._payable += row.payable
            try:
                if self._lost is None:
                    self._tell(row)
            except OutputLost as lost:
                self._lost = lost
        return part._replace(renewed=())

    def _tell(self, row: Renewed) -> None:
        if self._stream is not None:
            self._stream.add(document_of(row))
        elif not self._quiet:
            self._table.add(row)

    def end(self, found: Ran) -> None:
        """Tell the rest of the outcome.

        When quiet, failures and missed days go to stderr, and a run in which nothing happened
        says nothing at all. Raises OutputLost, also for what could not be told before.
        """
        if self._lost is not None:
            raise self._lost
        self._table.close()
        found = found._replace(skipped=tuple(map(_spelt, found.skipped)))
        if self._stream is not None:
            rest = document_of(found)
            del rest["renewed"]
            if found.refused:
                rest["refused"] = refused_text(found.refused)
            self._stream.close(rest)
        elif not self._quiet:
            self._tables(found)
            self._sum_up(found)
        if self._quiet:
            failed = (f"{one.instance_id} failed: {one.reason}" for one in found.failed)
            note(
                *failed,
                *(
                    f"{name} was missed: renew it manually while it is retained"
                    for name in found.missed
                ),
            )
            if self._stream is None and self.number:
                self._sum_up(found)

    def _sum_up(self, found: Ran) -> None:
        say(*self.summary(found))
        if found.audit_head and not (found.ending.dry_run or found.refused):
            say(audit_head_text(*found.audit_head))

    def _tables(self, found: Ran) -> None:
        write_table(_FAILED, found.failed)
        write_table([Column(_MISSED, str)], found.missed)
        write_skipped(found.skipped)

    def summary(self, found: Ran, *, would: bool = False) -> Iterator[str]:
        """The run in a line: on which date, how many were renewed, failed, missed, left out."""
        if found.refused:
            return
        number = self.number + len(found.renewed)
        payable = self._payable + sum(row.payable for row in found.renewed)
        begun = f"run {found.run}" if found.run else "a dry run: nothing was changed"
        verb = "would be renewed" if would or found.ending.dry_run else "renewed"
        amount = f" for {money_text(self._currency, payable)}" if self._currency else ""
        text = (
            f"{found.business_date}: {counted(number)} {verb}{amount}, "
            f"{len(found.failed):,} failed, {len(found.missed):,} missed, "
            f"{len(found.skipped):,} left out"
        )
        yield text if would else f"{text} ({begun})"
