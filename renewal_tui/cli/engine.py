"""`auto-renew`: the engine, run by cron or by hand [R8 to R11]."""

from __future__ import annotations

from collections.abc import Iterable

import click

from renewal_tui.cli.carry_out import Page, carry_out
from renewal_tui.cli.engine_text import Told, refused_text
from renewal_tui.cli.how import How, changing
from renewal_tui.cli.options import command
from renewal_tui.cli.output import note
from renewal_tui.cli.state import State
from renewal_tui.cli.status import ExitStatus
from renewal_tui.cli.types import MONEY, Whole
from renewal_tui.operations.accounts import list_accounts
from renewal_tui.operations.auto_renew import AutomaticRun
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.due import RunLimits
from renewal_tui.operations.outcomes import Ran
from renewal_tui.operator import Source

MOST_ITEMS = 1_000_000


@command("auto-renew", "auto-renew --yes --quiet")
@changing()
@click.option("--quiet", is_flag=True, help="Say nothing when nothing happened (for cron).")
@click.option("--max-items", type=Whole(0, MOST_ITEMS), metavar="N", help="Renew so many at most.")
@click.option("--max-amount", type=MONEY, metavar="X", help="Charge so much at most, by currency.")
@click.option("--accept-clock", is_flag=True, help="Run although the last run is long ago.")
@click.pass_obj
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


class RunPage(Page[Ran, Ran]):
    """A run of the engine: asks only where money would move, and tells each renewal as it goes."""

    source = Source.ENGINE

    def __init__(self, run: AutomaticRun, *, quiet: bool) -> None:
        super().__init__(run)
        self._quiet = quiet

    def open(self, state: State, desk: Desk) -> None:
        """Amounts are added up where all accounts have one currency."""
        currencies = {account.currency for account in list_accounts(desk)}
        self._path = state.path
        self._currency = currencies.pop() if len(currencies) == 1 else None
        self._told = Told(state, self._currency, quiet=self._quiet)

    def needs_voice(self, seen: Ran) -> bool:
        """Whether money would move, or may."""
        return not seen.refused and bool(seen.renewed or seen.failed)

    def preview(self, seen: Ran) -> Iterable[str]:
        """How many, and for how much."""
        return Told(None, self._currency, quiet=True).summary(seen, would=True)

    def question(self, seen: Ran) -> str:
        """The amount stands in the line before."""
        del seen
        return "Renew them?"

    def part(self, part: Ran) -> Ran:
        """Tell each renewal after its commit, and keep none."""
        return self._told.part(part)

    def tell(self, state: State, outcome: Ran) -> None:
        """Tell the rest: JSON too is told as it goes."""
        del state
        self.write(outcome)

    def write(self, outcome: Ran) -> None:
        """Tell the rest."""
        self._told.end(outcome)
        if outcome.refused:
            note(f"{self._path}: {refused_text(outcome.refused)}")

    def status(self, outcome: Ran) -> ExitStatus:
        """All done, done in part, or nothing at all."""
        if outcome.refused or (outcome.failed and not self._told.number):
            return ExitStatus.NOTHING
        left = outcome.failed or outcome.missed or outcome.skipped or outcome.ending.interrupted
        return ExitStatus.PARTLY if left else ExitStatus.DONE
