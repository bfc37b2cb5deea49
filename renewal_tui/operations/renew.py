"""Renewing instances by a period [R15 to R21]."""

from __future__ import annotations

from dataclasses import dataclass

from renewal_tui.domain.codes import OrderKind
from renewal_tui.domain.planning import Renew
from renewal_tui.operations.purchase import Purchase


@dataclass(frozen=True)
class Renewal(Purchase):
    """Renew a selection by so many months, of those that are offered."""

    months: int = 1
    action = OrderKind.RENEW.value
    by_people = True

    @property
    def term(self) -> Renew:
        """The term that each instance gets."""
        return Renew(self.months)
