"""Giving instances one expiration, on a date or on a day of each month [R22 to R27]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from renewal_tui.domain.codes import OrderKind, Tab
from renewal_tui.domain.eligibility import why_not_listed
from renewal_tui.domain.filters import Matching, Order, Selection, Sort
from renewal_tui.domain.planning import UnifyOnDate, UnifyOnDay, latest_expire_date
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.purchase import Purchase


@dataclass(frozen=True)
class Unification(Purchase):
    """Give a selection one expiration."""

    target: UnifyOnDate | UnifyOnDay
    action = OrderKind.UNIFY.value
    by_people = True

    @property
    def term(self) -> UnifyOnDate | UnifyOnDay:
        """The term that each instance gets."""
        return self.target


def default_date(desk: Desk, selection: Selection) -> date | None:
    """The latest expire date in a selection [R22]; of what cannot be renewed dates mean nothing."""
    reader, today = desk.reader(), desk.today()
    if isinstance(selection, Matching):
        latest_first = Order(Sort.EXPIRE_DATE, descending=True)
        wanted = selection.filter._replace(
            tabs=(selection.filter.tabs or frozenset(Tab)) - {Tab.EXCLUDED}
        )
        rows = reader.rows(wanted, latest_first, 0, len(selection.excepted) + 1)
        chosen = [one for one in rows if one.instance_id not in selection.excepted]
        return chosen[0].expire_date if chosen else None
    found = reader.by_ids(selection).values()
    return latest_expire_date(one for one in found if not why_not_listed(one, today))
