"""The tabs of instances, each a filter, and what it shows and offers more than the others."""

from __future__ import annotations

from renewal_tui.domain import codes
from renewal_tui.domain.facts import Instance
from renewal_tui.ui.tabs.fleet import actions
from renewal_tui.ui.tabs.fleet.columns import PERIOD, POLICY, reason_columns
from renewal_tui.ui.tabs.fleet.tab import FleetTab
from renewal_tui.ui.widgets.table import Column


class Manual(FleetTab):
    """Instances on manual renewal [R4]."""

    NAME, KEY, TITLE, SHORT_TITLE = "manual", "1", "Manual renewal", "Manual"
    LISTED = frozenset((codes.Tab.MANUAL,))
    NOTHING = "No instance is on manual renewal. renewal-tui import brings instances in."
    ACTIONS = actions.TO_AUTOMATIC


class Automatic(FleetTab):
    """Instances on automatic renewal [R5], with the way back."""

    NAME, KEY, TITLE, SHORT_TITLE = "auto", "2", "Automatic renewal", "Automatic"
    LISTED = frozenset((codes.Tab.AUTO,))
    NOTHING = "No instance renews automatically. a on the Manual renewal tab switches some."
    POLICY = (PERIOD,)
    ACTIONS = actions.BOTH_WAYS


class NotRenewable(FleetTab):
    """Everything else an operator might look for, each with its reason [R2]."""

    NAME, KEY, TITLE = "excluded", "3", "Not renewable"
    LISTED = frozenset((codes.Tab.EXCLUDED,))
    NOTHING = "Every instance can be renewed here."
    MARKABLE = False
    ACTIONS = actions.ONLY_READ

    def columns(self) -> list[Column[Instance]]:
        """The reasons in place of what a renewal would cost."""
        return reason_columns(self.host.desk.today(), accounts=not self.host.account)


class All(FleetTab):
    """Manual and automatic renewal together, each row with its policy; actions work row by row."""

    NAME, KEY, TITLE = "all", "0", "All"
    LISTED = Manual.LISTED | Automatic.LISTED
    NOTHING = "No instance can be renewed here. renewal-tui import brings instances in."
    POLICY = (POLICY,)
    ACTIONS = actions.BOTH_WAYS
