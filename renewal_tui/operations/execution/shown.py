"""What was shown is what is charged: the one place of this comparison [R21]."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar, final

SeenT = TypeVar("SeenT")

Figures = tuple[object, ...]
"""Everything that one item of a plan shows and rests on: plain values, dates, sets and tuples."""

_DIGEST_BYTES = 16


@dataclass
class Digests:
    """A digest for each item of a plan, in the order of the work."""

    rows: int = 0
    """Rows of the course that they are the plan of."""
    _digests: list[tuple[bytes, ...]] = field(default_factory=list)

    def add(self, items: Iterable[Figures]) -> None:
        """Take in the next items."""
        self._digests.extend(map(_digests, items))

    def agree(self, start: int, items: Iterable[Figures], *, last: bool) -> int | None:
        """Where the items after these begin, if from `start` on these are the same.

        None if anything differs; after the `last` items nothing more may have been taken in.
        """
        place = start
        for item in map(_digests, items):
            # Of an order that is left unpaid for now only the cost is asked for: the first figure.
            if place >= len(self._digests) or self._digests[place][: len(item)] != item:
                return None
            place += 1
        return None if last and place != len(self._digests) else place


@dataclass(frozen=True)
class Shown(Generic[SeenT]):
    """What a preview has shown: for people as `seen`, and digests of all that this rests on.

    A part of the work is compared with the items that it was shown as, inside the transaction that
    would change something.
    """

    seen: SeenT
    digests: Digests


@final
class NothingShown:
    """Nobody was shown anything: `--yes`, the engine under cron, import, clock."""


NOTHING_SHOWN = NothingShown()


def as_many(shown: Shown[SeenT] | NothingShown, rows: int) -> bool:
    """Whether the work as a whole has as many rows as what was shown."""
    return isinstance(shown, NothingShown) or shown.digests.rows == rows


def agree(
    shown: Shown[SeenT] | NothingShown, start: int, items: Iterable[Figures], *, last: bool
) -> int | None:
    """Where what was shown goes on after these items; None if they are not what was shown."""
    return (
        start if isinstance(shown, NothingShown) else shown.digests.agree(start, items, last=last)
    )


def _digests(item: Figures) -> tuple[bytes, ...]:
    return tuple(map(_digest, item))


def _digest(figure: object) -> bytes:
    text = json.dumps(figure, ensure_ascii=True, default=_plain, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()[:_DIGEST_BYTES]


def _plain(value: object) -> Any:
    """A value that JSON does not know, always written in the same way."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, Mapping):
        return sorted(value.items())
    raise TypeError(f"{type(value).__name__} is no figure")
