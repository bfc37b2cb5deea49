"""Plans and orders in words: what is shown before it is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from renewal_tui.cli.output import say
from renewal_tui.cli.tables import Column, Table, write_table
from renewal_tui.cli.wording import counted
from renewal_tui.domain.codes import OrderStatus, Skipped
from renewal_tui.domain.money import show_money
from renewal_tui.domain.planning import Line
from renewal_tui.domain.text import printable
from renewal_tui.operations.outcomes import Ordered, Purchased
from renewal_tui.operations.purchase import AccountTotals, Preview, Purchase
from renewal_tui.operations.requests import request_text

MOST_SHOWN = 20
"""Lines of a preview that are shown one by one; the totals are always those of all."""

LINE_COLUMNS = (
    Column("Instance"),
    Column("From"),
    Column("To"),
    Column("List price", right=True),
    Column("Discount", right=True),
    Column("Payable", right=True),
    Column("Vouchers", limit=None),
    Column("Balance", right=True),
)
_SKIPPED_COLUMNS = (Column("Left out"), Column("Code"), Column("Reason", limit=None))
_Write = Callable[[str], object]


def preview_lines(shown: Preview, wanted: Purchase) -> list[str]:
    """A preview: what would happen to how many, what it costs, who is left out."""
    text = request_text(wanted.term)
    lines = [f"{text[:1].upper()}{text[1:]}: {counted(shown.lines, 'instance')}"]
    orders = shown.plan.orders if shown.plan else ()
    planned = (line for order in orders for line in order.lines)
    table = Table(LINE_COLUMNS, lines.append, indent="  ")
    for line in islice(planned, MOST_SHOWN):
        table.add(*_planned_cells(line))
    table.close()
    if shown.lines > table.count:
        lines.append(f"  and {shown.lines - table.count:,} more")
    lines += [_account_line(totals, wanted) for totals in shown.totals.values()]
    left_out = [(one.instance_id, one.code, one.reason) for one in shown.skipped]
    write_table(_SKIPPED_COLUMNS, left_out[:MOST_SHOWN], lines.append, indent="  ")
    if len(left_out) > MOST_SHOWN:
        lines.append(f"  and {len(left_out) - MOST_SHOWN:,} more left out")
    return lines


def _planned_cells(line: Line) -> tuple[object, ...]:
    term = line.term
    return (
        line.instance_id,
        term.instance.expire_date,
        term.to_date,
        show_money(term.fee.list_price),
        show_money(term.fee.discount),
        show_money(term.fee.payable),
        ", ".join(f"{use.voucher_id} {show_money(use.amount)}" for use in line.vouchers),
        show_money(line.balance),
    )


def _account_line(totals: AccountTotals, wanted: Purchase) -> str:
    text = (
        f"{totals.account}: {totals.currency} {show_money(totals.total)} = vouchers "
        f"{show_money(totals.voucher_total)} + balance {show_money(totals.balance_total)}"
    )
    before = show_money(totals.balance_before)
    if totals.short_by:
        short = f"{totals.currency} {show_money(totals.short_by)}"
        return (
            f"{text}; the balance of {before} is short by {short}: what it cannot pay stays unpaid"
        )
    if wanted.pay_later:
        return f"{text}; to be paid later"
    after = show_money(totals.balance_before - totals.balance_total)
    return f"{text}; balance {before} -> {after}"


def question(shown: Preview, wanted: Purchase) -> str:
    """What is asked before anything is charged; the amount stands in it."""
    if wanted.pay_later:
        return "Make the order, to be paid later?"
    if shown.short_by:
        return "Make the order, and pay what the balance can pay?"
    sums: dict[str, int] = {}
    for totals in shown.totals.values():
        sums[totals.currency] = sums.get(totals.currency, 0) + totals.total
    amounts = [f"{currency} {show_money(total)}" for currency, total in sorted(sums.items())]
    return f"Pay {' and '.join(amounts)}?"


def write_answer(found: Purchased) -> None:
    """What came of it, order by order."""
    ending = found.ending
    for order in found.orders:
        say(order_line(order, dry_run=ending.dry_run))
        write_lines(order)
    write_skipped(found.skipped)
    done = sum(len(order.lines) for order in found.orders)
    summary = f"{counted(done, 'instance')}, {len(found.skipped):,} left out"
    if ending.dry_run:
        summary += "; a dry run: nothing was changed"
    elif ending.interrupted:
        summary += f"; stopped part way: --key {ending.operation_key} does the rest"
    say(summary)


def order_line(order: Ordered, *, dry_run: bool = False) -> str:
    """One order in a line: whose, what it costs, and whether it is paid."""
    name = f"Order {order.order} of" if order.order else "An order of"
    text = (
        f"{name} {order.account}: {order.currency} {show_money(order.total)} = vouchers "
        f"{show_money(order.voucher_total)} + balance {show_money(order.balance_total)}"
    )
    would = "would be " if dry_run else ""
    if order.status is not OrderStatus.UNPAID:
        return printable(f"{text}; {would}{order.status}")
    if order.short_by:
        short = f"{order.currency} {show_money(order.short_by)}"
        return printable(f"{text}; {would}unpaid: the balance is short by {short}")
    return printable(f"{text}; {would}unpaid")


def write_lines(order: Ordered, write: _Write = say) -> None:
    """The lines of an order."""
    rows = (
        (
            line.instance_id,
            line.from_date,
            line.to_date,
            show_money(line.list_price),
            show_money(line.discount),
            show_money(line.payable),
            ", ".join(f"{use.voucher_id} {show_money(use.amount)}" for use in line.vouchers),
            show_money(line.balance),
        )
        for line in order.lines
    )
    write_table(LINE_COLUMNS, rows, write, indent="  ")


def write_skipped(skipped: Iterable[Skipped], write: _Write = say) -> None:
    """Who was left out, and why."""
    write_table(_SKIPPED_COLUMNS, skipped, write)
