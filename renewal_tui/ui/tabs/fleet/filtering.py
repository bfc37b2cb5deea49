"""The filter of the fleet: one for all of its tabs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from renewal_tui.domain.filters import Filter


@dataclass
class SharedFilter:
    """What the fleet's tabs are narrowed to; the tab and the accounts come on top of it."""

    filter: Filter = field(default_factory=Filter)
    before_change: list[Callable[[], None]] = field(default_factory=list)
    """Each tab says here what it does before other rows are asked for."""

    def change(self, wanted: Filter) -> None:
        """Ask for other rows."""
        for tell in self.before_change:
            tell()
        self.filter = wanted

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered out."""
        return self.filter != Filter()
