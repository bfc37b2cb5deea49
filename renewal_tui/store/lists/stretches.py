"""A whole list, read stretch by stretch: whoever writes waits for one short stretch at most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from renewal_tui.store.connection import Store
from renewal_tui.store.lists.orders import Key
from renewal_tui.store.lists.walking import Walk


def rows_in_stretches(store: Store, walk: Walk, stretch: int) -> Iterator[tuple[Any, ...]]:
    """Number and key of every row of a list in ascending order, each row once.

    Nothing of the store is open between two stretches, so the list is not one of a single moment.
    But what is renewed or unified meanwhile only ever moves on in an order of dates [R17, R24]: a
    row that matches all the while is not lost, and one that is met again is left out. The walk must
    ascend; where instances are imported meanwhile, one with a new name or price may be missed in
    an order of these.
    """
    text, seen = walk.narrowed.text, set[int]()
    start: Key | None = None
    while True:
        if text:
            found = store.sql(*walk.rows_to_look_at(start, stretch, back=False))
            rows = [row[:-1] for row in found if text in row[-1]]
        else:
            found = rows = store.sql(*walk.rows(start, 0, stretch, back=False))
        for row in rows:
            if row[0] not in seen:
                seen.add(row[0])
                yield row
        if len(found) < stretch:
            return
        start = found[-1][1 : 1 + len(walk.order.columns)]
