"""Instances as plain values, of a list, a selection or by id [R1 to R3], and their policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from renewal_tui.domain.codes import BillingMode, Policy, Type
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter, Order
from renewal_tui.errors import Changed
from renewal_tui.store.catalogue import read_catalogue
from renewal_tui.store.connection import Store
from renewal_tui.store.lists.asked import Asked
from renewal_tui.store.lists.planner import Limits, Planner
from renewal_tui.store.sql import in_parts, marks

_LIMITS = Limits()
_LAPSED = "SELECT id FROM orders WHERE status = 'unpaid' AND made_at <= %s ORDER BY id"
_SELECT = (
    "SELECT i.id, i.instance_id, i.name, i.account_id, i.product_id, i.room_id, i.type,"
    " i.billing_mode, t.expire_date, t.anchor_day, i.policy, i.auto_months, i.monthly_price,"
    " t.unpaid_order_id FROM instance i JOIN term t ON t.id = i.id"
)
_SWITCH = (
    "UPDATE instance SET policy = %s, auto_months = %s, policy_set_here = TRUE"
    " WHERE id = %s AND policy = %s AND auto_months = %s"
    " AND EXISTS (SELECT 1 FROM term t WHERE t.id = instance.id AND t.expire_date = %s)"
)


def lapsed_orders(store: Store, made_before: str) -> list[int]:
    """Unpaid orders made at or before a moment: those that cancel themselves [R20]."""
    return [row[0] for row in store.sql(_LAPSED, (made_before,))]


class InstanceReader(Planner):
    """Reads instances of one store on one business date, and finds them in lists (see Planner).

    The catalogue is read once. What it says of lists belongs together: once the store has changed,
    another reader is made. One thread at a time may use it.
    """

    def __init__(
        self,
        store: Store,
        today: date,
        lapsed: frozenset[int] = frozenset(),
        limits: Limits = _LIMITS,
    ) -> None:
        """`lapsed` are unpaid orders older than 24 hours, which no longer block [R20]."""
        super().__init__(store, read_catalogue(store), today, limits)
        self._lapsed = lapsed

    # -- lists ---------------------------------------------------------------------------------

    def rows(
        self, wanted: Filter, order: Order, offset: int = 0, limit: int | None = None
    ) -> list[Instance]:
        """The instances from `offset` on, at most `limit`, in the order asked for."""
        return self.by_rows(self._numbers(wanted, order, offset, limit))

    def glimpse(self, wanted: Filter, order: Order, limit: int) -> list[Instance] | None:
        """The first `limit` instances, if they are found in a moment; None if not."""
        if wanted.ids is not None and not self.is_quick(wanted, order):
            return None
        found = self.windows(wanted, order)
        numbers = found.first(limit) if isinstance(found, Asked) else found.numbers(0, limit)
        return None if numbers is None else self.by_rows(numbers)

    def ids(self, wanted: Filter, order: Order, offset: int, limit: int) -> list[str]:
        """The ids of a stretch of the list."""
        numbers = self._numbers(wanted, order, offset, limit)
        found: dict[int, str] = {}
        for some in in_parts(numbers):
            text = f"SELECT id, instance_id FROM term WHERE id IN ({marks(len(some))})"  # noqa: S608
            found.update(self._store.sql(text, some))
        return [found[number] for number in numbers if number in found]

    def position(self, instance: Instance, wanted: Filter, order: Order) -> int:
        """Where an instance stands in a list that it matches."""
        return self.windows(wanted, order).position(instance)

    # -- instances -----------------------------------------------------------------------------

    def by_ids(self, ids: Iterable[str]) -> dict[str, Instance]:
        """Instances by id; unknown ids are not in the answer."""
        return {found.instance_id: found for found in self._in("i.instance_id", list(ids))}

    def by_rows(self, rows: Iterable[int]) -> list[Instance]:
        """Instances by the store's numbers, in their order."""
        numbers = list(rows)
        found = {instance.row: instance for instance in self._in("i.id", numbers)}
        return [found[number] for number in numbers if number in found]

    def _numbers(
        self, wanted: Filter, order: Order, offset: int, limit: int | None
    ) -> Sequence[int]:
        stop = self.count(wanted) if limit is None else offset + limit
        return self.windows(wanted, order).numbers(offset, stop) if stop > offset else []

    def _in(self, column: str, values: Sequence[Any]) -> Iterator[Instance]:
        for some in in_parts(values):
            text = f"{_SELECT} WHERE {column} IN ({marks(len(some))})"
            rows = self._store.sql(text, some)
            with self._store.readable():
                try:
                    found = list(map(self._instance, rows))
                except TypeError as problem:
                    raise ValueError(problem) from problem
            yield from found

    def _instance(self, row: Sequence[Any]) -> Instance:
        catalogue = self.catalogue
        return Instance(
            row[0],
            row[1],
            row[2],
            catalogue.accounts[row[3]],
            catalogue.products[row[4]],
            catalogue.rooms[row[5]],
            _TYPES[row[6]],
            _MODES[row[7]],
            _day(row[8]),
            int(row[9]),
            _POLICIES[row[10]],
            int(row[11]),
            int(row[12]),
            None if row[13] in self._lapsed else row[13],
        )


_day = lru_cache(maxsize=8192)(date.fromisoformat)
"""Many expire on one day: they share its value, and whoever looks something up by it is quicker."""
_TYPES = {kind.value: kind for kind in Type}
_MODES = {mode.value: mode for mode in BillingMode}
_POLICIES = {policy.value: policy for policy in Policy}


def write_policies(
    store: Store, instances: Sequence[Instance], policy: Policy, months: int
) -> None:
    """Give instances a policy; back on manual the period is 1 month again [R5].

    It is for the caller's transaction. Raises Changed when one of them is not as it was planned.
    """
    period = months if policy is Policy.AUTO else 1
    planned = [
        (one.row, one.policy.value, one.auto_months, one.expire_date.isoformat())
        for one in instances
    ]
    rows = [(policy.value, period, *as_it_was) for as_it_was in planned]
    if rows and store.many(_SWITCH, rows) != len(rows):
        raise Changed("something this rests on has changed; nothing was switched")
