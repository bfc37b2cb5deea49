"""Hypothesis strategies: terms, fleets, vouchers, funds and requests that could be real."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from renewal_tui.domain.codes import PERIODS, BillingMode, Policy, Status, Type, Use
from renewal_tui.domain.facts import Account, Instance, Voucher
from renewal_tui.domain.planning import Funds, Renew, Request, UnifyOnDate, UnifyOnDay
from renewal_tui.domain.query.terms import Key, Query, Range, Term, Text, Word
from tests.builders import TODAY, account, instance, product, voucher

CODES = ("acme", "beta")
PRODUCTS = (
    product(discounts={12: 15, 24: 30, 36: 40}),
    product(code="KRDS", retention_days=15, discounts={1: 33}),
    product(code="KAD", renewable=False, reason="does not require renewal management"),
)

some_dates = st.dates(date(1970, 1, 1), date(2200, 12, 31))
near_today = st.one_of(st.integers(0, 60), st.integers(-20, 60)).map(
    lambda days: TODAY + timedelta(days=days)
)
wanted_days = st.sampled_from((*range(1, 29), 31))


@st.composite
def terms(draw: st.DrawFn, ends: st.SearchStrategy[date] = some_dates) -> tuple[date, int]:
    """Draw an expire date with an anchor day that fits it."""
    end = draw(ends)
    is_last = end.day == monthrange(end.year, end.month)[1]
    return end, draw(st.integers(end.day, 31)) if is_last else end.day


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """Draw an instance: most can be renewed, some are trials, expired, blocked, and so on."""
    expire_date, anchor_day = draw(terms(near_today))
    return instance(
        instance_id=f"i-{draw(st.integers(0, 9))}",
        account=draw(st.sampled_from(CODES)),
        product=draw(st.sampled_from(PRODUCTS[:2] * 4 + PRODUCTS)),
        type=draw(st.sampled_from((Type.STANDARD,) * 11 + (Type.TRIAL,))),
        billing_mode=draw(st.sampled_from((BillingMode.SUBSCRIPTION,) * 15 + tuple(BillingMode))),
        expire_date=expire_date,
        anchor_day=anchor_day,
        policy=draw(st.sampled_from(Policy)),
        auto_months=draw(st.sampled_from(PERIODS)),
        monthly_price=draw(st.integers(0, 9_99)),
        unpaid_order=draw(st.sampled_from((None, None, None, None, None, 7))),
    )


fleets = st.lists(instances(), min_size=1, max_size=8, unique_by=lambda found: found.instance_id)


@st.composite
def vouchers(draw: st.DrawFn, prefix: str = "v") -> Voucher:
    """Draw a voucher: some used up, not valid yet, expired, for one product, for purchases."""
    amount = draw(st.integers(1, 20_00))
    return voucher(
        voucher_id=f"{prefix}-{draw(st.integers(0, 9))}",
        amount=amount,
        remaining=draw(st.integers(0, amount)),
        valid_from=draw(st.sampled_from((None, None, TODAY, TODAY + timedelta(days=1)))),
        expire_date=TODAY + timedelta(days=draw(st.integers(-1, 3))),
        products=draw(st.sampled_from((None, None, frozenset({"KEC"}), frozenset({"KRDS"})))),
        use=draw(st.sampled_from((Use.GENERAL, *Use))),
    )


def voucher_lists(prefix: str = "v", most: int = 6) -> st.SearchStrategy[list[Voucher]]:
    """Draw the vouchers of one account."""
    return st.lists(vouchers(prefix), max_size=most, unique_by=lambda found: found.voucher_id)


def _account(code: str) -> st.SearchStrategy[Account]:
    balances = st.one_of(st.integers(0, 60_00), st.integers(100_00, 5000_00))
    return balances.map(lambda balance: account(code=code, balance=balance))


class Means(NamedTuple):
    """What both accounts can pay with; every plan gets funds of its own, since it spends them."""

    accounts: dict[str, Account]
    vouchers: dict[str, list[Voucher]]

    def funds(self) -> Funds:
        """Build the funds as they are before any plan."""
        return Funds(self.accounts, self.vouchers, TODAY)


means: st.SearchStrategy[Means] = st.builds(
    Means,
    st.fixed_dictionaries({code: _account(code) for code in CODES}),
    st.fixed_dictionaries({code: voucher_lists(code) for code in CODES}),
)

requests: st.SearchStrategy[Request] = st.one_of(
    st.sampled_from(PERIODS).map(Renew),
    st.integers(1, 150).map(lambda days: UnifyOnDate(TODAY + timedelta(days=days))),
    wanted_days.map(UnifyOnDay),
)


# -- queries [R31] ---------------------------------------------------------------------------------


def _ranges(some: st.SearchStrategy[Any]) -> st.SearchStrategy[Range]:
    """Ranges: of one value, of two, and open ones."""
    return st.one_of(
        st.tuples(some, some).map(lambda both: Range(min(both), max(both))),
        some.map(lambda one: Range(one, None)),
        some.map(lambda one: Range(None, one)),
        some.map(lambda one: Range(one, one)),
    )


def some_words(
    *, products: Sequence[str], rooms: Sequence[str], accounts: Sequence[str], texts: Sequence[str]
) -> st.SearchStrategy[Word]:
    """Draw a word of a query, with these values."""
    days = st.integers(-30, 65)
    values: dict[Key, st.SearchStrategy[Any]] = {
        Key.PRODUCT: st.sampled_from(products),
        Key.ROOM: st.sampled_from(rooms),
        Key.ACCOUNT: st.sampled_from(accounts),
        Key.POLICY: st.sampled_from(Policy),
        Key.STATUS: st.sampled_from((Status.ACTIVE, Status.EXPIRED)),
        Key.DUE: st.integers(0, 65),
        Key.LEFT: _ranges(days),
        Key.EXPIRES: _ranges(days.map(lambda some: TODAY + timedelta(days=some))),
        Key.PRICE: _ranges(st.integers(0, 120_00) | st.sampled_from((5_00, 10_00))),
        Key.MONTHS: st.sampled_from(PERIODS),
    }

    def term(key: Key) -> st.SearchStrategy[Term]:
        several = st.lists(values[key], min_size=1, max_size=3).map(tuple)
        return st.builds(Term, st.just(key), several, st.booleans())

    text = st.sampled_from(texts) | st.text(min_size=1, max_size=4)
    return st.builds(Text, text, st.booleans()) | st.sampled_from(Key).flatmap(term)


def queries_of(words: st.SearchStrategy[Word]) -> st.SearchStrategy[Query]:
    """Draw a query of a few words."""
    return st.lists(words, max_size=4).map(lambda some: Query(tuple(some)))
