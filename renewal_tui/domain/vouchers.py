"""Which vouchers can pay for a line, in which order, and how much each pays [R12, R13]."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from renewal_tui.domain.codes import Use
from renewal_tui.domain.facts import Products, Voucher
from renewal_tui.domain.money import Money


class VoucherUse(NamedTuple):
    """What one voucher pays for one line."""

    voucher_id: str
    amount: Money


_new_use: Callable[[tuple[str, Money]], VoucherUse]
_new_use = partial(tuple.__new__, VoucherUse)


class PassedOver(NamedTuple):
    """A voucher that could not pay for a line, and the first reason why."""

    voucher_id: str
    reason: str


def is_usable(voucher: Voucher, today: date) -> bool:
    """Whether a voucher can pay for a renewal of some product today [R12]."""
    return voucher.remaining > 0 and why_unusable_at_all(voucher, today) is None


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
    left = sorted((one for one in vouchers if one.remaining), key=lambda one: one.voucher_id)
    reasons = ((one.voucher_id, why_unusable(one, product, today)) for one in left)
    return tuple(PassedOver(name, reason) for name, reason in reasons if reason)


_Place = tuple[int, int, int]
"""Where a voucher stands among others: the one that is used first stands last.

The day of its expire date below zero, what remains, its rank: by id, the last one first.
"""


class Purse:
    """What an account can pay with while orders are planned: its balance and usable vouchers.

    A quote spends nothing; `take` and `settle` spend what was quoted, and `undo` gives back what
    an order has spent since its `begin`. Amounts are minor units.

    Vouchers stand in the order of their use [R13] on a shelf for each product, so that a line
    looks only at those that pay for it. A use moves a voucher on the shelf that is looked at
    next; on the others it is found to be out of place when its turn comes. It can only have
    become less, so its turn never comes too late.
    """

    def __init__(self, balance: int, vouchers: Iterable[Voucher], today: date) -> None:
        self.balance = balance
        usable = [voucher for voucher in vouchers if is_usable(voucher, today)]
        usable.sort(key=attrgetter("voucher_id"), reverse=True)
        self._vouchers = usable
        self._ranks = {voucher.voucher_id: rank for rank, voucher in enumerate(usable)}
        self._left = [voucher.remaining for voucher in usable]
        self._places: list[_Place] = sorted(
            (-voucher.expire_date.toordinal(), voucher.remaining, rank)
            for rank, voucher in enumerate(usable)
        )
        self._kinds = {voucher.products for voucher in usable}
        self._shelves: dict[str, list[_Place]] = {}
        self._shared: dict[frozenset[Products], list[_Place]] = {}
        self._marks = list(map(_mark, usable, self._left))
        self.fingerprint = sum(self._marks)
        """Stands, in this process, for every voucher that can still pay, and what remains of it."""
        self._before = balance, self.fingerprint
        self._spent: dict[int, int] = {}
        self._moved: list[tuple[list[_Place], _Place, _Place]] = []

    def begin(self) -> tuple[Money, int]:
        """Begin an order: what was spent before stays spent. The balance, and the fingerprint."""
        if self._spent:
            self._spent.clear()
            self._moved.clear()
        self._before = self.balance, self.fingerprint
        return self._before

    def undo(self) -> None:
        """Be as it was when the order began, because it is not to be paid."""
        self.balance, self.fingerprint = self._before
        for shelf, was, now in reversed(self._moved):
            if now[1]:
                del shelf[bisect_left(shelf, now)]
            insort(shelf, was)
        for rank, left in self._spent.items():
            self._left[rank] = left
            self._marks[rank] = _mark(self._vouchers[rank], left)
        self.begin()

    def quote(self, product: str, amount: int) -> tuple[VoucherUse, ...]:
        """Which vouchers would pay how much of a line [R13]; the rest is the balance's part."""
        shelf = self._shelves.get(product)
        if shelf is None:
            shelf = self._shelves[product] = self._made(product)
        if not shelf:
            return ()
        uses = []
        at = len(shelf) - 1
        while amount > 0 and at >= 0:
            day, remaining, rank = place = shelf[at]
            left = self._left[rank]
            if left == remaining:
                paid = left if left < amount else amount
                uses.append(_new_use((self._vouchers[rank].voucher_id, paid)))
                amount -= paid
                at -= 1
                continue
            del shelf[at]
            now = (day, left, rank)
            if left:
                insort(shelf, now)  # another one has come to this place
            else:
                at -= 1
            if rank in self._spent:
                self._moved.append((shelf, place, now))
        return tuple(uses)

    def take(self, uses: tuple[VoucherUse, ...]) -> None:
        """Spend the quoted vouchers."""
        for voucher_id, amount in uses:
            rank = self._ranks[voucher_id]
            before = self._left[rank]
            self._spent.setdefault(rank, before)
            self._left[rank] = left = before - amount
            mark = _mark(self._vouchers[rank], left)
            self.fingerprint += mark - self._marks[rank]
            self._marks[rank] = mark

    def settle(self, amount: int) -> None:
        """Take the balance's part. Raises ValueError when there is less than that."""
        if amount > self.balance:
            raise ValueError("a plan cannot spend more than the balance")
        self.balance -= amount

    def _made(self, product: str) -> list[_Place]:
        """The shelf of a product as of some moment before; shared where the same can pay."""
        kinds = frozenset(one for one in self._kinds if one is None or product in one)
        shelf = self._shared.get(kinds)
        if shelf is None:
            some = [place for place in self._places if self._vouchers[place[2]].products in kinds]
            shelf = self._shared[kinds] = some
        return shelf


def _mark(voucher: Voucher, left: int) -> int:
    """What stands for one voucher with so much left, to be added up."""
    return hash((voucher.voucher_id, voucher.expire_date, voucher.products, left)) if left else 0
