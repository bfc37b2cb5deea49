"""What is listed and in which order [R1 to R3]: filters, sort orders and selections as values."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from renewal_tui.domain.calendar import plus_days
from renewal_tui.domain.codes import Status, Tab
from renewal_tui.domain.eligibility import status_of, tab_of
from renewal_tui.domain.facts import Instance
from renewal_tui.domain.query.terms import EVERYTHING, Query
from renewal_tui.domain.text import search_key


class Filter(NamedTuple):
    """Which instances are asked for; the parts combine with AND [R3].

    `tabs` empty means all three. `within` days counts from today and, like the console's filter,
    does not hide what has expired already. Dates are inclusive. `search` is a text to the letter,
    `query` the language of R31.
    """

    tabs: frozenset[Tab] = frozenset((Tab.MANUAL, Tab.AUTO))
    accounts: frozenset[str] = frozenset()
    expires_from: date | None = None
    expires_to: date | None = None
    within: int | None = None
    products: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()
    status: Status | None = None
    search: str = ""
    query: Query = EVERYTHING
    ids: frozenset[str] | None = None
    """Only these instances; None for any."""

    def latest(self, today: date) -> date | None:
        """The last expire date that matches, from `expires_to` and `within` together."""
        ends = [self.expires_to] if self.expires_to else []
        if self.within is not None:
            ends.append(plus_days(today, self.within))
        return min(ends, default=None)


class Sort(StrEnum):
    """The columns that a list can be sorted by; ties go by instance id."""

    EXPIRE_DATE = "expire_date"
    INSTANCE_ID = "instance_id"
    NAME = "name"
    ACCOUNT = "account"
    PRODUCT = "product"
    ROOM = "room"
    MONTHLY_PRICE = "monthly_price"


class Order(NamedTuple):
    """A sort order: by a column, ascending or (everything turned round) descending."""

    column: Sort = Sort.EXPIRE_DATE
    descending: bool = False


class Matching(NamedTuple):
    """A symbolic selection: all that match a filter, except some."""

    filter: Filter
    excepted: frozenset[str] = frozenset()


Selection = tuple[str, ...] | Matching
"""The instances an operation is for: by their ids, or by a filter."""


def matches(instance: Instance, wanted: Filter, today: date) -> bool:
    """Whether an instance is among those asked for: the rule, as plain as it can be said."""
    latest = wanted.latest(today)
    return (
        (not wanted.tabs or tab_of(instance, today) in wanted.tabs)
        and (not wanted.accounts or instance.account in wanted.accounts)
        and (wanted.expires_from is None or instance.expire_date >= wanted.expires_from)
        and (latest is None or instance.expire_date <= latest)
        and (not wanted.products or instance.product.code in wanted.products)
        and (not wanted.rooms or instance.room.code in wanted.rooms)
        and (wanted.status is None or status_of(instance, today) is wanted.status)
        and wanted.search.casefold() in search_key(instance.instance_id, instance.name)
        and wanted.query.matches(instance, today)
        and (wanted.ids is None or instance.instance_id in wanted.ids)
    )
