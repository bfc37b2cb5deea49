"""What marked instances cost a month, added up anew at each mark without reading them all again."""

from __future__ import annotations

from collections.abc import Iterable

from renewal_tui.operations.desk import Desk


class Prices:
    """Monthly prices (minor units) by instance id, of one state of the store."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[str, tuple[int, str]] = {}
        self._seen: object = None

    def total(self, ids: Iterable[str], seen: object, account: str = "") -> int | None:
        """What some instances cost together; `seen` is another once the store has changed.

        None when one of them is not of this `account` (any when ""): its currency may be another.
        """
        if seen != self._seen:
            self._known.clear()
            self._seen = seen
        wanted = list(ids)
        missing = [one for one in wanted if one not in self._known]
        if missing:
            found = self._desk.reader().by_ids(missing)
            facts = ((one, (row.monthly_price, row.account)) for one, row in found.items())
            self._known.update(facts)
        known = [self._known[one] for one in wanted if one in self._known]
        if account and any(owner != account for _, owner in known):
            return None
        return sum(price for price, _ in known)
