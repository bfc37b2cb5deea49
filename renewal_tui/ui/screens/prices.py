"""What marked instances cost a month, added up anew at each mark without reading them all again."""

from __future__ import annotations

from collections.abc import Iterable

from renewal_tui.operations.desk import Desk


class Prices:
    """Monthly prices (minor units) by instance id, of one state of the store."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[str, int] = {}
        self._seen: object = None

    def total(self, ids: Iterable[str], seen: object) -> int:
        """What some instances cost together; `seen` is another once the store has changed."""
        if seen != self._seen:
            self._known.clear()
            self._seen = seen
        wanted = list(ids)
        missing = [one for one in wanted if one not in self._known]
        if missing:
            found = self._desk.reader().by_ids(missing)
            self._known.update((one, row.monthly_price) for one, row in found.items())
        return sum(self._known.get(one, 0) for one in wanted)
