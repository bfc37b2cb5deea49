"""Operations and the clock, in any order, against a plain model of what the rules say."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from renewal_tui.domain.codes import PERIODS, OrderStatus
from renewal_tui.errors import Changed, Refused
from renewal_tui.operations import orders
from tests.builders import TODAY
from tests.operations.model import Model, ModelInstance, ModelVoucher
from tests.operations.world import World

NAMES = ("a-1", "a-2", "a-3", "a-4", "b-1", "b-2")
_ids = st.sets(st.sampled_from(NAMES), min_size=1)
_months = st.sampled_from((1, 1, 1, 2, 3, 12))
_days_off = st.sampled_from((-9, -8, -7, -1, 0, 0, 0, 1, 2, 8, 40))
_steps = st.sampled_from(("3h", "12h", "24h", "1d", "1d", "7d", "8d", "30d"))


class DeskMachine(RuleBasedStateMachine):
    """Two accounts with six instances and four vouchers."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="renewal-model-"))
        self.world = World(self.folder)
        self.model = Model(datetime(2026, 11, 22, 10))
        self.ended = 0

    @initialize(
        balances=st.tuples(*[st.integers(0, 600_00)] * 2),
        facts=st.tuples(
            *[st.tuples(_days_off, st.sampled_from((0, 1, 99_99, 100_00, 333_33)), st.booleans())]
            * len(NAMES)
        ),
        vouchers=st.tuples(*[st.tuples(st.integers(1, 200_00), st.integers(0, 40))] * 4),
    )
    def furnish(
        self,
        balances: tuple[int, int],
        facts: tuple[tuple[int, int, bool], ...],
        vouchers: tuple[tuple[int, int], ...],
    ) -> None:
        for account, balance in zip(("acme", "beta"), balances, strict=True):
            self.world.account(account, balance)
            self.model.balances[account] = balance
        for name, (days, price, automatic) in zip(NAMES, facts, strict=True):
            expires = TODAY + timedelta(days=days)
            one = ModelInstance(
                account="acme" if name.startswith("a") else "beta",
                product="EIP" if name.endswith("1") else "KRDS",
                expires=expires,
                # The discounts of KEC are for the tests of the planner.
                anchor=31 if expires.month == 11 and expires.day == 30 else expires.day,
                price=price,
                policy="auto" if automatic else "manual",
                retention=7 if name.endswith("1") else 15,
            )
            self.model.instances[name] = one
            self.world.instance(
                name,
                account=one.account,
                product=one.product,
                expire=expires.isoformat(),
                anchor=one.anchor,
                price=price,
                policy=one.policy,
            )
        for number, (amount, days) in enumerate(vouchers):
            code = f"v-{number}"
            voucher = ModelVoucher(
                "beta" if number == 3 else "acme",
                amount,
                TODAY + timedelta(days=days),
                ("EIP",) if number == 2 else (),
            )
            self.model.vouchers[code] = voucher
            self.world.voucher(
                code,
                amount,
                account=voucher.account,
                expire=voucher.expires.isoformat(),
                products=";".join(voucher.products) or "*",
            )

    def _bought(self, answer: Any, expected: list[str]) -> None:
        assert [order["status"] for order in answer["orders"]] == expected

    @rule(ids=_ids, months=_months, vouchers=st.booleans(), later=st.booleans())
    def renew(self, ids: set[str], months: int, vouchers: bool, later: bool) -> None:
        answer = self.world.renew(*ids, months=months, use_vouchers=vouchers, pay_later=later)
        self._bought(answer, self.model.buy(ids, months, None, vouchers=vouchers, later=later))

    @rule(ids=_ids, days=st.integers(0, 100), later=st.booleans())
    def unify_on_a_date(self, ids: set[str], days: int, later: bool) -> None:
        target = self.model.today + timedelta(days=days)
        answer = self.world.unify_on(target.isoformat(), *ids, pay_later=later)
        self._bought(answer, self.model.buy(ids, 0, target, vouchers=True, later=later))

    @rule(ids=_ids, day=st.sampled_from((1, 12, 28, 31)))
    def unify_on_a_day(self, ids: set[str], day: int) -> None:
        answer = self.world.unify_on_day(day, *ids)
        self._bought(answer, self.model.buy(ids, 0, day, vouchers=True, later=False))

    @rule(
        ids=_ids,
        policy=st.sampled_from(("auto", "auto", "manual")),
        months=st.sampled_from((None, *PERIODS)),
    )
    def switch(self, ids: set[str], policy: str, months: int | None) -> None:
        answer = self.world.switch(policy, *ids, months=months)
        assert set(answer["changed"]) == self.model.switch(ids, policy, months)

    @rule(account=st.sampled_from(("acme", "beta")), amount=st.integers(1, 300_00))
    def top_up(self, account: str, amount: int) -> None:
        self.world.top_up(amount, account)
        self.model.balances[account] += amount

    @precondition(lambda self: self.model.orders)
    @rule(data=st.data())
    def pay(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.model.orders)))
        expected = self.model.pay_order(number)
        if expected is None:
            with pytest.raises(Changed):
                self.world.pay(number)
        else:
            self._bought(self.world.pay(number), [expected])

    @precondition(lambda self: self.model.orders)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.model.orders)))
        self._bought(self.world.cancel(number), ["cancelled"])
        del self.model.orders[number]

    @precondition(lambda self: self.model.made)
    @rule(data=st.data())
    def pay_what_does_not_await_payment(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(1, self.model.made + 1))
        if number not in self.model.orders:
            with pytest.raises(Refused):
                self.world.pay(number)

    @rule()
    def run_the_engine(self) -> None:
        answer = self.world.engine(accept_clock=True)
        renewed, failed = self.model.engine()
        assert [one["instance_id"] for one in answer["renewed"]] == renewed
        assert [one["instance_id"] for one in answer["failed"]] == failed

    @rule(step=_steps)
    def advance(self, step: str) -> None:
        self.world.advance(step)
        hours = int(step[:-1]) * (24 if step.endswith("d") else 1)
        self.model.now += timedelta(hours=hours)
        self.model.forget_lapsed()

    @rule(ids=_ids, months=_months)
    def ask_twice_with_one_key(self, ids: set[str], months: int) -> None:
        self.ended += 1
        key = f"twice-{self.ended}"
        first = self.world.renew(*ids, months=months, key=key)
        before = self.world.dump()
        assert self.world.renew(*ids, months=months, key=key) == first
        assert self.world.dump() == before
        self._bought(first, self.model.buy(ids, months, None, vouchers=True, later=False))

    @invariant()
    def is_as_the_model_says(self) -> None:
        model = self.model
        rows = self.world.sql(
            "SELECT t.instance_id, expire_date, anchor_day, t.policy, auto_months FROM term t"
            " JOIN instance i ON i.id = t.id"
        )
        assert {row[0]: (date.fromisoformat(row[1]), *row[2:]) for row in rows} == {
            name: (one.expires, one.anchor, one.policy, one.auto_months)
            for name, one in model.instances.items()
        }
        assert dict(self.world.sql("SELECT code, balance FROM account")) == model.balances | (
            {} if model.balances else {"acme": 1000_00}
        )
        assert dict(self.world.sql("SELECT code, remaining FROM voucher")) == {
            code: one.left for code, one in model.vouchers.items()
        }
        unpaid = orders.list_orders(self.world.desk, OrderStatus.UNPAID)
        assert sorted(order.number for order in unpaid) == sorted(model.orders)
        assert orders.count(self.world.desk) == model.made

    @invariant()
    def its_books_balance(self) -> None:
        self.world.books_balance()

    def teardown(self) -> None:
        self.world.close()
        shutil.rmtree(self.folder)


_BOUNDED = settings(
    deadline=None,
    max_examples=15,
    stateful_step_count=20,
    suppress_health_check=list(HealthCheck),
)


def test_operations_and_the_clock_do_what_the_model_says() -> None:
    run_state_machine_as_test(DeskMachine, settings=_BOUNDED)


@pytest.mark.long
def test_operations_and_the_clock_do_what_the_model_says_for_long() -> None:
    run_state_machine_as_test(
        DeskMachine, settings=settings(_BOUNDED, max_examples=200, stateful_step_count=40)
    )
