"""A desk in memory: balances, vouchers, terms, policies and unpaid orders, as plainly as can be.

It is written from the specification, not from the program, and shares no code with it.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

DAY = timedelta(days=1)


@dataclass
class ModelInstance:
    """One instance; all of them are listed subscriptions."""

    account: str
    product: str
    expires: date
    anchor: int
    price: int
    policy: str = "manual"
    auto_months: int = 1
    retention: int = 7


@dataclass
class ModelVoucher:
    """One general voucher."""

    account: str
    left: int
    expires: date
    products: tuple[str, ...] = ()


@dataclass
class ModelLine:
    """One line of an unpaid order, as it was when the order was made."""

    name: str
    old: date
    new: date
    anchor: int
    payable: int
    is_renewal: bool


@dataclass
class ModelOrder:
    """One unpaid order."""

    account: str
    made: datetime
    lines: list[ModelLine]
    use_vouchers: bool


@dataclass
class Model:
    """The whole desk."""

    now: datetime
    balances: dict[str, int] = field(default_factory=dict)
    instances: dict[str, ModelInstance] = field(default_factory=dict)
    vouchers: dict[str, ModelVoucher] = field(default_factory=dict)
    orders: dict[int, ModelOrder] = field(default_factory=dict)
    made: int = 0

    @property
    def today(self) -> date:
        """The business date; `now` is kept in the store's zone."""
        return self.now.date()

    # -- rules -----------------------------------------------------------------------------------

    def forget_lapsed(self) -> None:
        """Unpaid orders are gone after 24 hours."""
        day = timedelta(hours=24)
        self.orders = {n: o for n, o in self.orders.items() if self.now - o.made < day}

    def blocked(self) -> set[str]:
        """The instances that wait for a payment."""
        return {line.name for order in self.orders.values() for line in order.lines}

    def released(self, one: ModelInstance) -> bool:
        """Gone for good."""
        return self.today > one.expires + one.retention * DAY

    def renewal(self, name: str, months: int) -> ModelLine | None:
        """The line of a renewal, unless it is refused."""
        one = self.instances[name]
        new = plus_months(one.expires, months, one.anchor)
        if self.released(one) or new < self.today:
            return None
        return ModelLine(name, one.expires, new, one.anchor, one.price * months, True)

    def unification(self, name: str, on: date | int) -> ModelLine | None:
        """The line of a unification on a date or a day of the month, unless it is refused."""
        one = self.instances[name]
        if one.expires < self.today:
            return None
        if isinstance(on, date):
            new, anchor = on, on.day
            if one.expires >= on:
                return None
        else:
            new, anchor = next_day(one.expires, on, one.anchor), on
        whole = 0
        while plus_months(one.expires, whole + 1, one.anchor) <= new:
            whole += 1
        start = plus_months(one.expires, whole, one.anchor) if whole else one.expires
        thirtieths = one.price * (30 * whole + (new - start).days)
        return ModelLine(name, one.expires, new, anchor, (2 * thirtieths + 30) // 60, False)

    def payment(
        self, account: str, lines: list[ModelLine], use_vouchers: bool
    ) -> tuple[int, dict[str, int]]:
        """What a payment takes from the balance, and from each voucher."""
        taken: dict[str, int] = {}
        from_balance = 0
        for line in lines:
            rest = line.payable
            product = self.instances[line.name].product
            while use_vouchers and rest:
                usable = [
                    (one.expires, -(one.left - taken.get(code, 0)), code)
                    for code, one in self.vouchers.items()
                    if one.account == account
                    and self.today <= one.expires
                    and (not one.products or product in one.products)
                    and one.left > taken.get(code, 0)
                ]
                if not usable:
                    break
                _, negative, code = min(usable)
                part = min(rest, -negative)
                taken[code] = taken.get(code, 0) + part
                rest -= part
            from_balance += rest
        return from_balance, taken

    def pay(self, account: str, lines: list[ModelLine], use_vouchers: bool) -> bool:
        """Pay lines whole, or not at all."""
        from_balance, taken = self.payment(account, lines, use_vouchers)
        if from_balance > self.balances[account]:
            return False
        self.balances[account] -= from_balance
        for code, amount in taken.items():
            self.vouchers[code].left -= amount
        for line in lines:
            self.instances[line.name].expires = line.new
            self.instances[line.name].anchor = line.anchor
        return True

    # -- operations ------------------------------------------------------------------------------

    def buy(
        self, names: set[str], months: int, on: date | int | None, *, vouchers: bool, later: bool
    ) -> list[str]:
        """Renew or unify; the statuses of the orders, by account."""
        self.forget_lapsed()
        lines: dict[str, list[ModelLine]] = {}
        for name in sorted(names - self.blocked(), key=lambda n: (self.instances[n].expires, n)):
            line = self.renewal(name, months) if on is None else self.unification(name, on)
            if line:
                lines.setdefault(self.instances[name].account, []).append(line)
        paid = {
            account: not later and self.pay(account, lines[account], vouchers)
            for account in sorted(lines)
        }
        self.made += sum(paid.values())  # what is paid has the lower numbers
        for account, is_paid in paid.items():
            if not is_paid:
                self.made += 1
                self.orders[self.made] = ModelOrder(account, self.now, lines[account], vouchers)
        return ["paid" if is_paid else "unpaid" for is_paid in paid.values()]

    def pay_order(self, number: int) -> str | None:
        """Pay an unpaid order; its status, or None when its facts have changed."""
        self.forget_lapsed()
        order = self.orders[number]
        for line in order.lines:
            one = self.instances[line.name]
            if self.released(one) or (line.is_renewal and line.new < self.today):
                return None
            if not line.is_renewal and one.expires < self.today:
                return None
        if not self.pay(order.account, order.lines, order.use_vouchers):
            return "unpaid"
        del self.orders[number]
        return "paid"

    def switch(self, names: set[str], policy: str, months: int | None) -> set[str]:
        """Switch the policy; who was switched."""
        changed = set()
        for name in names:
            one = self.instances[name]
            expired = one.expires < self.today
            if self.released(one):
                continue
            if policy == "manual":
                eligible = one.policy == "auto"
            elif one.policy == "auto":
                eligible = not expired and months not in (None, one.auto_months)
            else:
                eligible = not expired
            if eligible:
                one.policy = policy
                one.auto_months = (months or 1) if policy == "auto" else 1
                changed.add(name)
        return changed

    def engine(self) -> tuple[list[str], list[str]]:
        """Renew what is due; who was renewed, and for whom the money was short."""
        self.forget_lapsed()
        renewed, failed = [], []
        due = [
            (one.account, name)
            for name, one in self.instances.items()
            if one.policy == "auto" and one.expires == self.today
        ]
        for account, name in sorted(due):
            line = self.renewal(name, self.instances[name].auto_months)
            assert line is not None
            if not self.pay(account, [line], True):
                failed.append(name)
                continue
            renewed.append(name)
            self.made += 1
            self.orders = {
                number: order
                for number, order in self.orders.items()
                if name not in {waiting.name for waiting in order.lines}
            }
        return renewed, failed


def plus_months(day: date, months: int, anchor: int) -> date:
    """So many months later, on the anchor day where the month has it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(anchor, calendar.monthrange(year, month + 1)[1]))


def next_day(day: date, wanted: int, anchor: int) -> date:
    """The first such day of a month at least an anchored month from a day; 31 is the last."""
    found = plus_months(day, 1, anchor)
    while found.day != min(wanted, calendar.monthrange(found.year, found.month)[1]):
        found += DAY
    return found
