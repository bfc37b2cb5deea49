"""What was measured: a figure beside its floor, both of the same run, and the target of the two."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the table. `limit` is the target: at most so many times the floor."""

    part: str
    what: str
    value: float
    unit: str
    floor: float
    floor_of: str
    limit: float
    note: str = ""

    @property
    def ratio(self) -> float:
        """The figure, in floors."""
        return self.value / self.floor if self.floor else float("inf")

    @property
    def met(self) -> bool:
        """Whether it is within its target."""
        return self.ratio <= self.limit

    def document(self) -> dict[str, Any]:
        """The figure as it is kept in JSON."""
        return {**asdict(self), "ratio": round(self.ratio, 4), "met": self.met}


def figure_of(document: dict[str, Any]) -> Figure:
    """A kept figure back."""
    names = Figure.__dataclass_fields__
    return Figure(**{name: value for name, value in document.items() if name in names})
