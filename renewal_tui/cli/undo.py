"""`undo`: takes back an operator's last switch, or an order that awaits payment [R33]."""

from __future__ import annotations

from collections.abc import Iterable

from renewal_tui.cli import order_text
from renewal_tui.cli.carry_out import AskingPage, carry_out
from renewal_tui.cli.changing import How, changing
from renewal_tui.cli.options import command
from renewal_tui.cli.output import say
from renewal_tui.cli.state import ExitStatus, State
from renewal_tui.cli.tables import Column, write_table
from renewal_tui.domain.words import undone_lines
from renewal_tui.operations.outcomes import Undone
from renewal_tui.operations.undo import Undo


@command("undo", "undo --dry-run")
@changing()
def undo_command(state: State, *, how: How) -> ExitStatus:
    """Take back your last switch of policy, or the order of it that awaits payment.

    Asks first. What has changed since is left as it is; a payment is never undone.
    """
    return carry_out(state, UndoPage(Undo()), how)


class UndoPage(AskingPage[Undone, Undone]):
    """An undo: says what would be taken back."""

    operation: Undo

    def preview(self, seen: Undone) -> Iterable[str]:
        """What would be taken back, and what not."""
        lines: list[str] = []
        order_text.write_refused("Left out", seen.skipped, lines.append)
        return [*_lines(seen, would=True), *lines]

    def question(self, seen: Undone) -> str | None:
        """Whether to; nothing where nothing is left to be taken back."""
        return "Undo this?" if seen.changed or seen.cancelled else None

    def write(self, outcome: Undone) -> None:
        """What was taken back, and what not."""
        write_table([Column("Switched back", str)], outcome.changed)
        order_text.write_refused("Left out", outcome.skipped)
        say(*_lines(outcome, would=outcome.ending.dry_run))

    def status(self, outcome: Undone) -> ExitStatus:
        """All taken back, some, or nothing."""
        if not (outcome.changed or outcome.cancelled):
            return ExitStatus.NOTHING
        left = outcome.skipped or outcome.paid or outcome.ending.interrupted
        return ExitStatus.PARTLY if left else ExitStatus.DONE


def _lines(found: Undone, *, would: bool) -> list[str]:
    switched, left = len(found.changed), len(found.skipped)
    return undone_lines(switched, found.cancelled, found.paid, left, would=would)
