"""The rows of one list of instances, for a table that looks at a part of them at a time."""

from __future__ import annotations

from collections.abc import Sequence

from renewal_tui.domain.facts import Instance
from renewal_tui.domain.filters import Filter, Order, matches
from renewal_tui.operations.desk import Desk

PAGE = 128
"""Rows that a table is likely to ask for first."""


class FleetSource:
    """A filter's instances in a sort order, as they are on the day it was made.

    Its answers belong together; when the store has changed a new one is made. Raises StoreBusy
    and the like as the store does. One thread at a time may use it: a worker may prepare it and
    then hand it over.
    """

    def __init__(self, desk: Desk, wanted: Filter, order: Order) -> None:
        self._today = desk.today()
        self._reader = desk.reader()
        self.wanted = wanted
        self.order = order

    def is_quick(self) -> bool:
        """Whether the count and the first rows come in a moment; if not, a worker prepares it."""
        return self._reader.is_quick(self.wanted)

    def glimpse(self, limit: int = PAGE) -> Sequence[Instance] | None:
        """The first rows before anything is counted; None if even they take longer than a moment.

        Fewer than `limit` are all there are.
        """
        return self._reader.glimpse(self.wanted, self.order, limit)

    def prepare(self) -> None:
        """Find out what takes long, so that nobody has to wait for it any more."""
        self._reader.prepare(self.wanted, self.order, PAGE)

    def count(self) -> int:
        """How many rows there are."""
        return self._reader.count(self.wanted)

    def rows(self, start: int, stop: int) -> Sequence[Instance]:
        """The instances from `start` up to, not including, `stop`."""
        start = max(start, 0)
        return self._reader.rows(self.wanted, self.order, start, max(stop - start, 0))

    def ids(self, start: int, stop: int) -> Sequence[str]:
        """The ids of the same rows."""
        start = max(start, 0)
        return self._reader.ids(self.wanted, self.order, start, max(stop - start, 0))

    def position(self, row_id: str) -> int | None:
        """Where an instance stands; None when it does not match."""
        instance = self._reader.by_ids([row_id]).get(row_id)
        if instance is None or not matches(instance, self.wanted, self._today):
            return None
        return self._reader.position(instance, self.wanted, self.order)

    def id_of(self, row: Instance) -> str:
        """The id of a row."""
        return row.instance_id
