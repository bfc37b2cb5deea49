"""Plans and orders in words: what is shown before it is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from renewal_tui.cli.carry_out import AskingPage, SeenT
from renewal_tui.cli.output import say
from renewal_tui.cli.state import ExitStatus
from renewal_tui.cli.tables import Column, write_table
from renewal_tui.domain.codes import Failed, OrderStatus, Skipped
from renewal_tui.domain.money import show_money
from renewal_tui.domain.text import printable
from renewal_tui.domain.words import cost_text, counted, money_text
from renewal_tui.operations.outcomes import Ordered, OrderedLine, Purchased
from renewal_tui.operations.purchase import AccountTotals


def _used(line: OrderedLine) -> str:
    return ", ".join(f"{use.voucher_id} {show_money(use.amount)}" for use in line.vouchers)


_LINES: tuple[Column[OrderedLine], ...] = (
    Column("Instance", lambda one: one.instance_id),
    Column("From", lambda one: one.from_date),
    Column("To", lambda one: one.to_date),
    Column("List price", lambda one: show_money(one.list_price), right=True),
    Column("Discount", lambda one: show_money(one.discount), right=True),
    Column("Payable", lambda one: show_money(one.payable), right=True),
    Column("Vouchers", _used, limit=None),
    Column("Balance", lambda one: show_money(one.balance), right=True),
)
Write = Callable[[str], object]


def cost(one: AccountTotals | Ordered) -> str:
    """What pays for it."""
    return cost_text(one.currency, one.total, one.voucher_total, one.balance_total)


class OrdersPage(AskingPage[SeenT, Purchased]):
    """What came of orders, order by order."""

    def write(self, outcome: Purchased) -> None:
        """Each with its lines, and who was left out."""
        ending = outcome.ending
        for order in outcome.orders:
            say(order_line(order, dry_run=ending.dry_run))
            write_lines(order.lines)
        write_refused("Left out", outcome.skipped)
        done = sum(len(order.lines) for order in outcome.orders)
        summary = f"{counted(done)}, {len(outcome.skipped):,} left out"
        if ending.dry_run:
            summary += "; a dry run: nothing was changed"
        elif ending.interrupted:
            summary += f"; stopped part way: --key {ending.operation_key} does the rest"
        say(summary)

    def status(self, outcome: Purchased) -> ExitStatus:
        """All done, done in part, or nothing at all."""
        if not outcome.orders:
            return ExitStatus.NOTHING
        unpaid = any(order.status is OrderStatus.UNPAID for order in outcome.orders)
        left = unpaid or outcome.skipped or outcome.ending.interrupted
        return ExitStatus.PARTLY if left else ExitStatus.DONE


def order_line(order: Ordered, *, dry_run: bool = False) -> str:
    """One order in a line: whose, what it costs, and whether it is paid."""
    name = f"Order {order.order} of" if order.order else "An order of"
    text = f"{name} {order.account}: {cost(order)}"
    would = "would be " if dry_run else ""
    short = ""
    if order.status is OrderStatus.UNPAID and order.short_by:
        short = f": the balance is short by {money_text(order.currency, order.short_by)}"
    return printable(f"{text}; {would}{order.status}{short}")


def write_lines(lines: Iterable[OrderedLine], write: Write = say) -> None:
    """The lines of an order."""
    write_table(_LINES, lines, write, indent="  ")


def write_refused(
    heading: str, refused: Iterable[Skipped | Failed], write: Write = say, *, indent: str = ""
) -> None:
    """Who was left out, or has failed, and why."""
    columns: tuple[Column[Skipped | Failed], ...] = (
        Column(heading, lambda one: one.instance_id),
        Column("Code", lambda one: one.code),
        Column("Reason", lambda one: one.reason, limit=None),
    )
    write_table(columns, refused, write, indent=indent)
