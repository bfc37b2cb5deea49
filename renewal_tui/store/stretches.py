"""Walking a table in stretches, each a short read of its own, so that nobody waits to write."""

from __future__ import annotations

import time
from collections.abc import Iterator

from renewal_tui.store.connection import Store

SECONDS = 0.1
"""What a stretch is meant to take."""

MOST = 20_000
"""Rows in a stretch at most: they are held in memory."""

_END = "SELECT MAX(id) FROM (SELECT id FROM {} WHERE id > %s ORDER BY id LIMIT %s) stretch"


def stretches(store: Store, table: str) -> Iterator[tuple[int, int]]:
    """(after, up to) of a table's numbers; the next stretch is as long as the last one was quick.

    The rows of a stretch are to be read by one statement.
    """
    after, rows = -1, 500
    while True:
        (end,) = store.sql(_END.format(table), (after, rows))[0]
        if end is None:
            return
        begun = time.monotonic()
        yield after, end
        took = max(time.monotonic() - begun, 0.001)
        rows = min(max(int(rows * SECONDS / took), rows // 4, 20), rows * 4, MOST)
        after = end
