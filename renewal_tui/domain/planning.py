"""The one planner: every fee, date, voucher and refusal of an operation, as a pure value [R21].

Preview, dry run, payment, the engine and any forecast call these functions with plain values and
a date; nothing here reads a clock or a store. Amounts are minor units, terms are months and
calendar dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from renewal_tui.domain.calendar import (
    MAX_YEAR,
    add_months,
    unified_on_day,
    whole_months_and_days,
)
from renewal_tui.domain.codes import Code, Policy, Refusal, Skipped
from renewal_tui.domain.eligibility import (
    why_blocked,
    why_never_renewable,
    why_not_before,
    why_not_listed,
    why_not_unified,
    why_too_short,
)
from renewal_tui.domain.facts import Account, Instance, Voucher
from renewal_tui.domain.money import MAX_MINOR, Fee, period_fee, show_money, unified_fee
from renewal_tui.domain.vouchers import Purse, VoucherUse

MAX_ORDER_LINES = 2_000
"""An order of more lines than this becomes several: an order is paid in one transaction [R19],
and another operator must never wait long for it."""


class Renew(NamedTuple):
    """Renew by a period [R15]."""

    months: int


class UnifyOnDate(NamedTuple):
    """Give every instance that expires before it this expire date [R24]."""

    target: date


class UnifyOnDay(NamedTuple):
    """Give every instance the next such day of a month [R23]: 1 to 28, or LAST_DAY."""

    day: int


Request = Renew | UnifyOnDate | UnifyOnDay
_AUTO = Policy.AUTO


class Term(NamedTuple):
    """What one instance would get and cost, before anyone has said how it is paid."""

    instance: Instance
    months: int
    days: int
    to_date: date
    anchor_after: int
    fee: Fee


class Line(NamedTuple):
    """One line of an order: what a Term says, and how vouchers and balance pay for it."""

    instance: Instance
    months: int
    days: int
    to_date: date
    anchor_after: int
    fee: Fee
    vouchers: tuple[VoucherUse, ...]
    balance: int

    @property
    def instance_id(self) -> str:
        """The id of the line's instance."""
        return self.instance.instance_id


class OrderPlan(NamedTuple):
    """One account's order: paid whole, or short by some minor units [R19]."""

    payer: Account
    """The account as it was read: `account` is what orders planned before have left of it."""
    balance: int
    lines: tuple[Line, ...]
    total: int
    voucher_total: int
    balance_total: int
    short_by: int
    usable: int
    """Stands for the vouchers that could pay when it was planned, those that no line uses too: a
    plan rests on them [R21]. 0 when it is to be paid without vouchers."""

    @property
    def account(self) -> Account:
        """The account with its balance before the order."""
        return self.payer._replace(balance=self.balance)

    @property
    def balance_after(self) -> int:
        """The account's balance once the order is paid; negative by what is short."""
        return self.balance - self.balance_total


# The three that are made for each instance, without the Python code that a class's call runs.
_new_term: Callable[[tuple[Instance, int, int, date, int, Fee]], Term]
_new_line: Callable[[tuple[Instance, int, int, date, int, Fee, tuple[VoucherUse, ...], int]], Line]
_new_order: Callable[[tuple[Account, int, tuple[Line, ...], int, int, int, int, int]], OrderPlan]
_new_term = partial(tuple.__new__, Term)
_new_line = partial(tuple.__new__, Line)
_new_order = partial(tuple.__new__, OrderPlan)


class Plan(NamedTuple):
    """What an operation would do: the orders, and who is left out and why."""

    today: date
    orders: tuple[OrderPlan, ...]
    skipped: tuple[Skipped, ...]


class Funds:
    """What accounts can pay with on one day, less what the parts of a plan have spent so far."""

    def __init__(
        self,
        accounts: Mapping[str, Account],
        vouchers: Mapping[str, Sequence[Voucher]],
        today: date,
    ) -> None:
        self.accounts = dict(accounts)
        self.vouchers = dict(vouchers)
        self.today = today
        self._purses: dict[str, Purse] = {}

    def learn(
        self, accounts: Mapping[str, Account], vouchers: Mapping[str, Sequence[Voucher]]
    ) -> None:
        """Take in more accounts and their vouchers."""
        self.accounts.update(accounts)
        self.vouchers.update(vouchers)

    def forget(self, accounts: Iterable[str]) -> None:
        """Let go of accounts that no further order is of."""
        for account in accounts:
            del self.accounts[account]
            self.vouchers.pop(account, None)
            self._purses.pop(account, None)

    def purse(self, account: str) -> Purse:
        """The purse of an account, as the orders planned so far have left it."""
        purse = self._purses.get(account)
        if purse is None:
            balance = self.accounts[account].balance
            purse = Purse(balance, self.vouchers.get(account, ()), self.today)
            self._purses[account] = purse
        return purse


def term_of(request: Request, instance: Instance, today: date) -> Term | Refusal:
    """The term and fee that a request means for one instance, or the first reason against it."""
    found = _term(request, instance, today)
    return found if isinstance(found, Refusal) else _why_out_of_range(found) or found


def _term(request: Request, instance: Instance, today: date) -> Term | Refusal:
    if isinstance(request, Renew):
        refusal = why_not_listed(instance, today) or why_blocked(instance)
        refusal = refusal or why_too_short(instance, request.months, today)
        return refusal or renewal_term(instance, request.months)
    refusal = why_not_unified(instance, today)
    if refusal:
        return refusal
    if isinstance(request, UnifyOnDate):
        refusal = why_not_before(instance, request.target)
        return refusal or _unified_term(instance, request.target, request.target.day)
    target = unified_on_day(instance.expire_date, request.day, instance.anchor_day)
    return _unified_term(instance, target, request.day)


def _why_out_of_range(term: Term) -> Refusal | None:
    """Why a term cannot be kept: else no later reader of the store could make sense of it."""
    if term.to_date.year > MAX_YEAR:
        return Refusal(Code.OUT_OF_RANGE, f"would end on {term.to_date}, after {MAX_YEAR}")
    if term.fee.list_price > MAX_MINOR:
        price, most = show_money(term.fee.list_price), show_money(MAX_MINOR)
        return Refusal(Code.OUT_OF_RANGE, f"would cost {price}, more than {most}")
    return None


def renewal_term(instance: Instance, months: int) -> Term:
    """The term of a renewal by a period: counted from the old expire date [R16, R17]."""
    percent = instance.product.discounts.get(months, 0)
    anchor_day = instance.anchor_day
    to_date = add_months(instance.expire_date, months, anchor_day)
    fee = period_fee(instance.monthly_price, months, percent)
    return _new_term((instance, months, 0, to_date, anchor_day, fee))


def _unified_term(instance: Instance, target: date, anchor_after: int) -> Term:
    months, days = whole_months_and_days(instance.expire_date, target, instance.anchor_day)
    fee = unified_fee(instance.monthly_price, months, days)
    return Term(instance, months, days, target, anchor_after, fee)


def plan_order(
    account: Account, terms: Iterable[Term], purse: Purse, *, use_vouchers: bool = True
) -> OrderPlan:
    """Plan how one order is paid [R9, R13, R14, R19]; spends from the purse only if it can be.

    `terms` come in the order of their lines. The purse is left as it was when it falls short.
    """
    balance, usable = purse.begin()
    lines = []
    total = covered = 0
    for term in terms:
        payable = term.fee.payable
        total += payable
        uses = purse.quote(term.instance.product.code, payable) if use_vouchers else ()
        if uses:
            purse.take(uses)
            paid = sum([use.amount for use in uses])
            covered += paid
            payable -= paid
        lines.append(_new_line(term + (uses, payable)))  # noqa: RUF005 - a third of the time
    from_balance, short_by = total - covered, 0
    if from_balance > balance:
        short_by = from_balance - balance
        purse.undo()
    else:
        purse.settle(from_balance)
    usable = usable if use_vouchers else 0
    planned = tuple(lines)
    return _new_order((account, balance, planned, total, covered, from_balance, short_by, usable))


def plan_operation(
    request: Request,
    instances: Iterable[Instance],
    funds: Funds,
    today: date,
    *,
    use_vouchers: bool = True,
) -> Plan:
    """Plan a manual renewal or a unification of a selection [R15, R18 to R26].

    One order an account (several beyond MAX_ORDER_LINES), lines by expire date, then instance id,
    whatever the order of the selection. A selection too large for one transaction is planned
    part by part with the same `funds`, which remember what the parts before have spent.
    """
    terms: dict[str, list[Term]] = {}
    skipped = []
    for instance in instances:
        found = term_of(request, instance, today)
        if isinstance(found, Refusal):
            skipped.append(Skipped(instance.instance_id, found.code, found.reason))
        else:
            terms.setdefault(instance.account, []).append(found)
    orders = []
    for code in sorted(terms):
        lines = sorted(terms[code], key=attrgetter("instance.expire_date", "instance.instance_id"))
        purse = funds.purse(code)
        for start in range(0, len(lines), MAX_ORDER_LINES):
            part = lines[start : start + MAX_ORDER_LINES]
            account = funds.accounts[code]
            orders.append(plan_order(account, part, purse, use_vouchers=use_vouchers))
    return Plan(today, tuple(orders), tuple(sorted(skipped)))


def plan_automatic(
    instance: Instance, account: Account, purse: Purse, today: date
) -> OrderPlan | Refusal | None:
    """Plan the automatic renewal of one instance on its expire date [R8, R9].

    None when it is not due: not listed, not automatic, or not expiring today (so that it cannot be
    released yet); a refusal when its term could not be kept. Vouchers are always used [R14].
    """
    due = instance.policy is _AUTO and instance.expire_date == today
    if not due or why_never_renewable(instance):
        return None
    term = renewal_term(instance, instance.auto_months)
    return _why_out_of_range(term) or plan_order(account, (term,), purse)


def latest_expire_date(instances: Iterable[Instance]) -> date | None:
    """The default target of a unification: the latest expire date in the selection [R22]."""
    return max((instance.expire_date for instance in instances), default=None)


def cost_figures(plan: Plan) -> tuple[object, ...]:
    """Everything that a plan would give and cost, whoever pays it how [R21]."""
    orders = [
        (order.payer.code, order.total, tuple(map(_cost_of, order.lines))) for order in plan.orders
    ]
    return (plan.today, tuple(orders), plan.skipped)


def payment_figures(orders: Iterable[OrderPlan]) -> tuple[object, ...]:
    """Everything that says how planned orders are paid, and what that rests on [R21]."""
    return tuple(
        (
            order.payer.code,
            order.balance,
            order.total,
            order.voucher_total,
            order.short_by,
            order.usable,
            tuple((_cost_of(line), line.vouchers, line.balance) for line in order.lines),
        )
        for order in orders
    )


def _cost_of(line: Line) -> tuple[object, ...]:
    instance = line.instance
    return (
        instance.instance_id,
        instance.expire_date,
        instance.monthly_price,
        instance.policy,
        instance.auto_months,
        line.to_date,
        line.anchor_after,
        line.fee,
    )
