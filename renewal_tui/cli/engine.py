"""`auto-renew`: the engine, run by cron or by hand, and told as it goes [R8 to R11]."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from renewal_tui.cli.carry_out import AskingPage, carry_out
from renewal_tui.cli.changing import How, changing
from renewal_tui.cli.options import command, option_name
from renewal_tui.cli.order_text import write_refused
from renewal_tui.cli.output import DocumentStream, OutputLost, note, say
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.cli.tables import Column, Table, write_table
from renewal_tui.cli.types import MONEY, whole
from renewal_tui.domain.codes import Renewed, Skipped
from renewal_tui.domain.money import show_money
from renewal_tui.domain.words import audit_head_text, clock_text, counted, money_text
from renewal_tui.operations.accounts import list_accounts
from renewal_tui.operations.auto_renew import AutomaticRun
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.documents import document
from renewal_tui.operations.due import RunLimits
from renewal_tui.operations.outcomes import ClockGuard, Ran
from renewal_tui.operator import Source

MOST_ITEMS = 1_000_000
_RENEWED: tuple[Column[Renewed], ...] = (
    Column("Renewed", lambda one: one.instance_id),
    Column("From", lambda one: one.from_date),
    Column("To", lambda one: one.to_date),
    Column("Payable", lambda one: show_money(one.payable), right=True),
    Column("Vouchers", lambda one: show_money(one.voucher_total), right=True),
    Column("Balance", lambda one: show_money(one.balance_total), right=True),
    Column("Order", lambda one: one.order or "", right=True),
)
_MISSED_ADVICE = "renew it manually while it is retained"
_MISSED = f"Missed: expired on a day without a run, {_MISSED_ADVICE}"


def _refused_text(guard: ClockGuard) -> str:
    """Why nothing was done, and what can be done about it."""
    advice = f"; if the clock is right, run it with {option_name('accept_clock')}"
    return clock_text(*guard) + (advice if guard.is_late else "")


def _spelt(later: Skipped) -> Skipped:
    """The reason begins with the name of the limit."""
    limit, rest = later.reason.split(" ", 1)
    return later._replace(reason=f"{option_name(limit)} {rest}")


@command("auto-renew", "auto-renew --yes --quiet")
@changing(notes=False)
@click.option("--quiet", is_flag=True, help="Say nothing when nothing happened (for cron).")
@click.option("--max-items", type=whole(0, MOST_ITEMS), metavar="N", help="Renew so many at most.")
@click.option("--max-amount", type=MONEY, metavar="X", help="Charge so much at most, by currency.")
@click.option("--accept-clock", is_flag=True, help="Run although the last run is long ago.")
def auto_renew_command(
    state: State,
    *,
    quiet: bool,
    max_items: int | None,
    max_amount: int | None,
    accept_clock: bool,
    how: How,
) -> ExitStatus:
    """Renew what is on automatic renewal and expires today: vouchers first, then the balance.

    Asks first when something is due. Running it twice renews once.
    """
    run = AutomaticRun(RunLimits(max_items, max_amount), accept_clock)
    return carry_out(state, RunPage(run, quiet=quiet), how)


class RunPage(AskingPage[Ran, Ran]):
    """A run of the engine: asks only where money would move, and tells each renewal as it goes.

    None of them is kept. When quiet, failures and missed days go to stderr, and a run in which
    nothing happened says nothing at all.
    """

    source = Source.ENGINE

    def __init__(self, run: AutomaticRun, *, quiet: bool) -> None:
        super().__init__(run)
        self._quiet = quiet
        self._number = self._payable = 0
        self._table = Table(_RENEWED)
        self._stream: DocumentStream | None = None
        self._lost: OutputLost | None = None

    def open(self, state: State, desk: Desk) -> None:
        """Amounts are added up where all accounts have one currency."""
        currencies = {account.currency for account in list_accounts(desk)}
        self._currency = currencies.pop() if len(currencies) == 1 else None
        self._path = state.path
        if state.json:
            self._stream = state.stream = DocumentStream({}, "renewed")

    def preview(self, seen: Ran) -> Iterable[str]:
        """How many, and for how much."""
        return self._summary(seen, would=True)

    def question(self, seen: Ran) -> str | None:
        """Asked where money would move, or may; the amount stands in the line before."""
        return "Renew them?" if not seen.refused and (seen.renewed or seen.failed) else None

    def part(self, part: Ran) -> Ran:
        """Tell of a part after its commit; that nobody listens any more stops no other [R10]."""
        for row in part.renewed:
            self._number += 1
            self._payable += row.payable
            try:
                if self._lost is None:
                    self._tell(row)
            except OutputLost as lost:
                self._lost = lost
        return part._replace(renewed=())

    def _tell(self, row: Renewed) -> None:
        if self._stream is not None:
            self._stream.add(document(row))
        elif not self._quiet:
            self._table.add(row)

    def tell(self, _state: State, outcome: Ran) -> None:
        """Tell the rest: JSON too is told as it goes."""
        self.write(outcome)

    def write(self, outcome: Ran) -> None:
        """Tell the rest. Raises OutputLost, also for what could not be told before."""
        if self._lost is not None:
            raise self._lost
        self._table.close()
        outcome = outcome._replace(skipped=tuple(map(_spelt, outcome.skipped)))
        if self._stream is not None:
            rest = document(outcome)
            del rest["renewed"]
            if outcome.refused:
                rest["refused"] = _refused_text(outcome.refused)
            self._stream.close(rest)
        elif not self._quiet:
            write_refused("Failed", outcome.failed)
            write_table([Column(_MISSED, str)], outcome.missed)
            write_refused("Left out", outcome.skipped)
            self._sum_up(outcome)
        if self._quiet:
            note(*(f"{one.instance_id} failed: {one.reason}" for one in outcome.failed))
            note(*(f"{name} was missed: {_MISSED_ADVICE}" for name in outcome.missed))
            if self._stream is None and self._number:
                self._sum_up(outcome)
        if outcome.refused:
            note(f"{self._path}: {_refused_text(outcome.refused)}")

    def _sum_up(self, outcome: Ran) -> None:
        say(*self._summary(outcome))
        if outcome.audit_head and not (outcome.ending.dry_run or outcome.refused):
            say(audit_head_text(*outcome.audit_head))

    def _summary(self, outcome: Ran, *, would: bool = False) -> Iterator[str]:
        """The run in a line: on which date, how many were renewed, failed, missed, left out."""
        if outcome.refused:
            return
        number = len(outcome.renewed) + (0 if would else self._number)
        payable = sum(row.payable for row in outcome.renewed) + (0 if would else self._payable)
        begun = f"run {outcome.run}" if outcome.run else "a dry run: nothing was changed"
        verb = "would be renewed" if would or outcome.ending.dry_run else "renewed"
        amount = f" for {money_text(self._currency, payable)}" if self._currency else ""
        text = (
            f"{outcome.business_date}: {counted(number)} {verb}{amount}, "
            f"{len(outcome.failed):,} failed, {len(outcome.missed):,} missed, "
            f"{len(outcome.skipped):,} left out"
        )
        yield text if would else f"{text} ({begun})"

    def status(self, outcome: Ran) -> ExitStatus:
        """All done, done in part, or nothing at all."""
        if outcome.refused or (outcome.failed and not self._number):
            return ExitStatus.NOTHING
        left = outcome.failed or outcome.missed or outcome.skipped or outcome.ending.interrupted
        return ExitStatus.PARTLY if left else ExitStatus.DONE
