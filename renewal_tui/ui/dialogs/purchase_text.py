"""What the page of a purchase says of its plan: amounts, vouchers, balances."""

from __future__ import annotations

from collections.abc import Sequence

from renewal_tui.domain.money import show_money
from renewal_tui.domain.planning import OrderPlan
from renewal_tui.domain.words import few, money_text
from renewal_tui.operations.purchase import AccountTotals
from renewal_tui.ui.dialogs.base import paragraph

FEW = 4
"""Refusals and vouchers that are spelt out where there is little room."""

ACCOUNTS_SHOWN = 4
"""Accounts whose totals are told where there is little room."""


def totals_text(
    orders: list[OrderPlan], total: AccountTotals, use_vouchers: bool, most: int = FEW
) -> str:
    """One account's totals: prices, so many vouchers by name, and the balance before and after."""
    listed = sum(line.fee.list_price for order in orders for line in order.lines)
    discount = sum(line.fee.discount for order in orders for line in order.lines)
    whole = sum(order.total for order in orders) == total.total
    prices = (
        f"List price {show_money(listed)}   Discount {show_money(discount)}   " if whole else ""
    )
    lines = [f"{total.account}   {prices}Payable {money_text(total.currency, total.total)}"]
    if not use_vouchers:
        lines.append("  Vouchers  off (v turns them on)")
    elif total.voucher_total:
        words = _voucher_words(orders, most)
        lines.append(f"  Vouchers  {show_money(total.voucher_total)}   {words}".rstrip())
    else:
        lines.append("  Vouchers  none that can pay for this")
    after = total.balance_before - total.balance_total
    lines.append(
        f"  Balance   {show_money(total.balance_total)}   before {show_money(total.balance_before)}"
        f", after {show_money(after)}"
        if after >= 0
        else f"  Balance   {show_money(total.balance_total)} needed, "
        f"{show_money(total.balance_before)} there, short by {show_money(total.short_by)}"
    )
    return paragraph(lines)


def _voucher_words(orders: list[OrderPlan], most: int) -> str:
    sums: dict[str, int] = {}
    for order in orders:
        for line in order.lines:
            for use in line.vouchers:
                sums[use.voucher_id] = sums.get(use.voucher_id, 0) + use.amount
    words = [f"{name} {show_money(amount)}" for name, amount in sums.items()]
    return f"({few(words, most)})" if words else ""


def brief_totals_text(totals: Sequence[AccountTotals]) -> str:
    """Each account's totals on a line, where there is no room for more."""
    lines = [
        f"{total.account}   Payable {money_text(total.currency, total.total)}, "
        f"vouchers {show_money(total.voucher_total)}, "
        + (
            f"short by {show_money(total.short_by)}"
            if total.short_by
            else f"balance {show_money(total.balance_total)}"
        )
        for total in totals[:ACCOUNTS_SHOWN]
    ]
    if len(totals) > ACCOUNTS_SHOWN:
        lines.append(f"and {len(totals) - ACCOUNTS_SHOWN:,} more accounts")
    return paragraph(lines)
