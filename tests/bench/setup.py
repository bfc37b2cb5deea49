"""What a run of the bench was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.bench import fleets

FEW_ROWS = 1_000


@dataclass(frozen=True)
class Setup:
    """So many rows in the large fleet, so many due in the engine's; `quick` measures less often."""

    rows: int
    due: int
    quick: bool

    def rounds(self, usual: int) -> int:
        """How often something is measured."""
        return max(1, usual // 5) if self.quick else usual

    @property
    def few(self) -> int:
        """How many rows the small fleet has."""
        return min(FEW_ROWS, self.rows)

    def large(self) -> Path:
        """The large fleet's store. Only read it."""
        return fleets.fleet(self.rows)

    def small(self) -> Path:
        """The small fleet's store. Only read it."""
        return fleets.fleet(self.few)

    def engine(self) -> Path:
        """The store of the fleet of which so many are due. Only read it."""
        return fleets.fleet(self.due * 10)
