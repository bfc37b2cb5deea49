"""How many rows are read at once, so that no answer takes longer than a key press may."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """Sizes from which on a list is read another way."""

    held: int = 10_000
    """Rows of a list that are sorted and held in memory; longer lists are walked along an index.

    Reading and sorting 10,000 rows takes 20 ms, 50,000 would take 150. A walk passes over the rows
    that do not match: of a tab of 600,000 at least one in 60 does, so a page is found in a few ms.
    """

    held_with_text: int = 50_000
    """The same for a list that was searched for a text: a walk has to fetch each row for it."""

    looked_at: int = 10_000
    """Rows that are searched for a common text one by one, before the list is read another way."""

    stretch: int = 5_000
    """Rows of a long list that are read, or looked at, at one moment: some 20 ms."""
