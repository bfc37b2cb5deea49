"""A few hundred instances of every sort in a store, for the tests of lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

from renewal_tui.domain.codes import BillingMode, Policy, Type
from renewal_tui.domain.eligibility import why_never_renewable
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.text import search_key
from renewal_tui.operations.desk import Desk
from renewal_tui.operator import Actor, Source
from renewal_tui.store.connection import Store
from renewal_tui.store.instances import InstanceReader
from renewal_tui.store.lists.planner import Limits
from renewal_tui.store.sql import insert_into
from tests.builders import TODAY, instance, product, room
from tests.stores import new_store

PRODUCTS = (
    # In no order of their codes, as a store numbers them.
    product(code="KRDS", retention_days=15),
    product(code="KEC"),
    product(code="EIP", retention_days=0),
    product(code="KAD", renewable=False, reason="does not require renewal management"),
    product(code="SLB", retention_days=7),
)
ROOMS = tuple(room(code=code) for code in ("cn-shanghai-2", "cn-beijing-6", "ap-singapore-1"))
ACCOUNTS = ("beta", "acme", "zeta", "delta")
NAMES = ("", "web", "Web-01", "web-02", "数据库", "db 主库", "100%_ip", "STRASSE", "straße", 'a"b')

ALL_HELD = Limits(50_000)
NOTHING_HELD = Limits(0, 0, 3)

_INSERT = insert_into(
    "instance",
    "instance_id, name, search, account_id, product_id, room_id, type, billing_mode, policy,"
    " auto_months, monthly_price, listed, policy_set_here",
)
_TERMS = (
    "INSERT INTO term (id, listed, policy, expire_date, instance_id, product_id, room_id,"
    " account_id, anchor_day, renewed_here) SELECT id, listed, policy, %s, instance_id, product_id,"
    " room_id, account_id, %s, FALSE FROM instance WHERE instance_id = %s"
)


def fleet(count: int) -> list[Instance]:
    """So many instances, the same ones every time, in no order at all."""
    random = Random(count)
    numbers = random.sample(range(1000), count)
    return [_instance(random, row, number) for row, number in enumerate(numbers, 1)]


def _instance(random: Random, row: int, number: int) -> Instance:
    plain = random.random() < 0.8
    expire_date = TODAY + timedelta(days=random.choice((*range(-20, 10), *range(10, 60, 5))))
    return instance(
        row=row,
        instance_id=f"{random.choice('iI')}-{number:03d}",
        name=random.choice(NAMES),
        account=random.choice(ACCOUNTS),
        product=random.choice(PRODUCTS),
        room=random.choice(ROOMS),
        type=Type.STANDARD if plain else random.choice(tuple(Type)),
        billing_mode=BillingMode.SUBSCRIPTION if plain else random.choice(tuple(BillingMode)),
        expire_date=expire_date,
        policy=random.choice(tuple(Policy)),
        auto_months=(1, 3, 12)[number % 3],
        monthly_price=random.choice((0, 5_00, 10_00, 99_99)),
    )


def store_of(path: Path, instances: list[Instance]) -> Store:
    """A new store that holds some instances of `fleet`."""
    store = new_store(path)
    fill(store, instances)
    return store


def fill(store: Store, instances: list[Instance]) -> None:
    """Write some instances of `fleet` into a new store, with what they refer to."""
    with store.transaction():
        store.many(
            insert_into("product", "code, name, renewable, reason, retention_days"),
            [one[:5] for one in PRODUCTS],
        )
        store.many(insert_into("room", "code, name"), ROOMS)
        store.many(
            insert_into("account", "code, name, currency, opening, balance"),
            [(code, code, "CNY", 0, 0) for code in ACCOUNTS],
        )
        add(store, instances)


def add(store: Store, instances: Sequence[Instance]) -> None:
    """Write instances and their terms, in the caller's transaction."""
    store.many(_INSERT, [row_of(one) for one in instances])
    terms = [(one.expire_date.isoformat(), one.anchor_day, one.instance_id) for one in instances]
    store.many(_TERMS, terms)


class LimitedDesk(Desk):
    """A desk that reads a small fleet as it would read one of a million."""

    def __init__(self, store: Store, actor: Actor, limits: Limits) -> None:
        super().__init__(store, actor)
        self.limits = limits

    def reader(self) -> InstanceReader:
        """A reader with limits of its own."""
        return InstanceReader(self.store, self.today(), limits=self.limits)


def desk_of(path: Path, count: int, limits: Limits = ALL_HELD) -> Desk:
    """A desk on a new store with so many instances."""
    return LimitedDesk(store_of(path, fleet(count)), Actor("ann", "", Source.TUI), limits)


def row_of(one: Instance) -> tuple[object, ...]:
    """An instance's values for INSERT."""
    return (
        one.instance_id,
        one.name,
        search_key(one.instance_id, one.name),
        ACCOUNTS.index(one.account) + 1,
        PRODUCTS.index(one.product) + 1,
        ROOMS.index(one.room) + 1,
        one.type.value,
        one.billing_mode.value,
        one.policy.value,
        one.auto_months,
        one.monthly_price,
        why_never_renewable(one) is None,
        False,
    )
