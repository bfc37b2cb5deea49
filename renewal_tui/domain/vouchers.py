"""Which vouchers can pay for a line, in which order, and how much each pays [R12, R13]."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from renewal_tui.domain.codes import Use
from renewal_tui.domain.facts import Voucher


class VoucherUse(NamedTuple):
    """An amount (minor units) that one voucher pays for one line."""

    voucher_id: str
    amount: int


class PassedOver(NamedTuple):
    """A voucher that could not pay for a line, and the first reason why."""

    voucher_id: str
    reason: str


def why_unusable_at_all(voucher: Voucher, today: date) -> str | None:
    """The reason that holds for every product: its dates, else its use; None when it has none."""
    return _why_date(voucher, today) or _why_use(voucher)


def why_unusable(voucher: Voucher, product: str, today: date) -> str | None:
    """The first reason why a voucher cannot pay for a product's line: dates, product, use [R12]."""
    reason = _why_date(voucher, today)
    if reason is None and voucher.products is not None and product not in voucher.products:
        return f"only for {', '.join(sorted(voucher.products))}"
    return reason or _why_use(voucher)


def _why_date(voucher: Voucher, today: date) -> str | None:
    if voucher.valid_from is not None and today < voucher.valid_from:
        return f"not valid before {voucher.valid_from}"
    if today > voucher.expire_date:
        return f"expired on {voucher.expire_date}"
    return None


def _why_use(voucher: Voucher) -> str | None:
    return "only for purchases" if voucher.use is Use.PURCHASE else None


def passed_over(vouchers: Iterable[Voucher], product: str, today: date) -> tuple[PassedOver, ...]:
    """Every voucher with something left that cannot pay for a product's line, with the reason."""
    found = []
    for voucher in sorted(vouchers, key=lambda voucher: voucher.voucher_id):
        reason = why_unusable(voucher, product, today)
        if reason and voucher.remaining:
            found.append(PassedOver(voucher.voucher_id, reason))
    return tuple(found)


Usable = tuple[date, int, str, frozenset[str] | None]
"""Expire date, remaining amount below zero (the largest sorts first), id, products."""

Contents = tuple[int, tuple[Usable, ...]]
"""A balance (minor units) and the vouchers that can still pay."""


def _order(entry: Usable) -> tuple[date, int, str]:
    return entry[:3]


class Purse:
    """What an account can pay with while lines are planned: its balance and usable vouchers.

    A quote changes nothing; `take` and `settle` spend what was quoted. Amounts are minor units.
    """

    def __init__(self, balance: int, vouchers: Iterable[Voucher], today: date) -> None:
        self.balance = balance
        self.usable: tuple[Usable, ...] = tuple(
            sorted(
                (
                    (voucher.expire_date, -voucher.remaining, voucher.voucher_id, voucher.products)
                    for voucher in vouchers
                    if voucher.remaining > 0 and why_unusable_at_all(voucher, today) is None
                ),
                key=_order,
            )
        )
        """The vouchers that can still pay for something, in the order of their use."""

    def contents(self) -> Contents:
        """What is in it, to be put back by `restore` if what was planned is not to be."""
        return self.balance, self.usable

    def restore(self, contents: Contents) -> None:
        """Be as it was."""
        self.balance, self.usable = contents

    def quote(self, product: str, amount: int) -> tuple[VoucherUse, ...]:
        """Which vouchers would pay how much of a line [R13]; the rest is the balance's part."""
        if not self.usable:
            return ()
        uses: list[VoucherUse] = []
        for _, negative, voucher_id, products in self.usable:
            if amount <= 0:
                break
            if products is None or product in products:
                paid = min(amount, -negative)
                uses.append(VoucherUse(voucher_id, paid))
                amount -= paid
        return tuple(uses)

    def take(self, uses: tuple[VoucherUse, ...]) -> None:
        """Spend the quoted vouchers; what is left of one takes its new place in the order."""
        if not uses:
            return
        spent = dict(uses)
        left = []
        for entry in self.usable:
            used = spent.get(entry[2])
            if used is None:
                left.append(entry)
            elif entry[1] + used < 0:
                left.append((entry[0], entry[1] + used, *entry[2:]))
        left.sort(key=_order)
        self.usable = tuple(left)

    def settle(self, amount: int) -> None:
        """Take the balance's part. Raises ValueError when there is less than that."""
        if amount > self.balance:
            raise ValueError("a plan cannot spend more than the balance")
        self.balance -= amount
